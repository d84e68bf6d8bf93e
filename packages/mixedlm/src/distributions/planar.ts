// The largest |T_i| of variables whose correlations leave them in a plane, as all comparisons of three means are: one
// integral over an angle, to rounding.
import { atan2, cos } from "@mixedlm/linalg";
import { type Axes, lengthTails } from "./correlation-axes.ts";
import { type GaussNode, gaussLegendre } from "./gauss-legendre.ts";

/** Points of the rule on each piece. */
const POINTS = 16;

/**
 * Prepares P(max |T_i| > c) in two dimensions: the direction is an angle, and between the angles at which the nearest
 * axis changes the integrand is analytic.
 *
 * @param axes - of rank 2.
 */
export function planarTail({ rows }: Axes): (c: number, df: number) => number {
  const k = rows.nrow;
  const angles = Array.from({ length: k }, (_, i) => {
    const angle = atan2(rows.data[k + i], rows.data[i]);
    return ((angle % Math.PI) + Math.PI) % Math.PI;
  }).sort((a, b) => a - b);
  const gaps = angles.map((angle, i) => (i + 1 < k ? angles[i + 1] - angle : angles[0] + Math.PI - angle));
  const nodes = gaussLegendre(POINTS);
  return (c, df) => gaps.reduce((sum, gap) => sum + 2 * sectorTail(gap / 2, c, df, nodes), 0) / Math.PI;
}

// the integral of P(length > c / cos a) over a from 0 to `end`, in pieces as narrow as the tail falls
function sectorTail(end: number, c: number, df: number, nodes: readonly GaussNode[]): number {
  const scale = df === Number.POSITIVE_INFINITY ? c : c / Math.sqrt(1 + (c * c) / df);
  const width = Math.min(end, 1 / (0.5 + Math.abs(scale)));
  const pieces = Math.min(64, Math.ceil(end / width));
  let sum = 0;
  for (let piece = 0; piece < pieces; piece++) {
    const [from, to] = [(end * piece) / pieces, (end * (piece + 1)) / pieces];
    for (const [x, weight] of nodes) {
      for (const sign of [-1, 1]) {
        const angle = (from + to) / 2 + (sign * x * (to - from)) / 2;
        sum += ((to - from) / 2) * weight * lengthTails(c, cos(angle), 2, df).upper;
      }
    }
  }
  return sum;
}
