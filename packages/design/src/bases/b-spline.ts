// B-splines: positions -> the values of all basis functions there, one column a function, by de Boor's recurrence.
// Only the degree + 1 functions that are not zero at a position are computed, so the cost is rows x degree^2.

/**
 * Evaluates a B-spline basis.
 *
 * A position on the last knot belongs to the last interval. As in FITPACK, that interval is the one before the `degree
 * + 1` last knots: where an inner knot lies on the last knot too, it is empty, and all functions are zero at the last
 * knot (of degree 0, the last function is one).
 *
 * @param x - positions, length n, from the first to the last knot; NaN gives NaN in each column.
 * @param knots - ascending, with the first and the last one repeated `degree + 1` times.
 * @param degree - whole, >= 0.
 * @returns `knots.length - degree - 1` columns of length n, which sum to one.
 * @see de Boor (1972), J. Approx. Theory 6, 50-62; Dierckx (1993), Curve and Surface Fitting with Splines, section 1.3.
 */
export function bSplineBasis(x: Float64Array, knots: ArrayLike<number>, degree: number): Float64Array[] {
  const count = knots.length - degree - 1;
  const columns = Array.from({ length: count }, () => new Float64Array(x.length));
  const values = new Float64Array(degree + 1);
  for (let i = 0; i < x.length; i++) {
    const at = x[i]!;
    if (Number.isNaN(at)) {
      for (const column of columns) column[i] = at;
      continue;
    }
    const interval = intervalOf(at, knots, degree, count - 1);
    nonzeroValues(at, knots, degree, interval, values);
    for (let k = 0; k <= degree; k++) columns[interval - degree + k]![i] = values[k]!;
  }
  return columns;
}

/** The last interval of those from `first` to `last` whose left knot is not right of `at`. */
function intervalOf(at: number, knots: ArrayLike<number>, first: number, last: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (knots[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Writes the values of the functions that are not zero in an interval, degree by degree. */
function nonzeroValues(
  at: number,
  knots: ArrayLike<number>,
  degree: number,
  interval: number,
  values: Float64Array,
): void {
  values[0] = 1;
  for (let d = 1; d <= degree; d++) {
    let carried = 0;
    for (let k = 0; k < d; k++) {
      const right = knots[interval + 1 + k]!;
      const left = knots[interval + 1 + k - d]!;
      // a function over no width is zero
      const scaled = right === left ? 0 : values[k]! / (right - left);
      values[k] = carried + scaled * (right - at);
      carried = scaled * (at - left);
    }
    values[d] = carried;
  }
}
