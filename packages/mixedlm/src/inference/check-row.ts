// A linear combination of the fixed effects, as a caller gives it -> nothing, or an error. Apart from the texts of
// hypotheses, so that a program without texts does not bundle their parser.
import { isArrayLike } from "@mixedlm/formula";
import { maxAbs } from "@mixedlm/linalg";
import { contrastLength, contrastSize, contrastValue } from "./inference-errors.ts";

/**
 * Checks a combination of the fixed effects: a finite number for each, whose squares are numbers as well, as they are
 * or in standard errors: a mean at a covariate far from 0 has a large number for its slope.
 *
 * @param sizes - standard errors of the effects over the residual standard deviation, where there is a fit.
 * @throws {@link FitError} `contrast-length`, `contrast-value`.
 */
export function checkRow(row: unknown, index: number, names: readonly string[], sizes: readonly number[] = []): void {
  if (!isArrayLike(row)) throw contrastValue(index, row);
  if (row.length !== names.length) throw contrastLength(index, row.length, names);
  const entries = Array.from(row);
  for (const entry of entries) if (!Number.isFinite(entry)) throw contrastValue(index, entry);
  const numbers = Float64Array.from(entries as readonly number[]);
  const largest = maxAbs(numbers);
  if (!isSquared(largest) && !isSquared(maxAbs(numbers.map((value, j) => value * (sizes[j] ?? 1)))))
    throw contrastSize(index, largest);
}

function isSquared(size: number): boolean {
  return size === 0 || (size <= LARGEST && size >= 1 / LARGEST);
}

/** Squares of this, times variances of sensible size, are numbers. */
const LARGEST = 1e100;
