// The record that everything after the data pass is made of: weights, means and centred cross-products, for all rows,
// for each level of each factor and for each pair of levels that occur together.
// Means of [X | y] are kept about a shift (the first row), so that data far from zero lose no digits.
import type { Design } from "@mixedlm/design";
import type { FixedTransform } from "./fixed-transform.ts";
import type { MomentLayout } from "./layout.ts";

/**
 * Weights, means and centred cross-products of a design's columns.
 *
 * y is the response less the offset. A weight multiplies a row's squares and products, so that the variance of a row's
 * error is sigma^2 / weight; without weights each row has weight 1.
 */
export interface Moments {
  /** Which factors there are, and where the columns of each random part stand in them. */
  readonly layout: MomentLayout;
  /** Rows. */
  readonly n: number;
  /** Sum of weights. */
  readonly weight: number;
  /** Sum of the logarithms of weights; 0 without weights. */
  readonly logWeight: number;
  /** What means of [X | y] are counted from, length p + 1, units of the columns. */
  readonly shift: Float64Array;
  /** Means of [X | y] minus the shift, length p + 1. */
  readonly mean: Float64Array;
  /** Sum over rows of the centred products of [X | y], (p + 1) x (p + 1), full, column-major. */
  readonly cross: Float64Array;
  /** One for each factor of {@link MomentLayout.factors}. */
  readonly factors: readonly FactorMoments[];
  /** One for each pair of factors a < b, in the order (0, 1), (0, 2), (1, 2), (0, 3), ... */
  readonly cells: readonly CellMoments[];
}

/** Moments of the levels of a factor: L levels, s random columns, width = s + p + 1. */
export interface FactorMoments {
  /**
   * Sum of weights of each level, length L; rows without weights. 0 for a level without rows, as are its other numbers.
   */
  readonly weight: Float64Array;
  /** Means of the s random columns, then of [X | y] minus the shift: `width` numbers, level after level. */
  readonly mean: Float64Array;
  /**
   * Products of the s columns with all columns, centred at the level's means: s x width, column-major, level after
   * level.
   */
  readonly cross: Float64Array;
  /**
   * Products of [X | y] centred at the means of each row's level, summed over all levels, (p + 1) x (p + 1), lower
   * triangle; rows outside every level add nothing. Not `cross` of all rows less what is between levels: that would
   * lose the digits of a small spread beside a large one.
   */
  readonly within: Float64Array;
}

/** Moments of the pairs of levels of two factors that some row has, by level of `a`, then level of `b`. */
export interface CellMoments {
  /** Indices in {@link MomentLayout.factors}, a < b. */
  readonly a: number;
  /** See `a`. */
  readonly b: number;
  /** Where the cells of each level of `a` start; one more entry: the number of cells. */
  readonly start: Int32Array;
  /** Level of `b` of each cell. */
  readonly level: Int32Array;
  /** Sum of weights of each cell. */
  readonly weight: Float64Array;
  /** Means of the random columns of `a`, then of `b`, cell after cell. Empty when all columns of both are ones. */
  readonly mean: Float64Array;
  /**
   * Centred products of the columns of `a` with those of `b`, sa x sb, column-major, cell after cell; empty as `mean`
   * is.
   */
  readonly cross: Float64Array;
}

/** Moments that know what their columns are: all that a fit needs. */
export interface DesignMoments extends Moments {
  /** What the columns are. */
  readonly design: Design;
  /** What stands in place of the design's columns of X; null: they do themselves. */
  readonly fixed: FixedTransform | null;
}
