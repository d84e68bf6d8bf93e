// Eigenvalues of a small symmetric matrix by Jacobi's rotations: slow, short, and accurate to the last digits. In doubles,
// with the functions of `Math`, and apart from `linalg/src/symmetric-eigen.ts`, by which the fits were made that are judged.

/** Eigenvalues, smallest first. */
export function eigenvaluesOf(A: readonly (readonly number[])[]): number[] {
  const M = A.map((row) => [...row]);
  const n = M.length;
  const at = (i: number, j: number): number => M[i]?.[j] as number;
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (at(p, q) === 0) continue;
        const angle = 0.5 * Math.atan2(2 * at(p, q), at(q, q) - at(p, p));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) rotate(M[k] as number[], p, q, c, s);
        const [a, b] = [M[p] as number[], M[q] as number[]];
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k] as number, b[k] as number];
          a[k] = c * x - s * y;
          b[k] = s * x + c * y;
        }
      }
  return M.map((_, i) => at(i, i)).sort((a, b) => a - b);
}

function rotate(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] as number, row[q] as number];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
