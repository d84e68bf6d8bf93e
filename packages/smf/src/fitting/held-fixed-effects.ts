// Fixed effects of which some are held: the others by generalised least squares under that constraint.
import { luFactor, luSolve, matrix } from "@mixedlm/linalg";
import type { Estimates } from "mixedlm";

/** A fixed effect that is held at a value. */
export interface HeldFixedEffect {
  readonly column: number;
  readonly value: number;
}

/**
 * Minimises the generalised sum of squares with some fixed effects held: beta_f + C_fh C_hh^-1 (value - beta_h) for the
 * free ones, with beta and C the estimates without the constraint and their covariance matrix.
 *
 * @returns all fixed effects, length p.
 */
export function heldFixedEffects({ beta, vcov }: Estimates, held: readonly HeldFixedEffect[]): Float64Array {
  const h = held.length;
  const C = (i: number, j: number): number => vcov.data[j * vcov.nrow + i]!;
  const own = matrix(h, h);
  for (const [b, { column: j }] of held.entries())
    for (const [a, { column: i }] of held.entries()) own.data[b * h + a] = C(i, j);
  const gap = Float64Array.from(held, ({ column, value }) => value - beta[column]!);
  const { data: weights } = luSolve(luFactor(own), matrix(h, 1, gap));
  const moved = beta.map((value, i) => held.reduce((sum, { column }, a) => sum + C(i, column) * weights[a]!, value));
  for (const { column, value } of held) moved[column] = value;
  return moved;
}
