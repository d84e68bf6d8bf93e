// The parts of a fit -> its model file: what reads well (estimates, sizes, status), and what makes the fit again in another process: the
// design, the moments and the point. No row of the data is in it; what follows from the moments (intervals, contrasts,
// tests, another criterion, simulation) needs none.
import type { DesignMoments } from "@mixedlm/moments";
import type { Fit, FitParts } from "../results.ts";
import { checksum } from "./checksum.ts";

/** Version of the files that are written. */
export const VERSION = 1;
/** What tells a model file from other JSON. */
export const FORMAT = "mixedlm-model";

/** A model file: JSON. Its `checksum` is that of all else. */
export interface ModelFile {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly checksum: string;
  readonly [part: string]: unknown;
}

/** Makes the file of a fit and its parts. */
export function modelFile(fit: Fit, { moments, optimum }: FitParts): ModelFile {
  const { formula, reml, n, p, q, k, df, sizes, coefficients, dropped, sigma, terms, components } = fit;
  const { theta, thetaNames, objective, logLik, aic, aicc, bic, status, warnings } = fit;
  const { evaluations, gradient } = fit.optimization;
  const record = plain({
    format: FORMAT,
    version: VERSION,
    ...{ formula, reml, n, p, q, k, df, sizes, coefficients, dropped, sigma, terms, components },
    ...{ theta, thetaNames, objective, logLik, aic, aicc, bic, status, warnings },
    optimization: { evaluations, gradient },
    parameters: optimum.parameters,
    design: moments.design,
    moments: savedMoments(moments),
  });
  return { ...(record as ModelFile), checksum: checksum(record) };
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
