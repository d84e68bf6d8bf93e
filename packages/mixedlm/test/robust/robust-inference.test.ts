// Against clubSandwich 0.5.8, whose numbers come from dense matrices of each cluster at lme4's polished optimum; and against
// dense matrices here. Tolerances: those of the optimum, some 1e-8 of theta, which counts by its square on balanced data;
// nlme's optimum is known to 1e-7.
import { choleskyFactorInPlace, fromRows, matrix, symmetricEigen, toRows } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import {
  contrast,
  type Fit,
  FitError,
  fixedInference,
  lmm,
  type RobustType,
  robustInference,
} from "../../src/index.ts";
import { positions, tableOf } from "../engine-fits.ts";
import {
  denseLeastSquares,
  inverse,
  type MarginalModel,
  marginalModel,
  times,
  transposed,
} from "../marginal-models.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface RecordedTest {
  readonly rows: readonly number[];
  readonly statistic: number | null;
  readonly denDf: number | null;
  readonly pValue: number | null;
}

interface RecordedCase {
  readonly model: string;
  readonly cluster: string;
  readonly names: readonly string[];
  readonly types: readonly {
    readonly type: RobustType;
    readonly vcov: readonly (readonly number[])[];
    readonly df: readonly number[];
    readonly tests: readonly RecordedTest[];
  }[];
}

const { cases } = loadNative<{ cases: readonly RecordedCase[] }>("robust");
/** Relative, of all numbers of a model. */
const same = (model: string): number => (model === "ome-weighted" ? 1e-8 : 1e-9);

const unit = (p: number, j: number): number[] => Array.from({ length: p }, (_, i) => (i === j ? 1 : 0));

describe.each(cases)("$model by $cluster", ({ model, cluster, names, types }) => {
  const fit = nativeFit(model);
  const order = positions(fit.names, names);
  const tolerance = same(model);
  const place = names.map((_, j) => order.indexOf(j));
  for (const { type, vcov, df, tests } of types)
    test(`${type}: covariance, degrees of freedom and joint tests are clubSandwich's`, () => {
      const robust = robustInference(fit, { type, cluster: cluster === "" ? undefined : cluster });
      const { p } = fit;
      for (const [i, r] of order.entries()) {
        for (const [j, c] of order.entries()) {
          const size = Math.sqrt(vcov[r]![r]! * vcov[c]![c]!);
          expect(Math.abs(robust.vcov.data[j * p + i]! - vcov[r]![c]!)).toBeLessThan(tolerance * size);
        }
        expect(Math.abs(robust.df(unit(p, i)) / df[r]! - 1)).toBeLessThan(tolerance);
      }
      for (const recorded of tests) {
        const L = recorded.rows.map((row) => unit(p, place[row]!));
        if (recorded.denDf === null || recorded.denDf <= 0) {
          expect(() => robust.fTest(L)).toThrow(
            expect.objectContaining({ code: "few-clusters", message: expect.stringContaining(`of ${L.length} comb`) }),
          );
          continue;
        }
        const own = robust.fTest(L);
        expect(own.numDf).toBe(L.length);
        expect(Math.abs(own.denDf / recorded.denDf - 1)).toBeLessThan(tolerance);
        expect(Math.abs(own.statistic / recorded.statistic! - 1)).toBeLessThan(tolerance);
        expect(Math.abs(own.pValue - recorded.pValue!)).toBeLessThan(tolerance);
      }
    });
});

const TYPES = ["CR0", "CR1", "CR2", "CR3"] as const;

/** M E_c of each cluster, p x n with zeros elsewhere, from the definitions with n_c x n_c matrices. */
function denseScores({ X, V, y, w }: MarginalModel, label: readonly string[], type: (typeof TYPES)[number]) {
  const { M, r } = denseLeastSquares(y, X, V);
  const clusters = [...new Set(label)];
  const factor = type === "CR1" ? Math.sqrt(clusters.length / (clusters.length - 1)) : 1;
  const scores = clusters.map((cluster) => {
    const rows = y.map((_, i) => i).filter((i) => label[i] === cluster);
    // rows times the root of their weight
    const root = rows.map((i) => Math.sqrt(w[i]!));
    const own = rows.map((i, a) => rows.map((j, b) => root[a]! * root[b]! * V[i]![j]!));
    const x = rows.map((i, a) => X[i]!.map((value) => root[a]! * value));
    const explained = times(times(x, M), transposed(x));
    const left = own.map((line, a) => line.map((value, b) => value - explained[a]![b]!));
    const W = inverse(own);
    const adjustment =
      type === "CR2"
        ? symmetricAdjustment(own, left)
        : type === "CR3"
          ? times(own, inverse(left))
          : own.map((line, a) => line.map((_, b) => (a === b ? 1 : 0)));
    const E = times(M, times(transposed(x), times(W, adjustment)));
    const out = E.map(() => y.map(() => 0));
    for (const [a, i] of rows.entries()) for (const [j, line] of E.entries()) out[j]![i] = factor * line[a]! * root[a]!;
    return out;
  });
  return { scores, r, M };
}

/** A with A (V - XMX') A' = V and V A' = A V in the axes of the Cholesky root, L (L'(V - XMX')L)^-1/2 L'. */
function symmetricAdjustment(V: number[][], left: number[][]): number[][] {
  const n = V.length;
  const lower = matrix(n, n, Float64Array.from(transposed(V).flat()));
  choleskyFactorInPlace(lower.data, n);
  const L = toRows(lower).map((line, i) => line.map((value, j) => (j <= i ? value : 0)));
  const G = times(transposed(L), times(left, L));
  const { values, vectors } = symmetricEigen(fromRows(G));
  const Q = toRows(vectors);
  const root = times(
    Q.map((line) => line.map((value, k) => value / Math.sqrt(values[k]!))),
    transposed(Q),
  );
  return times(L, times(root, transposed(L)));
}

/** The covariance, and the degrees of freedom of a contrast by the variance of a quadratic form in all n residuals. */
function denseRobust(
  model: MarginalModel,
  label: readonly string[],
  type: (typeof TYPES)[number],
  l: readonly number[],
) {
  const { scores, r, M } = denseScores(model, label, type);
  const column = r.map((value) => [value]);
  const moved = scores.map((own) => times(own, column));
  const vcov = M.map((_, i) => M.map((__, j) => moved.reduce((sum, own) => sum + own[i]![0]! * own[j]![0]!, 0)));
  const explained = times(times(model.X, M), transposed(model.X));
  const spread = model.V.map((line, i) => line.map((value, j) => value - explained[i]![j]!));
  const q = scores.map((own) => times([[...l]], own)[0]!);
  const forms = times(times(q, spread), transposed(q));
  const mean = forms.reduce((sum, line, c) => sum + line[c]!, 0);
  const variance = 2 * forms.flat().reduce((sum, value) => sum + value * value, 0);
  return { vcov, df: (2 * mean ** 2) / variance };
}

describe.each([
  ["slopes, nested groups, weights and an offset", "u"],
  ["one factor, ML", "u"],
  ["a compound symmetric term, columns that are dropped", "u"],
  ["a singular term", "f"],
  ["crossed inside sites", "s"],
])("%s by %s", (name, cluster) => {
  const model = marginalModel(name);
  const { fit } = model;
  test.each(TYPES)("%s is its definition with dense matrices of each cluster", (type) => {
    const l = [1, 2, 3].slice(0, fit.p);
    const dense = denseRobust(model, model.labels[cluster]!, type, l);
    const own = robustInference(fit, { type, cluster });
    for (let i = 0; i < fit.p; i++)
      for (let j = 0; j < fit.p; j++) {
        const size = Math.sqrt(dense.vcov[i]![i]! * dense.vcov[j]![j]!);
        expect(Math.abs(own.vcov.data[j * fit.p + i]! - dense.vcov[i]![j]!)).toBeLessThan(1e-8 * size);
      }
    expect(own.df(l) / dense.df).toBeCloseTo(1, 8);
  });
});

describe("robustInference", () => {
  test("prints as tests of the coefficients, and is read again from JSON as rows of numbers", () => {
    const fit = nativeFit("sleepstudy");
    const own = robustInference(fit);
    const read = JSON.parse(JSON.stringify(own));
    expect(read).toMatchObject({ method: "CR2", cluster: "Subject", clusters: 18 });
    expect(read.vcov[1][0]).toBe(own.vcov.data[1]);
    // the classical test of the subjects' own slopes, which is what is left of it on balanced data: lme4 has 1.5458
    expect(String(own)).toMatch(/Days +10\.47 +1\.546 +17 +6\.771 /);
    expect(String(own)).toContain("18 clusters of Subject");
    expect(String(fixedInference(fit, "normal"))).toContain(" z ");
  });

  test.each([1e-6, 1e6])("does not depend on the units of a predictor: times %s", (scale) => {
    const name = "slopes, nested groups, weights and an offset";
    const [plain, scaled] = [marginalModel(name).fit, marginalModel(name, scale).fit];
    for (const type of TYPES) {
      const [a, b] = [plain, scaled].map((fit) => robustInference(fit, { type }));
      expect((b!.vcov.data[3]! * scale ** 2) / a!.vcov.data[3]!).toBeCloseTo(1, 6);
      expect(b!.df([1, scale]) / a!.df([1, 1])).toBeCloseTo(1, 6);
      const [f, g] = [a!, b!].map((own) =>
        own.fTest([
          [1, 0],
          [0, 1],
        ]),
      );
      expect(g!.denDf / f!.denDf).toBeCloseTo(1, 6);
      expect(g!.statistic / f!.statistic).toBeCloseTo(1, 6);
    }
  });

  test("a slope common to all children of Orthodont has clubSandwich's standard errors and 26 degrees of freedom", () => {
    const fit = lmm("distance ~ age + (1 | Subject)", tableOf("orthodont"));
    const recorded = {
      CR0: [0.7607543245, 0.06992131649],
      CR1: [0.7752461852, 0.07125327077],
      CR2: [0.7752461852, 0.07125327077],
      CR3: [0.7900141062, 0.07261059789],
    };
    for (const type of TYPES) {
      const { vcov, df } = robustInference(fit, { type });
      expect(Math.sqrt(vcov.data[0]!)).toBeCloseTo(recorded[type][0]!, 9);
      expect(Math.sqrt(vcov.data[3]!)).toBeCloseTo(recorded[type][1]!, 10);
      expect(df([0, 1])).toBeCloseTo(26, 8);
    }
  });

  test("clusters whose rows decide an effect alone add nothing to CR2, one row among them, and a fit without effects", () => {
    const g = Array.from({ length: 41 }, (_, i) => (i === 40 ? 8 : i % 8));
    const y = g.map((own, i) => own * 0.3 + Math.cos(2.3 * i));
    const only = g.map((own) => (own === 8 ? 1 : 0));
    const own = robustInference(lmm("y ~ only + (1 | g)", { y, g, only }));
    expect(own.df([1, 0])).toBeCloseTo(7, 6);
    const noise = g.map((_, i) => ((i >> 3) % 2) - 0.5);
    const empty = robustInference(lmm("noise ~ 0 + (1 | g)", { noise, g }));
    expect(empty.vcov).toEqual({ data: new Float64Array(0), nrow: 0, ncol: 0 });
  });

  test("an F test of one combination is the square of its t test", () => {
    const fit = nativeFit("orthodont");
    const own = robustInference(fit);
    const l = [0, 0, 0, 1];
    const { statistic, denDf } = own.fTest([l], [0.1]);
    expect(statistic).toBeCloseTo((fit.beta[3]! - 0.1) ** 2 / own.vcov.data[15]!, 10);
    expect(denDf).toBeCloseTo(own.df(l), 10);
  });

  test("in a balanced one-way layout CR2 is the model's own covariance", () => {
    const fit = nativeFit("dyestuff");
    expect(robustInference(fit).vcov.data[0]! / fit.vcov.data[0]!).toBeCloseTo(1, 8);
  });

  test("linear combinations take it in place of a method of degrees of freedom", () => {
    const fit = nativeFit("orthodont");
    const ddf = robustInference(fit);
    const [row] = contrast(fit, ["age = 0"], { ddf }).rows;
    expect(row!.stdError).toBeCloseTo(Math.sqrt(ddf.vcov.data[10]!), 12);
    expect(row!.df).toBeCloseTo(ddf.df([0, 0, 1, 0]), 10);
  });

  test("combinations that depend on others count once", () => {
    const own = robustInference(nativeFit("orthodont"));
    const [a, b] = [
      [0, 1, 0, 0],
      [0, 0, 0, 1],
    ];
    const sum = a!.map((value, j) => value + b![j]!);
    const [two, three] = [own.fTest([a!, b!]), own.fTest([a!, b!, sum])];
    expect(three.numDf).toBe(2);
    expect(three.statistic).toBeCloseTo(two.statistic, 8);
    expect(three.denDf).toBeCloseTo(two.denDf, 8);
  });

  test.each([1e-150, 1e-90, 1e90, 1e150])(
    "degrees of freedom do not depend on the unit of a column, here %d",
    (unit) => {
      const rows = Array.from({ length: 60 }, (_, i) => ({
        x: Math.sin(1 + 5 * i),
        y: Math.cos(i * i) + Math.sin(i % 12),
        g: `g${i % 12}`,
      }));
      const [plain, other] = [1, unit].map((by) => {
        const fit = lmm(
          "y ~ x + (1 | g)",
          rows.map((row) => ({ ...row, x: by * row.x })),
        );
        return [robustInference(fit), fixedInference(fit), fixedInference(fit, "kenward-roger")];
      });
      for (const [k, own] of other!.entries()) {
        expect(Math.abs(own.df([0, 1]) / plain![k]!.df([0, 1]) - 1)).toBeLessThan(1e-10);
        // a row of another length says the same, also where the square of its standard error is no number
        expect(Math.abs(own.df([0, unit > 1 ? 1e-100 : 1e100]) / plain![k]!.df([0, 1]) - 1)).toBeLessThan(1e-10);
        expect(Math.abs(own.fTest([[0, 1]]).denDf / plain![k]!.df([0, 1]) - 1)).toBeLessThan(1e-8);
      }
    },
  );

  test("a cluster of a hundred thousand rows is one of many", () => {
    const n = 100_000;
    const g = Array.from({ length: n + 90 }, (_, i) => (i < n ? 0 : 1 + (i % 9)));
    const x = g.map((_, i) => Math.sin(i));
    const y = g.map((own, i) => own + 0.5 * x[i]! + Math.cos(3.7 * i));
    const fit = lmm("y ~ x + (1 | g)", { y, x, g });
    const { clusters, vcov, df } = robustInference(fit);
    expect(clusters).toBe(10);
    expect(vcov.data[3]).toBeGreaterThan(0);
    expect(df([0, 1])).toBeLessThan(10);
  });

  const thrown = (fit: Fit, options: object): unknown => {
    try {
      return robustInference(fit, options);
    } catch (error) {
      return error;
    }
  };

  test("random effects that cross clusters are refused, with the factor that does", () => {
    const error = thrown(nativeFit("penicillin"), {});
    expect(error).toBeInstanceOf(FitError);
    expect(error).toMatchObject({ code: "crossed-clusters", data: { factor: "plate", cluster: "sample" } });
    expect(thrown(nativeFit("pastes"), { cluster: "cask" })).toMatchObject({ code: "crossed-clusters" });
  });

  test("clusters by a name that nothing has are refused, with the nearest name", () => {
    expect(thrown(nativeFit("dietox"), { cluster: "Liter" })).toMatchObject({
      code: "unknown-class",
      data: { candidates: ["Litter"] },
    });
    expect(thrown(nativeFit("dietox"), { cluster: "Feed" })).toMatchObject({ code: "missing-class" });
    expect(thrown(nativeFit("dietox"), { kind: "CR2" })).toMatchObject({ code: "unknown-option" });
  });

  test("an effect that single clusters decide has no jackknife, and no robust variance", () => {
    const g = Array.from({ length: 40 }, (_, i) => i % 8);
    const only = g.map((own) => (own === 3 ? 1 : 0));
    const y = g.map((own, i) => own * 0.3 + Math.cos(2.3 * i) + Math.sin(own * own));
    const fit = lmm("y ~ only + (1 | g)", { y, g, only });
    expect(thrown(fit, { type: "CR3" })).toMatchObject({ code: "cluster-alone", data: { label: 3 } });
    const own = robustInference(fit);
    expect(own.df([1, 0])).toBeGreaterThan(1);
    expect(() => own.df([1, 1])).toThrow(FitError);
    expect(() => own.fTest([[1, 1]])).toThrow(FitError);
  });
});
