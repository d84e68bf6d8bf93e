// fit_regularized by L1 of real models: statsmodels' penalised fixed effects, and the scale, covariance and log-likelihood
// that belong to them (statsmodels' own are those of other parameters).
import { describe, expect, test } from "vitest";
import type { RegularizedRecord } from "../../../../tools/fixtures/load-inference.ts";
import { MixedLMParams, type MixedLMResults } from "../../src/index.ts";
import { modelOf, near, sameSeries } from "../recorded-models.ts";
import { SAME_POINT, STATSMODELS_TOLERANCE } from "../tolerances.ts";
import { type Inferred, inferred, sameNumbers } from "./inference-records.ts";

const regularized = inferred.filter(([, { expected }]) => expected.fit_regularized.length > 0);

test("statsmodels could print none of these fits", () => {
  const records = regularized.flatMap(([, { expected }]) => expected.fit_regularized);
  expect(records.length).toBeGreaterThanOrEqual(9);
  for (const { statsmodels } of records) expect(statsmodels.summary_raised).not.toBeNull();
});

describe.each(regularized)("%s", (_, own) => {
  test.each(own.expected.fit_regularized)("alpha $alpha at statsmodels' unpenalised estimates", (expected) => {
    const { fe_params, cov_re_unscaled: cov_re, vcomp } = expected.unpenalised;
    const start_params = MixedLMParams.from_components({ fe_params, cov_re, vcomp });
    const { alpha } = expected;
    const result = modelOf(own.recorded).fit_regularized({ alpha, reml: reml(own), start_params, do_cg: false });
    expectFixed(result, expected, SAME_POINT);
    near(result.scale, expected.right.scale, SAME_POINT * expected.right.scale);
    near(result.llf, expected.right.llf, SAME_POINT * Math.abs(expected.right.llf));
    expectCovariances(result, expected, SAME_POINT);
    expectErrors(result, expected, SAME_POINT);
  });

  test.each(own.expected.fit_regularized)("alpha $alpha after a search of its own", (expected) => {
    const result = modelOf(own.recorded).fit_regularized({ alpha: expected.alpha, reml: reml(own) });
    expectFixed(result, expected, STATSMODELS_TOLERANCE.fe_params);
    near(result.scale, expected.right.scale, STATSMODELS_TOLERANCE.scale * expected.right.scale);
    expectCovariances(result, expected, STATSMODELS_TOLERANCE.cov_re);
    expectErrors(result, expected, STATSMODELS_TOLERANCE.cov_re);
    expect(String(result.summary())).toContain(result.scale.toFixed(4));
  });
});

function reml({ recorded }: Inferred): boolean {
  return recorded.arguments.reml;
}

/** The fixed effects, by themselves and among the parameters, the same ones zero. */
function expectFixed(result: MixedLMResults, expected: RegularizedRecord, errors: number): void {
  const { fe_params } = expected;
  const size = Math.max(...fe_params.values.map((value) => Math.abs(value ?? 0)));
  const unit = (j: number): number => errors * (expected.right.bse[j] ?? size);
  sameSeries(result.fe_params, fe_params, unit);
  sameNumbers(result.params.values.slice(0, result.k_fe), fe_params.values, (__, j) => unit(j));
  fe_params.values.forEach((value, j) => {
    expect(result.fe_params.values[j] === 0).toBe(value === 0);
  });
}

/** The covariances relative to the residual variance are those without a penalty; in the data's units the scale is new. */
function expectCovariances(result: MixedLMResults, expected: RegularizedRecord, relative: number): void {
  const { cov_re_unscaled, vcomp } = expected.unpenalised;
  const { scale } = expected.right;
  const sizes = cov_re_unscaled.map((row, i) => row.map((__, j) => Math.sqrt(row[i]! * cov_re_unscaled[j]![j]!)));
  cov_re_unscaled.forEach((row, i) => {
    sameNumbers(result.cov_re_unscaled.values[i]!, row, (__, j) => relative * sizes[i]![j]!);
    const scaled = row.map((value) => scale * value);
    sameNumbers(result.cov_re.values[i]!, scaled, (__, j) => 2 * relative * scale * sizes[i]![j]!);
  });
  sameNumbers(
    result.vcomp.values,
    vcomp.map((value) => scale * value),
    (value) => 2 * relative * value,
  );
  const lower = cov_re_unscaled.flatMap((row, i) => row.slice(0, i + 1));
  const size = Math.max(...lower.map(Math.abs), ...vcomp);
  sameNumbers(result.params.values.slice(result.k_fe), [...lower, ...vcomp], () => relative * size);
}

/** Standard errors and what is made of them; those of zeros are NaN. */
function expectErrors(result: MixedLMResults, expected: RegularizedRecord, relative: number): void {
  const { bse, cov_params, scale } = expected.right;
  const { k_fe, params } = result;
  sameNumbers(result.bse.values, bse, (value) => relative * value);
  sameNumbers(result.bse_fe.values, bse.slice(0, k_fe), (value) => relative * value);
  const inUnits = bse.slice(k_fe).map((value) => (value === null ? null : Math.sqrt(scale) * value));
  sameNumbers(result.bse_re.values, inUnits, (value) => 2 * relative * value);
  const covariance = result.cov_params().values;
  // where the penalty leaves no maximum of the likelihood, a variance of an estimate may be negative
  const size = cov_params.map((row, i) => Math.sqrt(Math.abs(row[i] ?? 0)));
  cov_params.forEach((row, i) => {
    sameNumbers(covariance[i]!, row, (__, j) => 2 * relative * size[i]! * size[j]!);
  });
  const t = Array.from(params.values, (value, j) => (bse[j] === null ? null : value / bse[j]!));
  sameNumbers(result.tvalues.values, t, (value) => 2 * relative * Math.abs(value));
  expect(result.pvalues.isna().values).toEqual(bse.map((value) => value === null));
  const intervals = result.conf_int().values;
  t.forEach((value, j) => {
    const half = value === null ? Number.NaN : 1.959963984540054 * bse[j]!;
    const [low, high] = [params.values[j]! - half, params.values[j]! + half];
    sameNumbers(intervals[j]!, [low, high], () => 3 * relative * half);
  });
}
