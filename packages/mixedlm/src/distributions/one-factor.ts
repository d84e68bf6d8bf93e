// The largest |Z_i| of normal variables with correlations rho_ij = lambda_i lambda_j, as those of several means against
// one control: given the common factor they are independent, so one integral gives both tails to rounding (Dunnett,
// 1955).

import { exp, expm1, log, log1p, type Matrix } from "@mixedlm/linalg";
import { INV_SQRT_2PI, normalSf } from "./normal.ts";
import type { Tails } from "./tails.ts";

/** Difference of correlations that counts as rounding. */
const SAME = 1e-9;
/** Uniqueness below which a variable follows the factor so closely that the integrand has a step. */
const LEAST_UNIQUE = 1e-4;
/** Relative change by a halved step after which the new sum is exact: the error is squared. */
const AGREED = 3e-8;
const MAX_HALVINGS = 8;

/**
 * Finds loadings with `correlation[i][j] = lambda_i lambda_j`.
 *
 * @param correlation - k x k.
 * @returns lambda, length k, all of absolute value below 1; null where there are none.
 */
export function oneFactor({ data, nrow: k }: Matrix): Float64Array | null {
  const loadings = new Float64Array(k);
  if (k === 1) return loadings;
  const rho = (i: number, j: number): number => data[j * k + i];
  // the largest correlation is of two variables that have loadings
  let [first, second] = [0, 1];
  for (let j = 0; j < k; j++)
    for (let i = 0; i < j; i++) if (Math.abs(rho(i, j)) > Math.abs(rho(first, second))) [first, second] = [i, j];
  const largest = rho(first, second);
  if (Math.abs(largest) > SAME) {
    const square = squareLoading(rho, k, first, second);
    if (!(square > 0)) return null;
    loadings[first] = Math.sqrt(square);
    for (let i = 0; i < k; i++) if (i !== first) loadings[i] = rho(first, i) / loadings[first];
  }
  if (loadings.some((own) => !(1 - own * own >= LEAST_UNIQUE))) return null;
  for (let j = 0; j < k; j++)
    for (let i = 0; i < j; i++) if (Math.abs(rho(i, j) - loadings[i] * loadings[j]) > SAME) return null;
  return loadings;
}

// lambda_a^2 = rho_ab rho_ac / rho_bc; with no third variable any split of rho_ab will do
function squareLoading(rho: (i: number, j: number) => number, k: number, a: number, b: number): number {
  let third = -1;
  for (let c = 0; c < k; c++) {
    if (c === a || c === b || Math.abs(rho(a, c)) <= SAME) continue;
    if (third < 0 || Math.abs(rho(a, c)) > Math.abs(rho(a, third))) third = c;
  }
  return third < 0 ? Math.abs(rho(a, b)) : (rho(a, b) * rho(a, third)) / rho(b, third);
}

/**
 * Tails of max |Z_i| at `w`; the slope is not worked out.
 *
 * @param loadings - lambda, absolute values below 1; their signs count for nothing.
 * @param w - positive.
 */
export function oneFactorTails(loadings: Float64Array, w: number): Tails {
  const groups = groupsOf(loadings);
  let step = Math.max(0.02, Math.min(0.35, ...groups.map(({ unique }) => 0.7 * unique)));
  let sums = sumOver(groups, w, 0, step);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const between = sumOver(groups, w, step / 2, step);
    const change = Math.max(
      Math.abs(sums.lower - between.lower) / (sums.lower + between.lower || 1),
      Math.abs(sums.upper - between.upper) / (sums.upper + between.upper || 1),
    );
    sums = { lower: sums.lower + between.lower, upper: sums.upper + between.upper };
    step /= 2;
    if (change < AGREED) break;
  }
  return { lower: sums.lower * step, upper: sums.upper * step, slope: Number.NaN };
}

/** Variables with the same loading, and the standard deviation of what the factor leaves of them. */
interface LoadingGroup {
  readonly loading: number;
  readonly unique: number;
  readonly count: number;
}

function groupsOf(loadings: Float64Array): readonly LoadingGroup[] {
  const counts = new Map<number, number>();
  for (const own of loadings) counts.set(Math.abs(own), (counts.get(Math.abs(own)) ?? 0) + 1);
  return Array.from(counts, ([loading, count]) => ({ loading, unique: Math.sqrt(1 - loading * loading), count }));
}

// the integrand is even in the factor: its sum over start + j step, all whole j, is twice that over positive points
function sumOver(
  groups: readonly LoadingGroup[],
  w: number,
  start: number,
  step: number,
): Pick<Tails, "lower" | "upper"> {
  let [lower, upper] = [0, 0];
  for (let z = start; z < w + 9.5; z += step) {
    let logInside = 0;
    for (const { loading, unique, count } of groups) {
      const [near, far] = [(w - loading * z) / unique, (w + loading * z) / unique];
      const outside = normalSf(near) + normalSf(far);
      logInside += count * (outside < 0.5 ? log1p(-outside) : log(normalSf(-near) - normalSf(far)));
    }
    const density = (z === 0 ? 1 : 2) * INV_SQRT_2PI * exp(-0.5 * z * z);
    lower += density * exp(logInside);
    upper -= density * expm1(logInside);
  }
  return { lower, upper };
}
