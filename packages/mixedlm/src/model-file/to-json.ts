// A fit -> its model file: what reads well (estimates, sizes, status), and what makes the fit again in another process:
// the design, the moments and the point. No row of the data is in it; what follows from the moments (intervals,
// contrasts, tests, another criterion, simulation) needs none.
import type { DesignMoments } from "@mixedlm/moments";
import { FitError } from "../errors.ts";
import { type ReferenceValues, referenceValues } from "../marginal/reference-values.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { checksum } from "./checksum.ts";
import { numbersNamed } from "./numbers-of-json.ts";

/** Version of the files that are written. */
export const VERSION = 1;
/** What tells a model file from other JSON. */
export const FORMAT = "mixedlm-model";

/** A model file: JSON. Its `checksum` is that of all else. */
export interface ModelFile {
  /** `mixedlm-model`. */
  readonly format: typeof FORMAT;
  /** Of the format; readers refuse a newer one. */
  readonly version: number;
  /** Of all else, 16 hexadecimal digits. */
  readonly checksum: string;
  readonly [part: string]: unknown;
}

/**
 * Writes a fit as data without rows, which `fromJSON` makes a fit of again: `JSON.stringify(toJSON(fit))`, or
 * `JSON.stringify(fit)`. The data are sums over the levels of grouping factors; of a level with one row they are that
 * row.
 *
 * @throws {@link FitError} `not-a-fit`.
 */
export function toJSON(fit: Fit): ModelFile {
  const { moments, optimum } = partsOf(fit);
  const { formula, reml, n, p, q, k, df, sizes, coefficients, dropped, sigma, terms, components } = fit;
  const { theta, thetaNames, objective, logLik, aic, aicc, bic, status, warnings } = fit;
  const { evaluations, gradient } = fit.optimization;
  const record = plain({
    format: FORMAT,
    version: VERSION,
    formula,
    reml,
    n,
    p,
    q,
    k,
    df,
    sizes,
    coefficients,
    dropped,
    sigma,
    terms,
    components,
    theta,
    thetaNames,
    objective,
    logLik,
    aic,
    aicc,
    bic,
    status,
    warnings,
    optimization: { evaluations, gradient },
    parameters: optimum.parameters,
    // levels may be infinite
    design: numbersNamed(moments.design),
    moments: savedMoments(moments),
    reference: numbersNamed(knownReference(fit)),
  });
  return { ...(record as ModelFile), checksum: checksum(record) };
}

/** What means over a reference grid need of the rows; null where values of other rows are in a column of the model. */
function knownReference(fit: Fit): ReferenceValues | null {
  try {
    return referenceValues(fit);
  } catch (error) {
    if (error instanceof FitError && error.code === "rows-needed") return null;
    throw error;
  }
}

/** What of moments does not follow from the design. */
function savedMoments({ n, weight, logWeight, shift, mean, cross, factors, cells, fixed }: DesignMoments): object {
  return { n, weight, logWeight, shift, mean, cross, factors, cells, fixed };
}

/** The JSON data of a value: typed arrays as lists, what JSON has no word for left out or null. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain);
  if (Array.isArray(value)) return value.map((entry) => plain(entry) ?? null);
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const own = plain(entry);
    return own === undefined || typeof own === "function" ? [] : [[key, own]];
  });
  return Object.fromEntries(entries);
}
