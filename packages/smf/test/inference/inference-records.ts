// The fits of which statsmodels' inference is recorded -> each as this package fits it, and each at statsmodels' own
// estimates, which separates what is inferred from the path of the search.
import { frameText } from "@mixedlm/report";
import { expect } from "vitest";
import { loadPoints, type Recorded, type StatsmodelsCase } from "../../../../tools/fixtures/load.ts";
import { type InferenceCase, listInference, loadInference } from "../../../../tools/fixtures/load-inference.ts";
import { type Frame, MixedLMParams, type MixedLMResults } from "../../src/index.ts";
import { fittedCase, modelOf, near, recordedCases } from "../recorded-models.ts";
import { SAME_POINT, STATSMODELS_TOLERANCE } from "../tolerances.ts";

/** One recorded model. */
export interface Inferred {
  readonly name: string;
  readonly recorded: StatsmodelsCase;
  readonly expected: InferenceCase;
}

/** All of them, as the rows of `describe.each`. */
export const inferred: readonly [string, Inferred][] = listInference().map(({ dataset, case: own }) => {
  const name = `${dataset}/${own}`;
  const recorded = recordedCases.find((one) => `${one.dataset}/${one.case}` === name)!;
  return [name, { name, recorded, expected: loadInference(dataset, own) }];
});

/** The fit by the search, as a user makes it. */
export function fitOf({ recorded }: Inferred): MixedLMResults {
  return fittedCase(recorded);
}

const unmoved = new Map<string, MixedLMResults>();

/** The result at statsmodels' own estimates, nothing being searched for. */
export function atEstimates({ name, recorded }: Inferred): MixedLMResults {
  const known = unmoved.get(name) ?? madeAtEstimates(recorded);
  unmoved.set(name, known);
  return known;
}

function madeAtEstimates(recorded: StatsmodelsCase): MixedLMResults {
  const { reml } = recorded.arguments;
  const { at_estimates, points } = loadPoints(recorded.dataset, recorded.case);
  const { cov_re, vcomp } = points.find((one) => one.point === "estimates" && one.reml === reml)!;
  const start_params = MixedLMParams.from_components({ fe_params: at_estimates.fe_params, cov_re, vcomp });
  return modelOf(recorded).fit({ start_params, do_cg: false, reml });
}

/** Numbers in order, each within its tolerance; null is NaN. */
export function sameNumbers(
  ours: ArrayLike<number>,
  theirs: readonly Recorded[],
  tolerance: (value: number, i: number) => number,
): void {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((value, i) => {
    near(ours[i]!, value ?? Number.NaN, tolerance(value ?? 0, i));
  });
}

/** How far statistics may be apart whose numerators are known to some standard errors, and standard errors relatively. */
export interface Apart {
  readonly estimates: number;
  readonly errors: number;
}

/** The fit by the search against statsmodels' own search. */
export const BY_SEARCH: Apart = { estimates: STATSMODELS_TOLERANCE.fe_params, errors: STATSMODELS_TOLERANCE.bse_fe };

/** At the same estimates only rounding is left; a difference of nearly equal numbers has as many digits as they have. */
export const AT_ESTIMATES: Apart = { estimates: SAME_POINT, errors: SAME_POINT };

/** The change of a two-sided p-value by that of its statistic: the tail of the normal falls by z + 1/z. */
export function apartOfP(p: number, z: number, change: number): number {
  return p * Math.expm1((Math.abs(z) + 1) * change) + 1e-300;
}

/** What Python itself prints for a frame; our own frames print as in a notebook, which wraps lines in another way. */
export function scriptText({ index, columns, values, dtypes }: Frame<number> | Frame<number | boolean>): string {
  return frameText({ index, columns, values, types: { dtypes: dtypes.to_list() } }, { display: "script" });
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]\d+)?/g;

/** The same characters but for digits that hang on rounding: each number within a relative distance. */
export function sameButForRounding(ours: string, theirs: string, relative: number): void {
  const [masked, expected] = [ours, theirs].map((text) => text.replace(NUMBER, (one) => "#".repeat(one.length)));
  expect(masked).toBe(expected);
  const numbers = theirs.match(NUMBER) ?? [];
  (ours.match(NUMBER) ?? []).forEach((one, i) => {
    near(Number(one), Number(numbers[i]), relative * Math.abs(Number(numbers[i])));
  });
}
