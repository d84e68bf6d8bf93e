// Power by simulation against what is known: where Satterthwaite's test is an exact t-test, power is a non-central t.
import { describe, expect, test } from "vitest";
import { type Fit, fisherSf, lmm, type PowerModel, power } from "../../src/index.ts";
import { binomialInterval } from "../../src/simulation/binomial-interval.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface Records {
  readonly paired: readonly {
    readonly subjects: number;
    readonly effect: number;
    readonly sigma: number;
    readonly power: number;
  }[];
  readonly two: readonly {
    readonly subjects: number;
    readonly rows: number;
    readonly effect: number;
    readonly between: number;
    readonly sigma: number;
    readonly power: number;
  }[];
  readonly proportions: readonly {
    readonly hits: number;
    readonly total: number;
    readonly alpha: number;
    readonly interval: readonly [number, number];
  }[];
}

const RECORDS = loadNative<Records>("power");
const REPLICATES = 500;
/** For a machine that does other things besides: thousands of fits a test. */
const PATIENCE = { timeout: 60_000 };
/** Of 20 comparisons, the largest distance in standard errors that chance explains. */
const FAR = 4;

function expectPower(found: number, known: number): void {
  expect(Math.abs(found - known)).toBeLessThan(FAR * Math.sqrt((known * (1 - known)) / REPLICATES));
}

/** Two rows of each of 6 subjects, x 0 and 1. */
function pairs(sigma: number): PowerModel {
  const subject = Array.from({ length: 12 }, (_, i) => `s${Math.floor(i / 2)}`);
  const x = subject.map((_, i) => i % 2);
  // subjects so different that their variance is never estimated as 0
  const parameters = { Intercept: 5, x: 0, "sd(Intercept | subject)": 30 * sigma, sigma };
  return { formula: "y ~ x + (1 | subject)", data: { subject, x }, parameters };
}

/** Some rows of each of 10 subjects, the first half of them with treatment 0. */
function groups(rows: number, between: number, sigma: number): PowerModel {
  const subject = Array.from({ length: 10 * rows }, (_, i) => Math.floor(i / rows));
  const treatment = subject.map((s) => (s < 5 ? 0 : 1));
  const parameters = { Intercept: 5, treatment: 0, "sd(Intercept | subject)": between, sigma };
  return { formula: "y ~ treatment + (1 | subject)", data: { subject, treatment }, parameters };
}

describe("power is that of the t-test", PATIENCE, () => {
  for (const { subjects, effect, sigma, power: known } of RECORDS.paired)
    test(`of pairs: ${subjects} subjects, effect ${effect}, sd ${sigma}`, () => {
      const { rows } = power(pairs(sigma), { test: "x", effect, sizes: [subjects], replicates: REPLICATES });
      expect(rows[0]).toMatchObject({ size: subjects, n: 2 * subjects, failed: 0, replicates: REPLICATES });
      expectPower(rows[0]!.power, known);
    });

  for (const { subjects, rows: own, effect, between, sigma, power: known } of RECORDS.two)
    test(`of two groups: ${subjects} subjects of ${own} rows, effect ${effect}`, () => {
      const model = groups(own, between, sigma);
      const { rows } = power(model, { test: "treatment", effect, sizes: [subjects], replicates: REPLICATES });
      expectPower(rows[0]!.power, known);
    });

  test("by Kenward and Roger's method, by rows in each subject, and against another value", () => {
    const { rows, power: known, effect } = RECORDS.two.find((own) => own.rows === 8)!;
    const model = groups(4, 1.5, 1);
    const ddf = "kenward-roger";
    const sized = { replicates: REPLICATES, ddf, sizes: [rows], within: "subject" } as const;
    const wide = { ...model, data: twice(model) };
    expectPower(power(wide, { ...sized, test: "treatment", effect }).rows[0]!.power, known);
    const shifted = power(wide, { ...sized, test: "treatment = 7", effect: 7 + effect });
    expectPower(shifted.rows[0]!.power, known);
  });
});

/** The same subjects and 10 others. */
function twice({ data }: PowerModel): PowerModel["data"] {
  const { subject, treatment } = data as { subject: number[]; treatment: number[] };
  return { subject: [...subject, ...subject.map((s) => s + 10)], treatment: [...treatment, ...treatment] };
}

test(
  "a likelihood-ratio test rejects as often as its statistic, row by row or not, exceeds the quantile",
  PATIENCE,
  () => {
    // balanced pairs: -2 log of the ratio is n log(1 + t^2 / (n - 1)) for n pairs
    const model = pairs(1);
    const n = 12;
    const lrt = power(model, { test: { smaller: "y ~ 1 + (1 | subject)" }, sizes: [n], replicates: REPLICATES });
    // P(t_11^2 > 11 (exp(3.841459 / 12) - 1)) = 0.06642
    expectPower(lrt.rows[0]!.power, 0.06642);
    expect(lrt.method).toBe("likelihood ratio");
  },
);

describe("a likelihood-ratio test of a variance", PATIENCE, () => {
  // m groups of r rows: under maximum likelihood the ratio is a function of F, and increases with it where it is not 0
  const [m, r] = [20, 5];
  const n = m * r;
  const ratioAt = (F: number): number => {
    const [between, within] = [((m - 1) * F) / n, (m * (r - 1)) / n];
    const total = between + within;
    if (between / m <= within / (m * (r - 1))) return 0;
    return n * Math.log(total) - m * (r - 1) * Math.log((within * n) / (m * (r - 1))) - m * Math.log((between * n) / m);
  };
  const g = Array.from({ length: n }, (_, i) => Math.floor(i / r));
  const studyOf = (sd: number, weights?: string): PowerModel => {
    const parameters = { Intercept: 3, "sd(Intercept | g)": sd, sigma: 1 };
    const data = { g, w: g.map(() => 4) };
    return { formula: "y ~ 1 + (1 | g)", data, parameters, ...(weights === undefined ? {} : { weights }) };
  };
  /** F at which a ratio is 2.705543, beyond which half of chi-square with 1 degree of freedom has 0.05. */
  let [low, high] = [1, 100];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (ratioAt(middle) > 2.705543454095404) high = middle;
    else low = middle;
  }
  const known = (sd: number): number => fisherSf(low / (1 + r * sd ** 2), m - 1, m * (r - 1));

  test("against a model without random effects has the size of the mixture, more than twice that of chi-square", () => {
    const replicates = 3000;
    const { rows } = power(studyOf(0), { test: { smaller: "y ~ 1" }, replicates, seed: 5 });
    const size = known(0);
    expect(rows[0]!.failed).toBe(0);
    expect(Math.abs(rows[0]!.power - size)).toBeLessThan(3 * Math.sqrt((size * (1 - size)) / replicates));
    // what chi-square with 1 degree of freedom would reject
    expect(size - 3 * Math.sqrt((size * (1 - size)) / replicates)).toBeGreaterThan(0.0175);
  });

  test.each([undefined, "w"])("has the power of F where there is a variance (weights: %s)", (weights) => {
    // a row of weight 4 has half the standard deviation
    const sd = 0.5;
    const { rows } = power(studyOf(weights === undefined ? sd : sd / 2, weights), {
      test: { smaller: "y ~ 1" },
      sizes: [m],
      replicates: REPLICATES,
    });
    expectPower(rows[0]!.power, known(sd));
  });

  test("refuses a model that is no special case", () => {
    const fit: Fit = nativeFit("sleepstudy");
    for (const smaller of ["Reaction ~ I(Days ** 2)", "Reaction ~ I(Days ** 2) + (1 | Subject)"])
      expect(() => power(fit, { test: { smaller }, replicates: 2 })).toThrow(
        expect.objectContaining({ code: "smaller-model" }),
      );
  });

  test("of a slope with its correlation takes half of two chi-squares, as anova", () => {
    const { x, y, group } = {
      x: g.map((_, i) => i % r),
      y: g.map((own, i) => own + Math.sin(7 * i) + 0.3 * (i % r) * Math.cos(own)),
      group: g,
    };
    const fit = lmm("y ~ x + (x | group)", { x, y, group });
    const seen = power(fit, {
      test: { smaller: "y ~ x + (1 | group)" },
      parameters: { "sd(x | group)": 1e-9 },
      replicates: 1500,
      seed: 1,
    });
    // boundary and small samples: less than nominal, far above the plain test's 0.025 at most
    expect(seen.rows[0]!.power).toBeGreaterThan(0.026);
    expect(seen.rows[0]!.power).toBeLessThan(0.07);
  });
});

describe("a power curve", () => {
  const fit = nativeFit("sleepstudy");
  const options = { test: "Days", effect: 5, replicates: 60, seed: 2 } as const;

  test("repeats itself, size by size", () => {
    const curve = power(fit, { ...options, sizes: [6, 12] });
    expect(power(fit, { ...options, sizes: [12] }).rows[0]).toEqual(curve.rows[1]);
    expect(curve.rows.map(({ n }) => n)).toEqual([60, 120]);
    expect(curve.beta).toEqual({ Intercept: fit.beta[0], Days: 5 });
    expect(String(curve)).toContain("Power of the test Days = 0 (satterthwaite, level 0.05)");
  });

  test("of the study as it is needs no sizes", () => {
    expect(power(fit, options).rows[0]).toMatchObject({ size: 18, n: 180 });
  });

  test("takes true variances by name", () => {
    const quiet = power(fit, { ...options, parameters: { sigma: 0.1, "sd(Days | Subject)": 0.1 } });
    expect(quiet.rows[0]!.power).toBe(1);
  });

  test("is seen while it runs, and stopped", () => {
    const seen: number[] = [];
    power(fit, {
      ...options,
      replicates: 2,
      sizes: [6, 8],
      onProgress: ({ done, total }) => seen.push(10 * done + total),
    });
    expect(seen).toEqual([14, 24, 34, 44]);
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = ({ done }: { done: number }) => done === 2 && controller.abort(reason);
    expect(() => power(fit, { ...options, signal: controller.signal, onProgress })).toThrow(reason);
  });

  test("a response that the table lacks is made up, whatever its name; a function of columns is not", () => {
    const own = pairs(1);
    const { beta, rows } = power(own, { test: "x", effect: 1, replicates: 20 });
    for (const response of ["ß.1", 'Q("my y")', "`my y`"]) {
      const named = { ...own, formula: own.formula.replace("y", response) };
      expect(power(named, { test: "x", effect: 1, replicates: 20 })).toMatchObject({ beta, rows });
    }
    const squared = { ...own, formula: own.formula.replace("y", "I(y ** 2)") };
    expect(() => power(squared, { test: "x", effect: 1 })).toThrow(expect.objectContaining({ code: "unknown-name" }));
  });

  test("says what is wrong with a question", () => {
    const code = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "none";
    };
    expect(code(() => power(fit, { ...options, along: "Subjct" }))).toBe("unknown-class");
    expect(code(() => power(fit, { ...options, along: "Subject", within: "Subject" }))).toBe("power-group");
    expect(code(() => power(fit, { ...options, within: "Subject" }))).toBe("power-group");
    expect(code(() => power(fit, { ...options, test: "Intercept - Days" }))).toBe("power-effect");
    expect(code(() => power(fit, { ...options, sizes: [1] }))).toBe("power-size");
    expect(code(() => power(fit, { ...options, parameters: { days: 3 } }))).toBe("unknown-parameter");
    expect(code(() => power(fit, { ...options, parameters: { sigma: 0 } }))).toBe("power-parameter");
    expect(code(() => power({} as never, options))).toBe("power-model");
    const { formula, data, parameters } = pairs(1);
    expect(code(() => power({ formula, data, parameters: { x: 1 } }, { test: "x" }))).toBe("power-parameter");
    expect(code(() => power({ formula, data, parameters }, { test: { smaller: "y ~ x + (1 | subject)" } }))).toBe(
      "smaller-model",
    );
    expect(code(() => power(fit, { test: { smaller: "y ~ 1" }, ddf: "normal" }))).toBe("unknown-option");
    expect(code(() => power(fit, { ...options, size: 3 } as never))).toBe("unknown-option");
    expect(code(() => power(fit, {} as never))).toBe("option-type");
    expect(code(() => power(fit, { ...options, parameters: ["Days", 3] } as never))).toBe("option-type");
    const model = { formula, data, parameters };
    expect(code(() => power({ ...model, wieghts: "w" } as never, { test: "x" }))).toBe("unknown-option");
    expect(code(() => power({ ...model, reml: "no" } as never, { test: "x" }))).toBe("option-type");
  });
});

describe("intervals of proportions are Clopper and Pearson's", () => {
  for (const { hits, total, alpha, interval } of RECORDS.proportions)
    test(`${hits} of ${total}`, () => {
      const [lower, upper] = binomialInterval(hits, total, alpha);
      // R's qbeta is good to some 1e-14
      expect(lower).toBeCloseTo(interval[0], 12);
      expect(upper).toBeCloseTo(interval[1], 12);
    });
});
