// A linear combination of the fixed effects, as a caller gives it -> nothing, or an error. Apart from the texts of
// hypotheses, so that a program without texts does not bundle their parser.
import { isArrayLike } from "@mixedlm/formula";
import { maxAbs } from "@mixedlm/linalg";
import { contrastLength, contrastSize, contrastValue } from "./inference-errors.ts";

/**
 * Checks a combination of the fixed effects: a finite number for each, whose squares are numbers as well.
 *
 * @throws {@link FitError} `contrast-length`, `contrast-value`.
 */
export function checkRow(row: unknown, index: number, names: readonly string[]): void {
  if (!isArrayLike(row)) throw contrastValue(index, row);
  if (row.length !== names.length) throw contrastLength(index, row.length, names);
  const entries = Array.from(row);
  for (const entry of entries) if (!Number.isFinite(entry)) throw contrastValue(index, entry);
  const largest = maxAbs(Float64Array.from(entries as readonly number[]));
  if (largest !== 0 && (largest > LARGEST || largest < 1 / LARGEST)) throw contrastSize(index, largest);
}

/** Squares of this, times variances of sensible size, are numbers. */
const LARGEST = 1e100;
