// Linear constraints on the coefficients of a basis, built into the basis: the columns are replaced by fewer ones whose
// coefficients are free. With C' = QR the new columns are the old ones times the last columns of Q; Q is a product of
// Householder reflections with LAPACK's signs, so that the columns are those that numpy gives.

/**
 * Builds constraints into a basis.
 *
 * @param columns - p columns of length n; they are overwritten.
 * @param constraints - m < p rows of length p; the coefficients b of `columns` are to satisfy C b = 0.
 * @returns p - m columns.
 * @see Wood (2006), Generalized Additive Models, section 1.8.1; LAPACK's `dlarfg` for the signs.
 */
export function absorbConstraints(
  columns: readonly Float64Array[],
  constraints: readonly (readonly number[])[],
): readonly Float64Array[] {
  const pending = constraints.map((row) => Float64Array.from(row));
  for (const [j, row] of pending.entries()) {
    const reflection = reflectionOf(row, j);
    for (const later of pending.slice(j + 1))
      reflect(
        Array.from(later, (_, k) => later.subarray(k, k + 1)),
        reflection,
      );
    reflect(columns, reflection);
  }
  return columns.slice(pending.length);
}

/** The reflection I - tau v v', where v is zero before its entry `first`, which is one. */
interface Reflection {
  readonly first: number;
  readonly v: Float64Array;
  readonly tau: number;
}

/** The reflection that makes the entries of a vector after entry `first` zero; none when they are. */
function reflectionOf(vector: Float64Array, first: number): Reflection {
  const alpha = vector[first]!;
  if (lengthOf(vector.subarray(first + 1)) === 0) return { first, v: vector, tau: 0 };
  const beta = lengthOf(vector.subarray(first)) * (alpha < 0 ? 1 : -1);
  const v = vector.map((value, k) => (k === first ? 1 : value / (alpha - beta)));
  return { first, v, tau: (beta - alpha) / beta };
}

/** By a square root, whose bits every engine agrees on: `Math.hypot` is left to each. */
function lengthOf(vector: Float64Array): number {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) * (value / largest), 0));
}

/** Multiplies a matrix, given by its columns, by a reflection from the right. */
function reflect(columns: readonly Float64Array[], { first, v, tau }: Reflection): void {
  if (tau === 0) return;
  const n = columns[0]?.length ?? 0;
  const sum = new Float64Array(n);
  for (let k = first; k < v.length; k++) for (let i = 0; i < n; i++) sum[i]! += v[k]! * columns[k]![i]!;
  for (let k = first; k < v.length; k++) for (let i = 0; i < n; i++) columns[k]![i]! -= tau * v[k]! * sum[i]!;
}
