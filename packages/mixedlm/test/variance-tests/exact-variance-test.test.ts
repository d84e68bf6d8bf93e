import { matrix, randomGenerator, symmetricEigen } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { replicateDraws } from "../../src/engine/replicate-draws.ts";
import { exactVarianceTest, type Fit, fisherSf, lmm, varianceTests } from "../../src/index.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { ratioStatistic } from "../../src/variance-tests/ratio-statistic.ts";
import { varianceSpectrum } from "../../src/variance-tests/variance-spectrum.ts";
import { tableOf } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface Sampled {
  readonly massAtZero: number;
  readonly quantiles: readonly number[];
}
interface Recorded {
  readonly distributions: readonly {
    readonly name: string;
    readonly draws: number;
    readonly levels: readonly number[];
    readonly reml: Sampled;
    readonly ml: Sampled;
  }[];
}
const RECORDED = loadNative<Recorded>("variance-tests").distributions;

function spectrumOf(fit: Fit) {
  const { products } = partsOf(fit).optimum.engine;
  return { products, spectrum: varianceSpectrum(products, products.terms[0]!.placements) };
}

describe.each(RECORDED.flatMap((own) => (["reml", "ml"] as const).map((by) => [own.name, by, own] as const)))(
  "the null distribution of %s by %s",
  (name, by, { draws, levels, [by]: theirs }) => {
    test("is RLRsim's, within the errors of both simulations", () => {
      const reml = by === "reml";
      const { products, spectrum } = spectrumOf(nativeFit(name, reml));
      const { df, at } = ratioStatistic(spectrum, products.n, products.p, reml);
      const random = replicateDraws(1, 0);
      const count = 8000;
      const sample = Array.from({ length: count }, () => at(df.map((own) => random.chiSquare(own))));
      const near = (ours: number, expected: number): void => {
        const error = Math.sqrt(expected * (1 - expected) * (1 / count + 1 / draws));
        // four standard errors, and a little for their lambda, which is on a grid
        expect(Math.abs(ours - expected)).toBeLessThan(4.1 * error);
      };
      near(sample.filter((value) => value === 0).length / count, theirs.massAtZero);
      for (const [i, level] of levels.entries()) {
        const quantile = theirs.quantiles[i]!;
        if (quantile > 0) near(sample.filter((value) => value <= quantile).length / count, level);
      }
    });
  },
);

describe("balanced one-way layouts", () => {
  // analysis of variance between and within batches
  const anova = (dataset: string): number => {
    const y = Array.from(tableOf(dataset).array("Yield") as ArrayLike<number>);
    const means = Array.from({ length: 6 }, (_, b) => y.slice(5 * b, 5 * b + 5).reduce((sum, v) => sum + v / 5, 0));
    const all = means.reduce((sum, v) => sum + v / 6, 0);
    const between = means.reduce((sum, v) => sum + 5 * (v - all) ** 2, 0) / 5;
    const within = y.reduce((sum, v, i) => sum + (v - means[Math.floor(i / 5)]!) ** 2, 0) / 24;
    return between / within;
  };

  test("have the p-value of the F test, by REML and by ML", () => {
    const expected = fisherSf(anova("dyestuff"), 5, 24);
    for (const reml of [true, false]) {
      const exact = exactVarianceTest(nativeFit("dyestuff", reml));
      expect(exact).toMatchObject({
        method: "f",
        isExact: true,
        monteCarloError: 0,
        replicates: 0,
        term: "(1 | Batch)",
      });
      expect(exact.pValue / expected).toBeCloseTo(1, 7);
    }
  });

  test("have the mass at 0 that F has below 1, and below the ratio that ML asks for", () => {
    expect(exactVarianceTest(nativeFit("dyestuff2")).massAtZero).toBeCloseTo(1 - fisherSf(1, 5, 24), 10);
    // the ML estimate is positive where the sum of squares between exceeds k / (n - k) times that within: F > k / (k - 1)
    expect(exactVarianceTest(nativeFit("dyestuff2", false)).massAtZero).toBeCloseTo(1 - fisherSf(6 / 5, 5, 24), 10);
  });

  test("have the p-value 1 where the variance is 0", () => {
    expect(exactVarianceTest(nativeFit("dyestuff2"))).toMatchObject({ statistic: 0, pValue: 1 });
  });
});

describe("the spectrum", () => {
  // eigenvalues of W^(1/2) Z, with and without what X explains, from matrices of all rows
  function dense(x: readonly number[], z: readonly number[], g: readonly number[], w: readonly number[], q: number) {
    const n = x.length;
    const root = w.map(Math.sqrt);
    const X = [root, x.map((v, i) => v * root[i]!)];
    const columns = Array.from({ length: q }, (_, l) => g.map((own, i) => (own === l ? z[i]! * root[i]! : 0)));
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
    const basis: number[][] = [];
    for (const column of X) {
      let own = column.slice();
      for (const unit of basis) {
        const along = dot(own, unit);
        own = own.map((v, i) => v - along * unit[i]!);
      }
      const size = Math.sqrt(dot(own, own));
      basis.push(own.map((v) => v / size));
    }
    const residual = columns.map((column) =>
      basis.reduce((own, unit) => {
        const along = dot(own, unit);
        return own.map((v, i) => v - along * unit[i]!);
      }, column),
    );
    expect(n).toBe(g.length);
    const values = (all: readonly (readonly number[])[]) =>
      Array.from(symmetricEigen(matrix(q, q, Float64Array.from(all.flatMap((a) => all.map((b) => dot(a, b)))))).values);
    return { projected: values(residual), whole: values(columns) };
  }

  function listed({ values, counts }: { readonly values: Float64Array; readonly counts: Int32Array }): number[] {
    return Array.from(values, (value, k) => new Array<number>(counts[k]!).fill(value)).flat();
  }

  test.each([
    ["groups of three sizes", false, false],
    ["weights", true, false],
    ["a slope", false, true],
    ["a slope with weights", true, true],
  ])("is that of dense matrices, with %s", (_name, weighted, slope) => {
    const random = randomGenerator(5);
    const q = 12;
    const g = Array.from({ length: q }, (__, l) => new Array<number>(2 + (l % 3)).fill(l)).flat();
    const x = g.map(() => random.normal() + 3);
    const w = g.map(() => (weighted ? 0.5 + random.uniform() : 1));
    const effects = Array.from({ length: q }, () => random.normal());
    const y = g.map((l, i) => 1 + x[i]! + effects[l]! * (slope ? x[i]! : 1) + random.normal());
    const formula = slope ? "y ~ x + (0 + x | g)" : "y ~ x + (1 | g)";
    const fit = lmm(formula, { x, y, g: g.map((l) => `g${l}`), w }, weighted ? { weights: "w" } : {});
    const { spectrum } = spectrumOf(fit);
    const expected = dense(x, slope ? x : g.map(() => 1), g, w, q);
    const largest = Math.max(...expected.whole);
    const ours = { projected: listed(spectrum.projected), whole: listed(spectrum.whole) };
    for (const kind of ["projected", "whole"] as const) {
      const theirs = expected[kind].map((value) => value / largest).filter((value) => value > 1e-9);
      expect(ours[kind].length).toBe(theirs.length);
      ours[kind].forEach((value, k) => {
        expect(Math.abs(value - theirs[k]!)).toBeLessThan(1e-11);
      });
    }
  });

  test("of 10,000 groups of three sizes has a handful of different values", () => {
    const random = randomGenerator(9);
    const g = Array.from({ length: 10_000 }, (_, l) => new Array<number>(1 + (l % 3)).fill(l)).flat();
    const x = g.map(() => random.normal());
    const y = g.map((_, i) => x[i]! + random.normal());
    const { spectrum } = spectrumOf(lmm("y ~ x + (1 | g)", { x, y, g: g.map((l) => `g${l}`) }));
    expect(spectrum.isBinned).toBe(false);
    expect(spectrum.projected.values.length).toBeLessThan(10);
    expect(spectrum.projected.counts.reduce((sum, count) => sum + count, 0)).toBe(9999);
    const own = exactVarianceTest(lmm("y ~ x + (1 | g)", { x, y, g: g.map((l) => `g${l}`) }), { replicates: 500 });
    expect(own.replicates).toBe(500);
    expect(own.massAtZero).toBeGreaterThan(0.4);
  });
});

describe("in a model with several terms", () => {
  test("the term has to be named, spaces apart, and the distribution is an approximation", () => {
    const fit = nativeFit("penicillin");
    const exact = exactVarianceTest(fit, { term: "(1|plate)" });
    expect(exact).toMatchObject({ term: "(1 | plate)", isExact: false });
    expect(exact.statistic).toBe(varianceTests(fit).rows[0]!.statistic);
    expect(() => exactVarianceTest(fit)).toThrowErrorMatchingInlineSnapshot(
      `[FitError: the model has 2 random terms: say with \`term\` which variance is tested ("(1 | plate)", "(1 | sample)")]`,
    );
    expect(() => exactVarianceTest(fit, { term: "(1 | plat)" })).toThrowErrorMatchingInlineSnapshot(
      `[FitError: \`(1 | plat)\` is no random term of the model; did you mean "(1 | plate)"? (terms: "(1 | plate)", "(1 | sample)")]`,
    );
  });

  test("a term of more than one variance is refused", () => {
    expect(() => exactVarianceTest(nativeFit("sleepstudy"))).toThrowErrorMatchingInlineSnapshot(
      `[FitError: \`(Days | Subject)\` has 3 covariance parameters, and the exact test is about a single variance; use \`varianceTests\`]`,
    );
  });
});

test("the same seed gives the same answer, and a signal stops it", () => {
  const fit = nativeFit("ome-weighted");
  const [a, b, c] = [3, 3, 4].map((seed) => exactVarianceTest(fit, { replicates: 400, seed }));
  expect(a).toEqual(b);
  expect(c!.pValue).not.toBe(a!.pValue);
  const stop = new AbortController();
  const reason = new Error("enough");
  expect(() =>
    exactVarianceTest(fit, { replicates: 5000, signal: stop.signal, onProgress: () => stop.abort(reason) }),
  ).toThrow(reason);
});

test("the result prints as a table", () => {
  expect(String(exactVarianceTest(nativeFit("dyestuff")))).toMatchInlineSnapshot(`
    "Exact restricted likelihood-ratio test of a variance
                   RLRT       p  Mass at 0
     (1 | Batch)  6.369  0.0044     0.5611
    p of the F distribution"
  `);
});
