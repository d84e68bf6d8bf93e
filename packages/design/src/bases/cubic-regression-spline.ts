// Cubic regression splines: positions -> one column a knot, the values of the splines that are one at that knot and
// zero at the others. Between two knots a cubic is fixed by its values and its second derivatives there; the latter are
// a linear function of all values (the matrix F of the book), found once from the knots.

/** Knots of a cubic regression spline and what happens beyond them. */
export interface CubicRegressionSpline {
  /** Ascending and distinct, at least 3, or 2 for a cyclic spline. */
  readonly knots: readonly number[];
  /** A cyclic spline repeats itself; the last knot is the first one again. Others go on as straight lines. */
  readonly isCyclic: boolean;
}

/**
 * Evaluates a cubic regression spline basis.
 *
 * @param x - positions, length n; NaN gives NaN in each column.
 * @returns as many columns of length n as knots, one less for a cyclic spline.
 * @see Wood (2006), Generalized Additive Models, section 4.1.2; for a cyclic spline of two or three knots the second
 * derivatives are patsy's, whose equations for neighbours on both sides overwrite each other.
 */
export function cubicRegressionBasis(x: Float64Array, { knots, isCyclic }: CubicRegressionSpline): Float64Array[] {
  const curvatures = isCyclic ? cyclicCurvatures(knots) : naturalCurvatures(knots);
  const width = isCyclic ? knots.length - 1 : knots.length;
  const columns = Array.from({ length: width }, () => new Float64Array(x.length));
  const [first, last] = [knots[0]!, knots.at(-1)!];
  for (let i = 0; i < x.length; i++) {
    const at = isCyclic ? wrapped(x[i]!, first, last) : x[i]!;
    const j = intervalOf(at, knots);
    const next = isCyclic && j + 1 === width ? 0 : j + 1;
    const h = knots[j + 1]! - knots[j]!;
    const [below, above] = [at - knots[j]!, knots[j + 1]! - at];
    // beyond the last and the first knot the cubic parts vanish
    const cubicBelow = at > last ? 0 : (above * above * above) / (6 * h);
    const cubicAbove = at < first ? 0 : (below * below * below) / (6 * h);
    const [c, d] = [cubicBelow - (h * above) / 6, cubicAbove - (h * below) / 6];
    const [left, right] = [curvatures[j]!, curvatures[next]!];
    for (let k = 0; k < width; k++) columns[k]![i] = c * left[k]! + d * right[k]!;
    columns[j]![i]! += above / h;
    columns[next]![i]! += below / h;
  }
  return columns;
}

/** The interval of a position; the first or the last one beyond the knots. */
function intervalOf(at: number, knots: readonly number[]): number {
  let low = 0;
  let high = knots.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (knots[middle]! < at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Moves a position by whole periods to between the first and the last knot. */
function wrapped(at: number, first: number, last: number): number {
  if (at > last) return first + ((at - last) % (last - first));
  return at < first ? last - ((first - at) % (last - first)) : at;
}

function spacings(knots: readonly number[]): number[] {
  return knots.slice(1).map((knot, i) => knot - knots[i]!);
}

function zeros(rows: number, columns: number): Float64Array[] {
  return Array.from({ length: rows }, () => new Float64Array(columns));
}

/** Second derivatives at the knots for each basis function, zero at both ends: row i are those at knot i. */
function naturalCurvatures(knots: readonly number[]): Float64Array[] {
  const h = spacings(knots);
  const n = knots.length;
  const B = zeros(n - 2, n - 2);
  const D = zeros(n - 2, n);
  for (let i = 0; i < n - 2; i++) {
    B[i]![i] = (h[i]! + h[i + 1]!) / 3;
    if (i + 1 < n - 2) B[i]![i + 1] = B[i + 1]![i] = h[i + 1]! / 6;
    D[i]![i] = 1 / h[i]!;
    D[i]![i + 2] = 1 / h[i + 1]!;
    D[i]![i + 1] = -D[i]![i]! - D[i]![i + 2]!;
  }
  return [new Float64Array(n), ...solve(B, D), new Float64Array(n)];
}

/** As {@link naturalCurvatures}, with the first knot following on the last but one. */
function cyclicCurvatures(knots: readonly number[]): Float64Array[] {
  const h = spacings(knots);
  const n = h.length;
  const B = zeros(n, n);
  const D = zeros(n, n);
  // assignments, not sums: see the note on few knots above
  for (let i = 0; i < n; i++) {
    const before = (i + n - 1) % n;
    B[i]![i] = (h[before]! + h[i]!) / 3;
    B[i]![before] = B[before]![i] = h[before]! / 6;
    D[i]![i] = -1 / h[before]! - 1 / h[i]!;
    D[i]![before] = D[before]![i] = 1 / h[before]!;
  }
  return solve(B, D);
}

/**
 * Solves B X = D by elimination, in place. B is diagonally dominant, so no pivots are sought; zeros are passed over, so
 * that a tridiagonal B, also one with corners, costs O(n) operations for each column of D.
 */
function solve(B: readonly Float64Array[], D: Float64Array[]): Float64Array[] {
  const n = B.length;
  for (let p = 0; p < n; p++) {
    for (let i = p + 1; i < n; i++) eliminate(i, p, p);
  }
  for (let p = n - 1; p >= 0; p--) {
    for (let i = 0; i < p; i++) eliminate(i, p, n);
    for (let k = 0; k < D[p]!.length; k++) D[p]![k]! /= B[p]![p]!;
  }
  return D;

  /** Takes a multiple of row p from row i, so that column p of row i becomes zero; B from column `from` on. */
  function eliminate(i: number, p: number, from: number): void {
    const factor = B[i]![p]! / B[p]![p]!;
    if (factor === 0) return;
    for (let k = from; k < n; k++) B[i]![k]! -= factor * B[p]![k]!;
    for (let k = 0; k < D[i]!.length; k++) D[i]![k]! -= factor * D[p]![k]!;
  }
}
