// How large a design may be. Columns are counted from levels before one of them is named, so that a formula that
// crosses identifiers is refused at once and not after the memory is full. Each bound is far above what a model can
// use.

/** Bounds on a design. */
export const LIMITS = {
  /** Rows of a table: a column of them takes 2 GiB. */
  rows: 268_435_456,
  /** Columns of one matrix: their names take a second, and least squares a matrix of 2 TB. */
  columns: 524_288,
  /** Columns of delimited text: Arquero takes a second to make so many. */
  csvColumns: 262_144,
  /** Columns that a variance component has in one group; they are stored by level, so that more can be allowed. */
  componentColumns: 2_097_152,
  /** Columns of a random term with a covariance matrix of its own: half a million variances and covariances. */
  randomColumns: 1024,
  /** Columns of a spline, of polynomials or of their products. */
  basisColumns: 8192,
  /** Entries of one dense matrix: 8 GiB of numbers. */
  entries: 1_073_741_824,
  /** Levels that hashed values fall into. */
  hashedLevels: 1_048_576,
  /** Categorical factors in one term: each of their 2^k products is a part of the term. */
  factors: 12,
  /** Levels of a contrast whose l x l matrix is written out: 32 MB of numbers. */
  contrastLevels: 2048,
  /** Levels of a polynomial contrast, which takes l^3 operations to be orthogonal at any degree. */
  polynomialLevels: 512,
} as const;
