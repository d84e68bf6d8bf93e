// A recorded fit of statsmodels -> the same model and fit by this package, each made once.
import { expect } from "vitest";
import {
  listCases,
  loadCase,
  loadData,
  type RecordedSeries,
  type StatsmodelsCase,
} from "../../../tools/fixtures/load.ts";
import { type FitOptions, type MixedLM, MixedLMParams, type MixedLMResults, mixedlm, readCsv } from "../src/index.ts";
import { PSD } from "../src/penalties/covariance-penalties.ts";
import { L2 } from "../src/penalties/penalties.ts";

/** Every recorded fit. */
export const recordedCases: readonly StatsmodelsCase[] = listCases().map(({ dataset, case: name }) =>
  loadCase(dataset, name),
);

/** Cases as the rows of `test.each`. */
export function titled(list: readonly StatsmodelsCase[]): [string, StatsmodelsCase][] {
  return list.map((recorded) => [`${recorded.dataset} ${recorded.case}`, recorded]);
}

const models = new Map<StatsmodelsCase, MixedLM>();

/** The model of a case. */
export function modelOf(recorded: StatsmodelsCase): MixedLM {
  const known = models.get(recorded) ?? made(recorded);
  models.set(recorded, known);
  return known;
}

function made({ dataset, arguments: given }: StatsmodelsCase): MixedLM {
  const table = readCsv(loadData(dataset));
  const { formula, re_formula, vc_formula, missing, use_sqrt, use_sparse, subset, groups_as } = given;
  const ones = new Array<number>(table.numRows()).fill(1);
  const groups = groups_as === "name" ? given.groups : groups_as === "ones" ? ones : table.array(given.groups);
  const rows =
    subset === null
      ? {}
      : { subset: Array.from(table.array(subset.column), (value) => subset.values.includes(value as string | number)) };
  return mixedlm(formula, table, groups, { re_formula, vc_formula, missing, use_sqrt, use_sparse, ...rows });
}

const fits = new Map<StatsmodelsCase, MixedLMResults>();

/** The fit of a case. */
export function fittedCase(recorded: StatsmodelsCase): MixedLMResults {
  const known = fits.get(recorded) ?? modelOf(recorded).fit(fitOptions(recorded));
  fits.set(recorded, known);
  return known;
}

/** The penalty on cov_re of a case. */
export function penaltyOf({ arguments: { cov_pen } }: StatsmodelsCase): PSD | null {
  return cov_pen === null ? null : new PSD(cov_pen.weight);
}

/** The arguments of fit of a case. */
function fitOptions(recorded: StatsmodelsCase): FitOptions {
  const { k_fe } = recorded;
  const { reml, method, free, start_params, fe_pen, fit_options } = recorded.arguments;
  return {
    reml,
    method,
    ...fit_options,
    free: free === null ? null : MixedLMParams.from_components({ fe_params: new Array(k_fe).fill(1), ...free }),
    start_params:
      start_params === null || Array.isArray(start_params)
        ? start_params
        : MixedLMParams.from_components({ ...start_params, ...shapeOf(recorded) }),
    cov_pen: penaltyOf(recorded),
    fe_pen: fe_pen === null ? null : new L2({ weights: fe_pen.weight }),
  };
}

/** An empty matrix is the same in both languages. */
function shapeOf({ k_re }: { k_re: number }): { cov_re?: number[][] } {
  return k_re === 0 ? { cov_re: [] } : {};
}

/** NaN agrees with NaN only. */
export function near(ours: number, theirs: number, tolerance: number): void {
  if (Number.isNaN(theirs)) expect(ours).toBeNaN();
  else expect(Math.abs(ours - theirs), `${ours} against ${theirs}`).toBeLessThanOrEqual(tolerance);
}

/** The same labels, and values within a tolerance each. */
export function sameSeries(
  ours: { index: readonly unknown[]; values: ArrayLike<unknown> },
  theirs: RecordedSeries,
  tolerance: (j: number) => number,
): void {
  expect(ours.index).toEqual(theirs.names);
  theirs.values.forEach((value, j) => {
    near(ours.values[j] as number, value ?? Number.NaN, tolerance(j));
  });
}
