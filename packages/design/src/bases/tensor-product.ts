// Products of bases: for each row, every product of one function of each basis.

/**
 * Multiplies bases row by row; the last basis' column varies fastest.
 *
 * @param bases - at least one, each as its columns of length n.
 * @returns as many columns as the product of the numbers of columns.
 * @see Wood (2006), Generalized Additive Models, section 4.1.8.
 */
export function tensorProduct(bases: readonly (readonly Float64Array[])[]): readonly Float64Array[] {
  return bases.reduce((left, right) => left.flatMap((a) => right.map((b) => product(a, b))));
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < result.length; i++) result[i] = a[i]! * b[i]!;
  return result;
}
