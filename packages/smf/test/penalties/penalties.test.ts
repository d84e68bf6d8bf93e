import { describe, expect, test } from "vitest";
import { ConstraintsPenalty, L2ConstraintsPenalty, SCADSmoothed } from "../../src/penalties/constraints-penalty.ts";
import { CovariancePenalty } from "../../src/penalties/covariance-penalties.ts";
import {
  L2,
  L2Univariate,
  NonePenalty,
  Penalty,
  PseudoHuber,
  penaltyAt,
  penaltySlopes,
  penaltyValue,
  SCAD,
} from "../../src/penalties/penalties.ts";
import { codeOf, smfError } from "../thrown.ts";
import { type PenaltyPoint, recordedPenalties, type VectorPenaltyCase } from "./recorded-penalties.ts";

type Options = Record<string, never>;

/** A recorded penalty, by its name and arguments. */
function made({ name, positional, options }: Omit<VectorPenaltyCase, "points" | "alpha">): Penalty | L2Univariate {
  const given = options as Options;
  if (name === "NonePenalty") return new NonePenalty();
  if (name === "L2") return new L2(given);
  if (name === "L2Univariate") return new L2Univariate(given);
  if (name === "L2ConstraintsPenalty") return new L2ConstraintsPenalty(given);
  const [first] = positional as number[];
  if (name === "PseudoHuber") return new PseudoHuber(first!, given);
  return name === "SCAD" ? new SCAD(first!, given) : new SCADSmoothed(first!, given);
}

const { vector, constrained } = recordedPenalties();
const vectors = vector.map((own): [string, VectorPenaltyCase] => [`${own.name} ${JSON.stringify(own.options)}`, own]);

describe.each(vectors)("%s", (_, recorded) => {
  const penalty = made(recorded);
  if (penalty instanceof Penalty) penalty.alpha = recorded.alpha;

  test("value, gradient and second derivatives are statsmodels'", () => {
    for (const point of recorded.points) agree(penalty, point);
  });

  test("the gradient is the derivative of the value, and the second derivatives are those of the gradient", () => {
    const own = penalty instanceof L2Univariate ? new ConstraintsPenalty(penalty) : penalty;
    for (const at of [
      [0.21, -0.63, 2.41],
      [1.3, 0.043, -9.1],
    ])
      derivativesHold(own, at);
  });
});

test.each(constrained.map((own): [string, typeof own] => [`${own.name} ${JSON.stringify(own.options)}`, own]))(
  "combinations are penalised as by statsmodels: %s",
  (_, { name, positional, inner, options, points }) => {
    const own = made({ name, positional: positional ?? [], options: (inner ?? options) as Options });
    const penalty =
      name === "L2ConstraintsPenalty" ? (own as Penalty) : new ConstraintsPenalty(own, options as Options);
    for (const point of points) agree(penalty, point);
  },
);

test("with several weights the derivatives on combinations are those of the value, where statsmodels' are not", () => {
  const restriction = [
    [1, -1, 0],
    [0.5, 1, -1],
  ];
  for (const penalty of [
    new L2ConstraintsPenalty({ restriction, weights: [0.3, 4] }),
    new SCADSmoothed(1, { restriction, weights: [0.3, 4] }),
    new ConstraintsPenalty(new PseudoHuber(0.4), { restriction, weights: [2, 0.1] }),
  ])
    derivativesHold(penalty, [0.21, -0.63, 2.41]);
});

test("alpha scales every penalty", () => {
  const at = [0.4, -3, 0.02];
  for (const penalty of [new L2(), new PseudoHuber(1), new SCAD(1), new SCADSmoothed(1), new L2ConstraintsPenalty()]) {
    const [value, slopes] = [penalty.func(at), penalty.deriv(at)];
    penalty.alpha = 3;
    expect(penalty.func(at)).toBeCloseTo(3 * value, 12);
    penalty.deriv(at).forEach((slope, j) => {
      expect(slope).toBeCloseTo(3 * slopes[j]!, 12);
    });
  }
});

test("a penalty at another alpha leaves the caller's as it was", () => {
  const own = new L2({ weights: [1, 2] });
  const scaled = penaltyAt(own, [3, 0.5]);
  expect(scaled.func([1, 2])).toBe(3 * 1 + 0.5 * 2 * 4);
  expect(Array.from(scaled.deriv([1, 2]))).toEqual([6, 4]);
  expect(own.alpha).toBe(1);
  expect(own.func([1, 2])).toBe(9);
});

test("a frozen penalty is scaled too, and so is one whose methods are bound to it", () => {
  class Bound extends Penalty {
    readonly #power = 2;
    override func = (b: ArrayLike<number>): number => (this.alpha as number) * b[0]! ** this.#power;
  }
  expect(penaltyAt(new Bound(), 5).func([3])).toBe(45);
  const restriction = [[1, -1]];
  for (const penalty of [new L2(), new L2ConstraintsPenalty({ restriction }), new SCADSmoothed(1, { restriction })]) {
    const [value, slopes] = [penalty.func([3, 1]), penalty.deriv([3, 1])];
    const scaled = penaltyAt(Object.freeze(penalty), 4);
    expect(scaled.func([3, 1])).toBe(4 * value);
    expect(scaled.deriv([3, 1])).toEqual(slopes.map((slope) => 4 * slope));
    expect(penalty.alpha).toBe(1);
  }
});

test("a pseudo-Huber penalty keeps its digits near zero", () => {
  // x²/2 to first order; sqrt(1 + t) - 1 would give 0
  expect(new PseudoHuber(1).func([1e-9])).toBeCloseTo(0.5e-18, 30);
});

test("constants out of their range, unknown options and weights of another length are errors", () => {
  expect(codeOf(() => new SCAD(0))).toBe("penalty-range");
  expect(codeOf(() => new SCAD(1, { c: 1 }))).toBe("penalty-range");
  expect(codeOf(() => new SCADSmoothed(1, { c0: 2 }))).toBe("penalty-range");
  expect(codeOf(() => new SCAD(1, { c: Number.POSITIVE_INFINITY }))).toBe("penalty-range");
  expect(codeOf(() => new SCAD(Number.POSITIVE_INFINITY))).toBe("penalty-range");
  expect(codeOf(() => new PseudoHuber(Number.NaN))).toBe("penalty-range");
  expect(codeOf(() => new L2({ weight: 2 } as never))).toBe("unknown-option");
  expect(codeOf(() => new L2(2 as never))).toBe("option-type");
  expect(codeOf(() => new L2({ weights: [1, 2] }).func([1, 2, 3]))).toBe("penalty-length");
  expect(codeOf(() => new L2ConstraintsPenalty({ restriction: [[1, 2]] }).func([1]))).toBe("penalty-length");
  expect(codeOf(() => new L2ConstraintsPenalty({ sigma_prior: 1 as never }))).toBe("not-implemented");
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const options of [proxy, [], new Map(), 5])
    expect(codeOf(() => new L2ConstraintsPenalty(options as never))).toBe("option-type");
  expect(codeOf(() => new Penalty().func([1]))).toBe("not-implemented");
});

test("a penalty of the caller's that throws, or gives something else than numbers, is an error that says so", () => {
  class Own extends Penalty {
    readonly given: unknown;
    constructor(given: unknown) {
      super();
      this.given = given;
    }
    override func(): number {
      if (this.given === "throw") throw new Error("not today");
      return this.given as number;
    }
    override deriv(): Float64Array {
      return this.given as Float64Array;
    }
  }
  expect(codeOf(() => penaltyValue(new Own("throw"), [1, 2]))).toBe("penalty-failed");
  expect(() => penaltyValue(new Own("throw"), [1, 2])).toThrow("not today");
  expect(codeOf(() => penaltyValue(new Own(Number.NaN), [1, 2]))).toBe("penalty-result");
  expect(codeOf(() => penaltyValue(new Own([1, 2]), [1, 2]))).toBe("penalty-result");
  expect(codeOf(() => penaltySlopes(new Own([1]), [1, 2]))).toBe("penalty-result");
  expect(codeOf(() => penaltySlopes(new Own([1, Number.NaN]), [1, 2]))).toBe("penalty-result");
  expect(codeOf(() => penaltySlopes(new Own([1, 1n]), [1, 2]))).toBe("penalty-result");
  expect(() => penaltySlopes(new Own([1, Number.NaN]), [1, 2])).toThrow(
    "deriv of fe_pen returned NaN at position 1 (counted from 0), expected finite numbers",
  );
  expect(codeOf(() => penaltySlopes(new Own(3), [1, 2]))).toBe("penalty-result");
  expect(penaltyValue(new Own(Number.POSITIVE_INFINITY), [1])).toBe(Number.POSITIVE_INFINITY);
});

test("messages name no class, whose name a minifier changes", () => {
  class t extends Penalty {}
  class u extends CovariancePenalty {}
  const messages = [
    () => new L2({ weight: 2 } as never),
    () => new t({ weight: 2 } as never),
    () => new t().func([1]),
    () => new t().deriv([1]),
    () => new u(Number.NaN),
    () => new u(1).func([[1]], [[1]]),
  ].map((call) => smfError(call).message);
  expect(messages).toMatchInlineSnapshot(`
    [
      "\`weight\` is not an option of a penalty; did you mean \`weights\`? (options: weights)",
      "\`weight\` is not an option of a penalty; did you mean \`weights\`? (options: weights)",
      "Penalty.func is not implemented; extend the class with a method of this name",
      "Penalty.deriv is not implemented; extend the class with a method of this name",
      "option \`weight\` of a penalty is NaN, expected a number",
      "CovariancePenalty.func is not implemented; extend the class with a method of this name",
    ]
  `);
});

/** Compares with a recorded point, to rounding of the largest number. */
function agree(penalty: Penalty | L2Univariate, { params, func, deriv, deriv2 }: PenaltyPoint): void {
  const pairs: [number | ArrayLike<number> | number[][], typeof deriv2 | number][] = [
    [penalty.func(params), func],
    [penalty.deriv(params), deriv],
    [penalty.deriv2(params), deriv2],
  ];
  for (const [ours, theirs] of pairs) {
    const [a, b] = [flat(ours), flat(theirs)];
    expect(a.length).toBe(b.length);
    const scale = Math.max(1, ...b.map(Math.abs));
    b.forEach((value, i) => {
      expect(Math.abs(a[i]! - value)).toBeLessThanOrEqual(1e-14 * scale);
    });
  }
}

function flat(value: number | ArrayLike<number> | number[][]): number[] {
  return typeof value === "number" ? [value] : (Array.from(value as ArrayLike<number | number[]>).flat() as number[]);
}

function derivativesHold(penalty: Penalty, at: readonly number[]): void {
  const h = 1e-4;
  const moved = (j: number, by: number): number[] => at.map((v, i) => (i === j ? v + by : v));
  const slope = (f: (x: number[]) => number, j: number): number =>
    (8 * (f(moved(j, h)) - f(moved(j, -h))) - (f(moved(j, 2 * h)) - f(moved(j, -2 * h)))) / (12 * h);
  const slopes = penalty.deriv(at);
  const curvatures = penalty.deriv2(at);
  for (const j of at.keys()) {
    expect(Math.abs(slope((x) => penalty.func(x), j) - slopes[j]!)).toBeLessThan(1e-9 * (1 + Math.abs(slopes[j]!)));
    for (const i of at.keys()) {
      const own = curvatures[i]!;
      const curvature = typeof own === "number" ? (i === j ? own : 0) : own[j]!;
      expect(Math.abs(slope((x) => penalty.deriv(x)[i]!, j) - curvature)).toBeLessThan(
        1e-9 * (1 + Math.abs(curvature)),
      );
    }
  }
}
