// A fit -> its model file; see `model-file.ts` for what is in it.
import { type Fit, partsOf } from "../results.ts";
import { type ModelFile, modelFile } from "./model-file.ts";

/**
 * Writes a fit as data without rows, which `fromJSON` makes a fit of again: `JSON.stringify(toJSON(fit))`, or
 * `JSON.stringify(fit)`. The data are sums over the levels of grouping factors; of a level with one row they are that row.
 *
 * @throws {@link FitError} `not-a-fit`.
 */
export function toJSON(fit: Fit): ModelFile {
  return modelFile(fit, partsOf(fit));
}
