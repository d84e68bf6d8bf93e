// The choice of an inference of the fixed effects: by the name of a method, or one that was made of the same fit
// before.

import { checkOptions, type OptionCheck } from "../calls/option-checks.ts";
import { fisherSf } from "../distributions/continuous.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { fixedCoordinates } from "./fixed-coordinates.ts";
import { foreignInference } from "./inference-errors.ts";
import { kenwardRoger } from "./kenward-roger.ts";
import { satterthwaite } from "./satterthwaite.ts";
import {
  type DfMethod,
  type DfOption,
  type FixedInference,
  inferenceParts,
  waldInference,
  waldStatistic,
} from "./wald-inference.ts";

export type { DfMethod, DfOption, FixedInference, FTest } from "./wald-inference.ts";

const NAMES: readonly string[] = ["satterthwaite", "kenward-roger", "residual", "normal"] satisfies DfMethod[];

/** What the option `ddf` has to be. */
export const aDfOption: OptionCheck = [
  (v) => NAMES.includes(v as string) || inferenceParts(v) !== undefined,
  '"satterthwaite", "kenward-roger", "residual", "normal", or what `robustInference` or `fixedInference` returned',
];

/**
 * Makes the inference of a fit's fixed effects: covariances and variances of linear combinations of them, their degrees
 * of freedom, and F tests. `contrast`, `jointTest`, `anova`, `marginalMeans` and their like rest on it; it can be given
 * to them as `ddf`.
 *
 * @param ddf - default `satterthwaite`. `kenward-roger` needs a fit by REML.
 * @throws {@link FitError} `not-a-fit`; `option-type` for an inference about another fit; `needs-reml`.
 * @example
 * ```ts
 * const { vcov, df, variance } = fixedInference(fit, "kenward-roger");
 * vcov.data; // Kenward and Roger's covariance matrix of fit.beta, column by column
 * df([0, 1]); // degrees of freedom of the second coefficient
 * Math.sqrt(variance([1, 10])); // standard error of the mean after ten days
 * ```
 */
export function fixedInference(fit: Fit, ddf: DfOption = "satterthwaite"): FixedInference {
  partsOf(fit);
  checkOptions("fixedInference", { ddf }, { ddf: aDfOption });
  if (typeof ddf === "object") {
    const about = inferenceParts(ddf)?.fit;
    if (about !== fit) throw foreignInference(about?.formula ?? null, fit.formula);
    return ddf;
  }
  if (ddf === "satterthwaite") return satterthwaite(fit);
  if (ddf === "kenward-roger") return kenwardRoger(fit);
  const df = ddf === "normal" ? Number.POSITIVE_INFINITY : fit.n - fit.p;
  return constantDf(fit, ddf, df);
}

/** The same degrees of freedom for every combination. */
function constantDf(fit: Fit, method: DfMethod, denDf: number): FixedInference {
  const own = { fit, factor: fixedCoordinates(fit).row };
  return waldInference(
    {
      ...own,
      method,
      vcov: fit.vcov,
      df: () => denDf,
      fTest(L, value) {
        const { square, rank } = waldStatistic(own, L, value);
        const statistic = square / rank;
        return { statistic, numDf: rank, denDf, pValue: fisherSf(statistic, rank, denDf) };
      },
    },
    {},
  );
}
