// Columns of X that nearly depend on each other (a year and its square, two scores that hardly differ): products of
// them lose as many digits as they agree in. They are replaced, row by row, by combinations that are orthogonal up to
// the rounding errors of the products at hand, and the moments are taken again; what the products of these combinations
// hold is exact. It is Cholesky QR, twice: Yamamoto, Nakatsukasa, Yanagisawa & Fukaya (2015), ETNA 44, 306-326. A y
// that the columns nearly reproduce (a clock, a calibrated scale) is counted from their least-squares fit likewise.
import type { Design, Table, TableLike } from "@mixedlm/design";
import { choleskyFactorInPlace, lowerInverseInPlace } from "@mixedlm/linalg";
import { accumulate, type DesignMoments, type FixedTransform, type Moments } from "@mixedlm/moments";
import { checkDesign } from "./calls/stage-checks.ts";
import { combinationOf, designCoefficients } from "./coordinates/combination.ts";
import { leastSquares, momentCoefficients, unitColumns } from "./coordinates/fixed-basis.ts";
import { constantColumn, independentColumns, withColumns } from "./coordinates/independent-columns.ts";
import { tooFewRows, tooManyParameters, undecidedColumns } from "./errors.ts";
import { hasIndependentRows } from "./rows/independent-rows.ts";

/** Share of a column's square outside the columns before it below which products are taken of combinations. */
const NEARLY = 1e-4;
/** Share of y's square that columns leave below which products are taken of what they leave, row by row. */
const REPRODUCED = 1e-6;

/**
 * Accumulates the moments of a design for a fit: of its columns, or of combinations where those nearly depend on each
 * other.
 *
 * @param dependent - what will become of columns that are combinations of others: see `fitMoments`.
 * @throws {@link FitError} `too-many-parameters` of the random effects; `too-few-rows` where there are not more rows
 *   than columns; under `drop`, than independent ones, and where they are too many to look for these.
 */
export function accurateMoments<D extends TableLike<D>>(
  design: Design,
  table: Table | D,
  dependent: "drop" | "error",
): DesignMoments {
  checkDesign("accurateMoments", design);
  checkParameters(design);
  // said before the products of very many columns are formed
  const p = design.fixed.names.length;
  const n = design.rows.kept;
  if (n <= p && dependent === "error") throw tooFewRows(n, p);
  if (n <= p && hasIndependentRows(design, table)) throw tooFewRows(n, n);
  // nearly always the rows are too few, and hours of work would say so
  if (n <= p && p * p * (n + p) > EFFORT) throw undecidedColumns(n, p);
  const moments = accumulate(design, table);
  const kept = independentColumns(moments);
  // who fits refuses these columns
  if (dependent === "error" && kept.length < p) return moments;
  const own = momentsOfColumns(moments, kept, table, dependent);
  const response = reproducedResponse(own.fixed === null ? withColumns(own, kept) : own, own.fixed);
  return response === null ? own : accumulate(design, table, { ...(own.fixed ?? plain(kept)), response });
}

/** Covariance parameters that a model may have: a search works with matrices of as many rows. */
const MOST_PARAMETERS = 1000;

function checkParameters({ randomEffects, components }: Design): void {
  const counts = randomEffects.map(({ names: { length: k }, covariance }) =>
    covariance === "us" ? (k * (k + 1)) / 2 : Math.min(k, covariance === "diag" ? k : 2),
  );
  const count = counts.reduce((sum, own) => sum + own, components.length);
  if (count > MOST_PARAMETERS) throw tooManyParameters(count, MOST_PARAMETERS);
}

/** Multiplications that are made to find which of at least as many columns as rows are combinations of others. */
const EFFORT = 5e8;

/** The moments of combinations where independent columns nearly depend on each other. */
function momentsOfColumns<D extends TableLike<D>>(
  moments: DesignMoments,
  independent: readonly number[],
  table: Table | D,
  dependent: "drop" | "error",
): DesignMoments {
  const { design } = moments;
  const fixed = orthogonalColumns(moments, independent);
  if (fixed === null) return moments;
  const own = accumulate(design, table, fixed);
  // the constant column is no combination, and as small as it is
  const constant = constantColumn(moments);
  const kept = fixed.kept.filter((j, k) => j === constant || !isRounding(own, k));
  if (kept.length === fixed.kept.length || dependent === "error") return own;
  return accumulate(design, table, orthogonalColumns(moments, kept) ?? plain(kept));
}

/** Share of its size that a combination has where it is not one of rounding errors. */
const REAL = 0.25;

/**
 * Whether a combination, which was to have mean square 1, is next to nothing in the rows: its column is one of those
 * before it.
 */
function isRounding({ layout, weight, shift, mean, cross }: Moments, k: number): boolean {
  const square = cross[k * (layout.p + 2)] / weight + (shift[k] + mean[k]) ** 2;
  return square < REAL;
}

/** Combinations that are the columns themselves. */
function plain(kept: readonly number[]): FixedTransform {
  const r = kept.length;
  const A = Float64Array.from({ length: r * r }, (_, at) => (at % (r + 1) === 0 ? 1 : 0));
  return { kept, centre: new Float64Array(r), A, response: null };
}

/**
 * Coefficients of the design's columns, length r, that y is to be counted from; null where its own products hold what
 * those leave of it.
 *
 * @param moments - with columns that are independent.
 */
function reproducedResponse(moments: Moments, fixed: FixedTransform | null): Float64Array | null {
  const { p } = moments.layout;
  const units = unitColumns(moments);
  const { ols, square } = leastSquares(units, p);
  if (!(square < REPRODUCED * units.XX[p * (p + 2)])) return null;
  const own = momentCoefficients(units, ols);
  return fixed === null ? own : designCoefficients(combinationOf(fixed, units.constant, moments), own);
}

/**
 * Combinations of X's independent columns that are orthogonal; null where the columns themselves serve as well.
 *
 * @param kept - numbers of the independent columns.
 */
function orthogonalColumns(moments: Moments, kept: readonly number[]): FixedTransform | null {
  const { weight, shift, mean, cross } = moments;
  const columns = moments.layout.p + 1;
  const r = kept.length;
  const raw = kept.map((j) => shift[j] + mean[j]);
  const constant = kept.indexOf(constantColumn(moments));
  const centre = Float64Array.from(raw, (m, k) => (constant >= 0 && k !== constant ? m : 0));
  // the constant column stays as it is: the others are orthogonal to it
  const others = Int32Array.from(kept.keys()).filter((k) => k !== constant);
  const size = others.length;
  const square = (a: number, b: number): number =>
    cross[kept[a] * columns + kept[b]] + weight * (raw[a] - centre[a]) * (raw[b] - centre[b]);
  const unit = Float64Array.from(others, (k) => Math.sqrt(square(k, k)));
  const L = new Float64Array(size * size);
  for (let j = 0; j < size; j++)
    for (let i = j; i < size; i++) L[j * size + i] = square(others[i], others[j]) / (unit[i] * unit[j]);
  if (choleskyFactorInPlace(L, size) >= 0) return null;
  let smallest = 1;
  for (let j = 0; j < size; j++) smallest = Math.min(smallest, L[j * (size + 1)] ** 2);
  if (smallest > NEARLY) return null;
  lowerInverseInPlace(L, size);
  // unit columns W = (X - centre) D^-1, and W L^-T: columns of L^-T are rows of L^-1
  const A = new Float64Array(r * r);
  if (constant >= 0) A[constant * (r + 1)] = 1;
  const root = Math.sqrt(weight);
  for (let j = 0; j < size; j++)
    for (let i = 0; i <= j; i++) A[others[j] * r + others[i]] = (root * L[i * size + j]) / unit[i];
  return { kept, centre, A, response: null };
}
