// The exact distribution of the likelihood ratio of one variance being 0, as a function of chi-square variables: with
// mu the eigenvalues of Z'P0Z and w_s^2 chi-square with as many degrees of freedom as mu_s occurs,
//     RLRT = sup over lambda >= 0 of (n - p) log(1 + N / D) - sum log(1 + lambda mu_s),
//     N = sum lambda mu_s / (1 + lambda mu_s) w_s^2,   D = sum w_s^2 / (1 + lambda mu_s) + the rest.
// For LRT the factor is n, and the sum of logarithms is over the eigenvalues of Z'Z.
// Crainiceanu & Ruppert (2004), J. R. Stat. Soc. B 66, 165-185, theorem 1.
import { exp, log, log1p } from "@mixedlm/linalg";
import { goldenSection } from "@mixedlm/optimize";
import type { VarianceSpectrum } from "./variance-spectrum.ts";

/** The statistic as a function of the squares. */
export interface RatioStatistic {
  /** Degrees of freedom of each square: of the eigenvalues, then of what is outside Z. */
  readonly df: readonly number[];
  /** The statistic, 0 where no variance is the most likely. */
  at(squares: ArrayLike<number>): number;
}

/** Values of lambda that are looked at, and their range, the largest eigenvalue being 1. */
const GRID = 160;
const LOWEST = /* @__PURE__ */ log(1e-5);
const HIGHEST = /* @__PURE__ */ log(1e7);
/** Golden sections between neighbours on the grid: the statistic is flat at its maximum, and has then ten digits. */
const SECTIONS = 16;

/**
 * Makes the statistic.
 *
 * @param n - rows.
 * @param p - fixed columns.
 */
export function ratioStatistic(
  { projected, whole }: VarianceSpectrum,
  n: number,
  p: number,
  reml: boolean,
): RatioStatistic {
  const { values, counts } = projected;
  const K = values.length;
  const rows = reml ? n - p : n;
  const determinants = reml ? projected : whole;
  const penalty = (lambda: number): number => {
    let sum = 0;
    for (let s = 0; s < determinants.values.length; s++)
      sum += determinants.counts[s] * log1p(lambda * determinants.values[s]);
    return sum;
  };
  const grid = Float64Array.from({ length: GRID }, (_, g) => exp(LOWEST + ((HIGHEST - LOWEST) * g) / (GRID - 1)));
  const penalties = grid.map(penalty);
  const shrunk = Array.from(grid, (lambda) => values.map((mu) => 1 / (1 + lambda * mu)));
  const slopeOfDeterminant = determinants.values.reduce((sum, mu, s) => sum + determinants.counts[s] * mu, 0);
  const outside = n - p - counts.reduce((sum, count) => sum + count, 0);
  const criterion = (squares: ArrayLike<number>, total: number, shares: Float64Array, cost: number): number => {
    let rest = squares[K];
    for (let s = 0; s < K; s++) rest += shares[s] * squares[s];
    return rows * log(total / rest) - cost;
  };
  return {
    df: [...counts, outside],
    at(squares) {
      let total = 0;
      for (let s = 0; s <= K; s++) total += squares[s];
      // the derivative at 0 decides where the largest value is nearer to 0 than the grid
      let inside = 0;
      for (let s = 0; s < K; s++) inside += values[s] * squares[s];
      const rises = (rows * inside) / total > slopeOfDeterminant;
      let [best, place] = rises ? [Number.MIN_VALUE, 0] : [0, -1];
      for (let g = 0; g < GRID; g++) {
        const value = criterion(squares, total, shrunk[g], penalties[g]);
        if (value > best) [best, place] = [value, g];
      }
      if (place < 0) return 0;
      const between = (u: number): number => {
        const lambda = exp(u);
        return criterion(
          squares,
          total,
          values.map((mu) => 1 / (1 + lambda * mu)),
          penalty(lambda),
        );
      };
      const [low, high] = [grid[Math.max(0, place - 1)], grid[Math.min(GRID - 1, place + 1)]];
      return Math.max(best, goldenSection(between, log(low), log(high), SECTIONS).value);
    },
  };
}
