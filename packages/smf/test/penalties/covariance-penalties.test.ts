import { expect, test } from "vitest";
import {
  CovariancePenalty,
  covariancePenaltySlopes,
  covariancePenaltyValue,
  PSD,
} from "../../src/penalties/covariance-penalties.ts";
import { codeOf } from "../thrown.ts";
import { recordedPenalties } from "./recorded-penalties.ts";

test("value and derivative of PSD are statsmodels'", () => {
  for (const { weight, mat, mat_inv, func, deriv } of recordedPenalties().matrix) {
    const penalty = new PSD(weight);
    expect(Math.abs(penalty.func(mat, mat_inv) - func)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(func)));
    const ours = penalty.deriv(mat, mat_inv);
    expect(ours.length).toBe(deriv.length);
    deriv.forEach((slope, e) => {
      expect(Math.abs(ours[e]! - slope)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(slope)));
    });
  }
});

test("the derivative of PSD is that of its value, an entry off the diagonal being two of the matrix", () => {
  const mat = [
    [4, -1.5],
    [-1.5, 0.75],
  ];
  const determinant = 4 * 0.75 - 1.5 ** 2;
  const inverse = [
    [0.75 / determinant, 1.5 / determinant],
    [1.5 / determinant, 4 / determinant],
  ];
  // -log det: -d/da (ad - b²) = -d, 2b and -a over the determinant
  const expected = [-0.75, 2 * -1.5, -4].map((entry) => entry / determinant);
  new PSD(1).deriv(mat, inverse).forEach((slope, e) => {
    expect(slope).toBeCloseTo(expected[e]!, 12);
  });
});

test.each([
  ["zero", [[0]]],
  [
    "rank one",
    [
      [1, 2],
      [2, 4],
    ],
  ],
  [
    "rank one to rounding",
    [
      [0.1 * 0.1, 0.1 * 0.3],
      [0.1 * 0.3, 0.3 * 0.3],
    ],
  ],
  [
    "indefinite",
    [
      [1, 2],
      [2, 1],
    ],
  ],
])("PSD forbids a matrix that is not positive definite: %s", (_, mat) => {
  expect(new PSD(0.5).func(mat, mat)).toBe(Number.POSITIVE_INFINITY);
});

test("a penalty of the caller's that throws, or gives something else than numbers, is an error that says so", () => {
  class Own extends CovariancePenalty {
    readonly value: unknown;
    constructor(value: unknown) {
      super(1);
      this.value = value;
    }
    override func(): number {
      if (this.value === "throw") throw new Error("not today");
      return this.value as number;
    }
    override deriv(): Float64Array {
      return this.value as Float64Array;
    }
  }
  const eye = [
    [1, 0],
    [0, 1],
  ];
  expect(codeOf(() => covariancePenaltyValue(new Own("throw"), eye, eye))).toBe("penalty-failed");
  expect(codeOf(() => covariancePenaltyValue(new Own(Number.NaN), eye, eye))).toBe("penalty-result");
  expect(codeOf(() => covariancePenaltySlopes(new Own([1, 2]), eye, eye))).toBe("penalty-result");
  expect(codeOf(() => covariancePenaltySlopes(new Own([1, 2, Number.NaN]), eye, eye))).toBe("penalty-result");
  expect(Array.from(covariancePenaltySlopes(new Own([1, 2, 3]), eye, eye))).toEqual([1, 2, 3]);
  expect(codeOf(() => new CovariancePenalty(1).func(eye, eye))).toBe("not-implemented");
  expect(codeOf(() => new PSD("1" as never))).toBe("option-type");
});
