// Every recorded fit of statsmodels, fitted again: the same text where statsmodels was at the optimum, the optimum and
// a warning where it was not, and the same likelihood at the same points everywhere.
import { designRows } from "@mixedlm/design";
import { estimatesAt, fitMoments, likelihood, profileHessian } from "mixedlm";
import { describe, expect, test } from "vitest";
import { type Evaluation, isRecordedError, loadData, type StatsmodelsCase } from "../../../tools/fixtures/load.ts";
import { denseFit } from "../../mixedlm/test/oracle.ts";
import { mixedlm, readCsv } from "../src/index.ts";
import { fromPackedSqrt, pack } from "../src/model/packing.ts";
import { fittedCase, modelOf, near, recordedCases, sameSeries, titled } from "./recorded-models.ts";
import { SAME_OPTIMUM, SAME_POINT, STATSMODELS_TOLERANCE, WITHIN_OPTIMUM } from "./tolerances.ts";

/** statsmodels replaces the inverse of a covariance with an eigenvalue below this by a pseudo-inverse. */
const STATSMODELS_PSEUDO_INVERSE = 1e-10;

/** A penalty on fixed effects is one here and none there: see differences.test.ts. */
const cases = recordedCases.filter(({ arguments: { fe_pen } }) => fe_pen === null);

/** statsmodels converged and was at the optimum. */
const right = cases.filter(({ converged, optimum }) => converged && optimum.within);
/** Its text does not hang on rounding either. */
const stable = right.filter(({ fragile }) => !fragile);
const wrong = cases.filter(({ converged, optimum }) => !(converged && optimum.within));

test("the fixtures hold enough fits of each kind", () => {
  expect(new Set(cases.map(({ dataset }) => dataset)).size).toBeGreaterThanOrEqual(30);
  expect(
    new Set(cases.map((recorded) => `${recorded.dataset} ${recorded.call.replace("reml=False", "")}`)).size,
  ).toBeGreaterThanOrEqual(100);
  expect(stable.length).toBeGreaterThanOrEqual(200);
  expect(wrong.length).toBeGreaterThanOrEqual(20);
});

test("at least 94 % of the texts are the same where statsmodels was at the optimum, rounding or not", () => {
  const same = right.filter((recorded) => textOf(recorded) === recorded.summary);
  expect(same.length / right.length).toBeGreaterThanOrEqual(0.94);
});

function textOf(recorded: StatsmodelsCase): string {
  return String(fittedCase(recorded).summary(recorded.arguments.summary_options));
}

describe("where statsmodels was at the optimum", () => {
  test.each(titled(stable))("%s prints the same text", (_, recorded) => {
    const summary = fittedCase(recorded).summary(recorded.arguments.summary_options);
    expect(`${summary}`).toBe(recorded.summary);
    if (recorded.html !== undefined) {
      expect(summary.as_html({ verbatim: true })).toBe(recorded.html);
      const isPlain = !/[&<]/.test(recorded.summary);
      if (isPlain) expect(summary.as_html()).toBe(recorded.html);
    }
    if (recorded.latex !== undefined) expect(summary.as_latex()).toBe(recorded.latex);
  });

  test.each(titled(right))("%s gives the same numbers", (_, recorded) => {
    const result = fittedCase(recorded);
    const { fe_params, bse_fe, scale, llf, cov_re, vcomp } = STATSMODELS_TOLERANCE;
    const se = recorded.bse_fe.values as number[];
    sameSeries(result.fe_params, recorded.fe_params, (j) => fe_params * se[j]!);
    sameSeries(result.bse_fe, recorded.bse_fe, (j) => bse_fe * se[j]!);
    expect(result.scale / recorded.scale).toBeCloseTo(1, digits(scale));
    near(result.llf, recorded.llf, recorded.fragile ? WITHIN_OPTIMUM : llf);
    expect(result.cov_re.index).toEqual(recorded.cov_re.index);
    recorded.cov_re.values.forEach((row, i) => {
      row.forEach((value, j) => {
        const unit = Math.sqrt(recorded.cov_re.values[i]![i]! * recorded.cov_re.values[j]![j]!);
        near(result.cov_re.values[i]![j]!, value!, cov_re * unit + WITHIN_OPTIMUM * recorded.scale);
      });
    });
    recorded.vcomp.forEach((value, c) => {
      near(result.vcomp.values[c]!, value, vcomp * value);
    });
    expect(result.vcomp.index).toEqual(recorded.vcomp_names);
  });

  test.each(titled(stable))("%s gives the same inference", (_, recorded) => {
    const result = fittedCase(recorded);
    const sizes = recorded.bse.values.map((value) => value ?? 0);
    const tolerance = STATSMODELS_TOLERANCE.cov_re;
    sameSeries(result.params, recorded.params, (j) => tolerance * sizes[j]!);
    sameSeries(result.bse, recorded.bse, (j) => tolerance * sizes[j]!);
    result.bse_re.values.forEach((value, j) => {
      near(value, recorded.bse_re_values[j] ?? Number.NaN, tolerance * (recorded.bse_re_values[j] ?? 0));
    });
    sameSeries(result.tvalues, recorded.tvalues, (j) => tolerance * (1 + Math.abs(recorded.tvalues.values[j] ?? 0)));
    sameSeries(result.pvalues, recorded.pvalues, () => tolerance);
    const interval = result.conf_int();
    expect(interval.index).toEqual(recorded.conf_int.index);
    expect(interval.columns.map(String)).toEqual(recorded.conf_int.columns);
    recorded.conf_int.values.forEach((row, j) => {
      row.forEach((value, side) => {
        near(interval.values[j]![side]!, value ?? Number.NaN, 3 * tolerance * sizes[j]!);
      });
    });
    const covariance = result.cov_params();
    expect(covariance.index).toEqual(recorded.cov_params.index);
    recorded.cov_params.values.forEach((row, i) => {
      row.forEach((value, j) => {
        near(covariance.values[i]![j]!, value!, 3 * tolerance * sizes[i]! * sizes[j]! + 1e-12);
      });
    });
  });

  test.each(titled(right))("%s has the same sizes, names and criteria", (_, recorded) => {
    const result = fittedCase(recorded);
    const { converged, method, nobs, df_resid, df_modelwc, k_fe, k_re, k_re2, k_vc } = result;
    expect({ converged, method, nobs, df_resid, df_modelwc, k_fe, k_re, k_re2, k_vc }).toEqual({
      converged: recorded.converged,
      method: recorded.method,
      nobs: recorded.nobs,
      df_resid: recorded.df_resid,
      df_modelwc: recorded.df_modelwc,
      k_fe: recorded.k_fe,
      k_re: recorded.k_re,
      k_re2: recorded.k_re2,
      k_vc: recorded.k_vc,
    });
    expect(result.model.param_names).toEqual(recorded.params.names);
    expect(result.model.exog_names).toEqual(recorded.exog_names);
    expect(result.model.endog_names).toBe(recorded.endog_names);
    expect(result.model.group_labels).toEqual(recorded.group_labels);
    near(result.aic, recorded.aic ?? Number.NaN, 2 * WITHIN_OPTIMUM);
    near(result.bic, recorded.bic ?? Number.NaN, 2 * WITHIN_OPTIMUM);
  });

  test.each(titled(stable))("%s predicts the same random effects, fitted values and residuals", (_, recorded) => {
    const result = fittedCase(recorded);
    const unit = STATSMODELS_TOLERANCE.cov_re * Math.sqrt(recorded.scale);
    if (!isRecordedError(recorded.random_effects))
      for (const { group, ...effects } of recorded.random_effects)
        sameSeries(result.random_effects.get(group)!, effects, () => unit);
    if (!isRecordedError(recorded.random_effects_cov))
      for (const { group, names, values } of recorded.random_effects_cov) {
        const ours = result.random_effects_cov.get(group)!;
        expect(ours.index).toEqual(names);
        values.forEach((row, i) => {
          row.forEach((value, j) => {
            const size = Math.sqrt(values[i]![i]! * values[j]![j]!);
            near(ours.values[i]![j]!, value!, 2 * STATSMODELS_TOLERANCE.cov_re * size + 1e-8 * recorded.scale);
          });
        });
      }
    if (!isRecordedError(recorded.fittedvalues)) sameRows(result.fittedvalues, recorded.fittedvalues, unit);
    if (!isRecordedError(recorded.resid)) sameRows(result.resid, recorded.resid, unit);
  });
});

describe("warnings where statsmodels was at the optimum", () => {
  /** What our own judgement decides: the boundary in units of the residual, the whole Hessian. */
  const judged = /boundary of the parameter space|not positive definite|is singular/;

  test.each(titled(stable))("%s says what statsmodels says of its optimisers", (_, recorded) => {
    const theirs = recorded.warnings.map(({ text }) => text).filter((text) => !judged.test(text));
    const ours = fittedCase(recorded).warnings.filter(({ code }) => code === "not-converged" || code === "retry");
    expect(ours.map(({ message }) => message)).toEqual(theirs);
  });

  test("a boundary is one in any units", () => {
    const yields = readCsv(loadData("dyestuff2")).objects() as { Batch: string; Yield: number }[];
    for (const unit of [1e-4, 1, 1e4]) {
      const scaled = yields.map((row) => ({ ...row, Yield: unit * row.Yield }));
      const codes = mixedlm("Yield ~ 1", scaled, "Batch")
        .fit()
        .warnings.map(({ code }) => code);
      expect(codes).toContain("boundary");
    }
    const pigs = readCsv(loadData("dietox")).objects() as { Pig: number; Time: number; Weight: number }[];
    const tonnes = pigs.map((row) => ({ ...row, Weight: row.Weight / 1000 }));
    expect(mixedlm("Weight ~ Time", tonnes, "Pig").fit().warnings).toEqual([]);
  });
});

describe("where statsmodels was not at the optimum, or did not say that it was", () => {
  test("most searches end short of the optimum here too, and are said to", () => {
    const said = wrong.filter((recorded) => fittedCase(recorded).warnings.some(({ code }) => code === "path-left"));
    expect(said.length).toBeGreaterThanOrEqual(0.75 * wrong.length);
  });

  test.each(titled(wrong))("%s gives the optimum, and one plain warning", (_, recorded) => {
    const result = fittedCase(recorded);
    expect(result.converged).toBe(true);
    const said = result.warnings.filter(({ code }) => code === "path-left");
    near(result.llf, recorded.optimum.llf, said.length === 0 ? WITHIN_OPTIMUM : SAME_OPTIMUM);
    // a path that hangs on rounding, or on statsmodels' infinite likelihoods at singular points, may reach it here
    const isOther = recorded.fragile || !Number.isFinite(recorded.path.at(-1)!.llf_profile);
    if (isOther && said.length === 0) return;
    expect(said).toHaveLength(1);
    const short = said[0]!.data.short as number;
    if (!recorded.fragile) near(short, recorded.optimum.short_by, STATSMODELS_TOLERANCE.llf);
    expect(said[0]!.message).toContain(`${short.toFixed(4)} short of the optimum`);
    expect(result.warnings.some(({ code }) => code === "retry")).toBe(false);
  });
});

/** Neither penalties nor masks: the native fit is the model's own optimum. */
const plain = cases.filter(({ arguments: { cov_pen, free } }) => cov_pen === null && free === null);

describe("the optimum", () => {
  test.each(titled(plain))("%s is found", (_, recorded) => {
    near(fittedCase(recorded).fit.logLik, recorded.optimum.llf, SAME_OPTIMUM);
  });
});

describe("at the same point", () => {
  test.each(titled(plain))("%s has the same likelihood, score and Hessian", (_, recorded) => {
    const { moments, k_re } = modelOf(recorded);
    const { engine } = fitMoments(moments);
    let compared = 0;
    for (const { reml, packed, ...expected } of recorded.evaluations) {
      if (smallestVariance(expected.cov_re, expected.vcomp) < STATSMODELS_PSEUDO_INVERSE) continue;
      const lambda = fromPackedSqrt(packed, k_re);
      const { logLik, score: ourScore } = likelihood(engine, reml)(lambda);
      const estimates = estimatesAt(engine, lambda, reml)!;
      if (!isNumber(expected.loglike) || isRecordedError(expected.fe_params)) continue;
      compared += 1;
      near(logLik, expected.loglike, SAME_POINT * Math.abs(expected.loglike));
      if (isNumber(expected.scale)) near(estimates.sigma2, expected.scale, SAME_POINT * expected.scale);
      const beta = expected.fe_params as number[];
      beta.forEach((value, j) => {
        near(estimates.beta[j]!, value, 1e-6 * Math.sqrt(estimates.vcov.data[j * beta.length + j]!));
      });
      if (isList(expected.score_sqrt)) {
        const ours = pack(ourScore);
        const score = expected.score_sqrt.slice(beta.length) as number[];
        const size = Math.max(1, ...score.map(Math.abs));
        score.forEach((value, t) => {
          near(ours[t]!, value, 1e-6 * size);
        });
      }
      if (isList(expected.hessian)) {
        const H = expected.hessian as number[][];
        const ours = profileHessian(engine, lambda, Float64Array.from(beta), reml)!;
        H.forEach((row, i) => {
          row.forEach((value, j) => {
            const size = Math.sqrt(Math.abs(H[i]![i]! * H[j]![j]!));
            near(ours.data[j * H.length + i]!, value, 1e-6 * (size + 1));
          });
        });
      }
    }
    expect(compared).toBeGreaterThanOrEqual(2);
  });
});

describe("below the variance at which statsmodels takes a pseudo-inverse, and loses the fixed effects", () => {
  const points = cases.flatMap((recorded) =>
    recorded.evaluations
      .filter(({ cov_re, vcomp }) => smallestVariance(cov_re, vcomp) < STATSMODELS_PSEUDO_INVERSE)
      .map((point): [string, StatsmodelsCase, Evaluation] => [`${recorded.dataset} ${recorded.case}`, recorded, point]),
  );

  test("there are such points", () => {
    expect(points.length).toBeGreaterThanOrEqual(4);
  });

  test.each(points)("%s has the dense likelihood", (_, recorded, { reml, packed }) => {
    const { design, moments, table, k_re } = modelOf(recorded);
    const { engine } = fitMoments(moments);
    const lambda = fromPackedSqrt(packed, k_re);
    const { n, y, X, randomEffects, codes } = designRows(design, table);
    const row = (A: Float64Array, i: number): number[] =>
      Array.from({ length: A.length / n }, (__, j) => A[j * n + i]!);
    const groups = design.groups[0]!.levels.length;
    const blocks = Array.from(y, (__, i) => {
      const wide = new Array<number>(groups * k_re).fill(0);
      wide.splice(codes[0]![i]! * k_re, k_re, ...randomEffects[0]!.map(({ value }) => value?.[i] ?? 1));
      return wide;
    });
    const psi = (a: number, b: number): number => {
      let sum = 0;
      for (let m = 0; m < k_re; m++) sum += lambda[0]![m * k_re + a]! * lambda[0]![m * k_re + b]!;
      return sum;
    };
    const G = Array.from({ length: groups * k_re }, (__, a) =>
      Array.from({ length: groups * k_re }, (___, b) =>
        Math.floor(a / k_re) === Math.floor(b / k_re) ? psi(a % k_re, b % k_re) : 0,
      ),
    );
    const dense = denseFit({ y: [...y], X: Array.from(y, (__, i) => row(X, i)), Z: blocks }, G, reml);
    near(-2 * likelihood(engine, reml)(lambda).logLik, dense.objective, 1e-8 * Math.abs(dense.objective));
  });
});

/** Smallest eigenvalue of cov_re (1 x 1 or 2 x 2) and smallest component. */
function smallestVariance(cov_re: number[][], vcomp: number[]): number {
  const [[a = Number.POSITIVE_INFINITY, b = 0] = [], [, d = a] = []] = cov_re;
  const mean = (a + d) / 2;
  const smallest = cov_re.length === 0 ? Number.POSITIVE_INFINITY : mean - Math.hypot((a - d) / 2, b);
  return Math.min(cov_re.length > 2 ? Number.POSITIVE_INFINITY : smallest, ...vcomp);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** Decimals at which `toBeCloseTo` asks for this relative tolerance. */
function digits(tolerance: number): number {
  return -Math.log10(2 * tolerance);
}

function sameRows(
  ours: { index: readonly unknown[]; values: ArrayLike<unknown> },
  theirs: { rows: number[]; values: (number | null)[] },
  tolerance: number,
): void {
  expect(ours.index.slice(0, theirs.rows.length)).toEqual(theirs.rows);
  theirs.values.forEach((value, i) => {
    near(ours.values[i] as number, value!, tolerance);
  });
}
