// Degrees of freedom of F tests: a function of the hypothesis alone.
import { matrix } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { type Fit, fixedInference, jointTest, lmm } from "../../src/index.ts";
import { denominatorDf } from "../../src/inference/denominator-df.ts";
import { nativeFit } from "../native-fits.ts";
import { relative } from "./inference-record.ts";

/** Three values of x for some groups, two for others: slope and mean have different degrees of freedom. */
const UNBALANCED = (() => {
  const [y, x, g]: [number[], number[], string[]] = [[], [], []];
  let state = 7;
  const random = (): number => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  for (let group = 0; group < 8; group++) {
    const effect = 3 * random();
    for (let i = 0; i < 3 + (group % 3); i++) {
      x.push(i + group / 2);
      y.push(2 + 0.5 * i + effect + 2 * random());
      g.push(`g${group}`);
    }
  }
  return { y, x, g };
})();

const moved = (by: number, unit = 1, name = "x") =>
  lmm(`y ~ ${name} + (1 | g)`, { y: UNBALANCED.y, g: UNBALANCED.g, [name]: UNBALANCED.x.map((v) => unit * (v + by)) });

const F = (fit: Fit, rows: number[][], ddf: "satterthwaite" | "kenward-roger" = "satterthwaite") =>
  jointTest(fit, rows, { ddf });

describe("the degrees of freedom of an intercept and a slope do not depend", () => {
  const plain = F(moved(0), [
    [1, 0],
    [0, 1],
  ]);

  test.each([
    [
      [1, 1],
      [1, -1],
    ],
    [
      [1, 5],
      [3, 2],
    ],
    [
      [0, 1e-6],
      [1, 0],
    ],
    [
      [1, 0],
      [1, 1],
      [1, 2],
    ],
  ])("on the rows that the hypothesis is written in: %j, %j", (...rows) => {
    const own = F(moved(0), rows);
    expect(own.numDf).toBe(2);
    expect(relative(own.denDf, plain.denDf)).toBeLessThan(1e-8);
    expect(relative(own.statistic, plain.statistic)).toBeLessThan(1e-10);
  });

  // the further off, the fewer digits the data have
  test.each([
    [1e6, 1e-8],
    [1e8, 1e-6],
    [1e9, 1e-5],
  ])("on the origin of a predictor: %f", (by, close) => {
    for (const ddf of ["satterthwaite", "kenward-roger"] as const) {
      const rows = [
        [1, 0],
        [0, 1],
      ];
      const [here, there] = [F(moved(0), rows, ddf), F(moved(by), rows, ddf)];
      expect(there.numDf).toBe(2);
      expect(relative(there.denDf, here.denDf)).toBeLessThan(close);
      expect(relative(there.statistic, here.statistic)).toBeLessThan(close);
    }
  });

  test.each([1e-6, 1e6])("on its unit: %f", (unit) => {
    const own = F(moved(0, unit), [
      [1, 0],
      [0, 1],
    ]);
    expect(relative(own.denDf, plain.denDf)).toBeLessThan(1e-8);
  });

  test("on names", () => {
    for (const name of ["A", "zz"])
      expect(
        F(moved(0, 1, name), [
          [1, 0],
          [0, 1],
        ]).denDf,
      ).toBe(plain.denDf);
  });
});

// Fai and Cornelius: F has the mean of the squared t statistics, nu / (nu - 2) each
test("of a hypothesis of several units they are the fewest that two independent combinations give", () => {
  for (const [fit, a, b] of [
    [moved(0), [1, 0], [0, 1]],
    [nativeFit("dietox"), [1, 0], [0, 1]],
    [nativeFit("sleepstudy-uncorrelated"), [1, 0], [0, 1]],
  ] as const) {
    const { df, variance, covariance, fTest } = fixedInference(fit);
    const mixed = (u: readonly number[], v: readonly number[], s: number, t: number) =>
      u.map((value, j) => s * value + t * v[j]!);
    const first = mixed(a, a, 1 / Math.sqrt(variance(a)), 0);
    const rest = mixed(b, first, 1, -covariance(b, first));
    const second = mixed(rest, rest, 1 / Math.sqrt(variance(rest)), 0);
    let fewest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 2000; k++) {
      const x = (k / 2000) * (Math.PI / 2);
      const nu = [mixed(first, second, Math.cos(x), Math.sin(x)), mixed(first, second, -Math.sin(x), Math.cos(x))].map(
        df,
      );
      const mean = nu.reduce((sum, own) => sum + own / (own - 2), 0) / 2;
      fewest = Math.min(fewest, (2 * mean) / (mean - 1));
    }
    // between two of 2000 angles the minimum is flat to 1e-6
    expect(relative(fTest([a, b]).denDf, fewest)).toBeLessThan(1e-5);
  }
});

describe("of forms by themselves", () => {
  const C = matrix(2, 2, Float64Array.of(0.02, 0.005, 0.005, 0.05));

  test("independent strata have the mean of their F", () => {
    // 2 / nu of each axis
    const [one, other] = [0.02 * 4, 0.05 * 9];
    const independent = matrix(2, 2, Float64Array.of(0.02, 0, 0, 0.05));
    const forms = [Float64Array.of(2, 0, 0, 0), Float64Array.of(0, 0, 0, 3)];
    const mean = (1 / (1 - one) + 1 / (1 - other)) / 2;
    expect(denominatorDf(forms, independent, true)).toBeCloseTo((2 * mean) / (mean - 1), 10);
  });

  test("turned axes are the same hypothesis", () => {
    const forms = [Float64Array.of(2, 0.3, 0.3, 1), Float64Array.of(-1, 0.7, 0.7, 0.2)];
    const plain = denominatorDf(forms, C, true);
    for (const x of [0.1, 0.7, 1.3, 2]) {
      const [c, s] = [Math.cos(x), Math.sin(x)];
      const turned = forms.map(([a = 0, b = 0, , d = 0]) => {
        const off = c * s * (d - a) + (c * c - s * s) * b;
        return Float64Array.of(c * c * a + 2 * c * s * b + s * s * d, off, off, s * s * a - 2 * c * s * b + c * c * d);
      });
      expect(relative(denominatorDf(turned, C, true), plain)).toBeLessThan(1e-9);
    }
  });

  test("where all directions have the same, they have these, even fewer than 2", () => {
    const identity = Float64Array.of(1, 0, 0, 1);
    expect(denominatorDf([identity], matrix(1, 1, Float64Array.of(0.1)), true)).toBeCloseTo(20, 10);
    expect(denominatorDf([identity], matrix(1, 1, Float64Array.of(1.6)), true)).toBeCloseTo(1.25, 10);
    expect(denominatorDf([identity], matrix(1, 1), true)).toBe(Number.POSITIVE_INFINITY);
  });

  test("where a direction has no mean they are 2", () => {
    expect(denominatorDf([Float64Array.of(1, 0, 0, 0.1)], matrix(1, 1, Float64Array.of(1.2)), true)).toBe(2);
  });
});
