import { describe, expect, test } from "vitest";
import type { Trial } from "../../src/line-search/line.ts";
import { advanceSearch, type SearchStatus, startSearch, type WolfeLimits } from "../../src/line-search/more-thuente.ts";

type Curve = (step: number) => readonly [value: number, slope: number];

/** Runs a search to its end; `trials` counts evaluations after the origin. */
function run(curve: Curve, firstStep: number, limits: Partial<WolfeLimits>) {
  const at = (step: number): Trial => {
    const [value, slope] = curve(step);
    return { step, value, slope };
  };
  const defaults = { decrease: 1e-4, curvature: 0.9, width: 1e-14, minStep: 0, maxStep: 1e10 };
  const search = startSearch(at(0), firstStep, { ...defaults, ...limits });
  const first: SearchStatus = search.status;
  if (first !== "searching") return { status: first, trials: 0, step: search.step, slope: Number.NaN };
  for (let trials = 1; trials <= 100; trials++) {
    const trial = at(search.step);
    const status = advanceSearch(search, trial);
    if (status !== "searching") return { status, trials, step: trial.step, slope: trial.slope };
  }
  throw new Error("the search does not end");
}

// the six test functions of More & Thuente (1994), section 5, equations 5.1 to 5.4
const rational: Curve = (a) => [-a / (a * a + 2), (a * a - 2) / (a * a + 2) ** 2];

const polynomial: Curve = (a) => {
  const t = a + 0.004;
  return [t ** 5 - 2 * t ** 4, 5 * t ** 4 - 8 * t ** 3];
};

const oscillating: Curve = (a) => {
  const beta = 0.01;
  const frequency = (39 * Math.PI) / 2;
  const wave = (1 - beta) / frequency;
  const [value, slope] =
    a <= 1 - beta ? [1 - a, -1] : a >= 1 + beta ? [a - 1, 1] : [(a - 1) ** 2 / (2 * beta) + beta / 2, (a - 1) / beta];
  return [value + wave * Math.sin(frequency * a), slope + wave * frequency * Math.cos(frequency * a)];
};

const yanai = (beta1: number, beta2: number): Curve => {
  const gamma = (beta: number) => Math.sqrt(1 + beta * beta) - beta;
  return (a) => {
    const left = Math.sqrt((1 - a) ** 2 + beta2 ** 2);
    const right = Math.sqrt(a * a + beta1 ** 2);
    const value = gamma(beta1) * left + gamma(beta2) * right;
    return [value, (-gamma(beta1) * (1 - a)) / left + (gamma(beta2) * a) / right];
  };
};

// the first step of table IV is 0.085, of which the paper prints 0.08
describe("the trials and steps of the paper's tables", () => {
  const tables: [name: string, Curve, decrease: number, curvature: number, rows: [number, number, number][]][] = [
    [
      "I",
      rational,
      0.001,
      0.1,
      [
        [1e-3, 6, 1.4],
        [1e-1, 3, 1.4],
        [1e1, 1, 10],
        [1e3, 4, 37],
      ],
    ],
    [
      "II",
      polynomial,
      0.1,
      0.1,
      [
        [1e-3, 12, 1.6],
        [1e-1, 8, 1.6],
        [1e1, 8, 1.6],
        [1e3, 11, 1.6],
      ],
    ],
    [
      "III",
      oscillating,
      0.1,
      0.1,
      [
        [1e-3, 12, 1.0],
        [1e-1, 12, 1.0],
        [1e1, 10, 1.0],
        [1e3, 13, 1.0],
      ],
    ],
    [
      "IV",
      yanai(0.001, 0.001),
      0.001,
      0.001,
      [
        [1e-3, 4, 0.085],
        [1e-1, 1, 0.1],
        [1e1, 3, 0.35],
        [1e3, 4, 0.83],
      ],
    ],
    [
      "V",
      yanai(0.01, 0.001),
      0.001,
      0.001,
      [
        [1e-3, 6, 0.075],
        [1e-1, 3, 0.078],
        [1e1, 7, 0.073],
        [1e3, 8, 0.076],
      ],
    ],
    [
      "VI",
      yanai(0.001, 0.01),
      0.001,
      0.001,
      [
        [1e-3, 13, 0.93],
        [1e-1, 11, 0.93],
        [1e1, 8, 0.92],
        [1e3, 11, 0.92],
      ],
    ],
  ];
  for (const [name, curve, decrease, curvature, rows] of tables) {
    test.each(rows)(`table ${name} from %d: %d trials to %d`, (firstStep, trials, step) => {
      const found = run(curve, firstStep, { decrease, curvature });
      expect(found.status).toBe("accepted");
      expect(found.trials).toBe(trials);
      expect(Number(found.step.toPrecision(2))).toBe(step);
    });
  }
});

describe("a search that cannot succeed says why", () => {
  test("at once, uphill or from a step out of range", () => {
    expect(run((a) => [a, 1], 1, {}).status).toBe("not-descent");
    expect(run((a) => [a, 0], 1, {}).status).toBe("not-descent");
    expect(run((a) => [-a, -1], 0, { minStep: 1e-100 }).status).toBe("bad-start");
    expect(run((a) => [-a, -1], 11, { maxStep: 10 }).status).toBe("bad-start");
  });

  test("at the longest step when the curve only falls", () => {
    expect(run((a) => [-a, -1], 1, { maxStep: 10 })).toMatchObject({ status: "at-max-step", step: 10 });
  });

  test("at the shortest step when the curve only rises although its slope says otherwise", () => {
    expect(run((a) => [a, -1], 1, { minStep: 0.1 })).toMatchObject({ status: "at-min-step", step: 0.1 });
  });

  test("when the bracket is too narrow to divide: a corner has no small slope", () => {
    const corner: Curve = (a) => (a < 1 ? [-a, -1] : [5 * a - 6, 5]);
    expect(["narrow", "rounding"]).toContain(run(corner, 0.3, {}).status);
    expect(run(corner, 0.3, { width: 0.1 }).status).toBe("narrow");
  });

  test("when the trial is not a number: the best point is proposed again, which no longer divides the bracket", () => {
    const cliff: Curve = (a) => (a < 1e-3 ? [-a, -1] : [Number.POSITIVE_INFINITY, Number.NaN]);
    expect(run(cliff, 1, {})).toMatchObject({ step: 0, trials: 2 });
    expect(run(cliff, 1, {}).status).not.toBe("accepted");
  });
});
