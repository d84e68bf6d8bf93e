// Bases of one term's random effects in which chosen raw columns come first. With w_i the row that makes the raw effect
// of column i of internal ones (a row of K^-1), and A the basis (Psi = A Psi' A'),
//     w_1'A = (scale, 0, ..., 0),   and for a pair   w_2'A = (0, scale, 0, ...):
// Psi'_11 is the raw variance up to its scale, Psi'_21 / sqrt(Psi'_11 Psi'_22) the raw correlation. What is left of the
// basis is orthonormal, so that the others are as well conditioned as in internal coordinates.
import { norm2 } from "@mixedlm/linalg";

/** A basis k x k, column-major, and what the chosen columns are in units of its first ones. */
export interface Frame {
  readonly A: Float64Array;
  readonly scale: number;
}

/** The orthogonal basis with one column first. @param inverseK - k x k, column-major. */
export function columnFrame(inverseK: Float64Array, k: number, column: number): Frame {
  const w = rowOf(inverseK, k, column);
  const scale = norm2(w);
  const first = w.map((value) => value / scale);
  return { A: joined(completed([first], k)), scale };
}

/** The basis with two columns first; of their correlation the scales are no part. */
export function pairFrame(inverseK: Float64Array, k: number, first: number, second: number): Frame {
  const unit = [first, second].map((column) => {
    const w = rowOf(inverseK, k, column);
    const size = norm2(w);
    return w.map((value) => value / size);
  });
  // each is orthogonal to the other's row, and positive along its own
  const dual = [outside(unit[0], [unit[1]]), outside(unit[1], [unit[0]])];
  const span = [unit[0], outside(unit[1], [unit[0]])];
  return { A: joined([...dual, ...completed(span, k).slice(2)]), scale: 1 };
}

function rowOf(M: Float64Array, k: number, row: number): Float64Array {
  return Float64Array.from({ length: k }, (_, j) => M[j * k + row]);
}

/**
 * Unit vector of what is left of v outside some orthonormal vectors; projected twice, which is enough for all digits.
 */
function outside(v: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = v.slice();
  for (let pass = 0; pass < 2; pass++)
    for (const b of basis) {
      const along = rest.reduce((sum, value, i) => sum + value * b[i], 0);
      for (let i = 0; i < rest.length; i++) rest[i] -= along * b[i];
    }
  const size = norm2(rest);
  return rest.map((value) => value / size);
}

/** Orthonormal vectors made a basis by the coordinate vectors that are least in their span. */
function completed(given: readonly Float64Array[], k: number): Float64Array[] {
  const basis = [...given];
  while (basis.length < k) {
    const inside = Float64Array.from({ length: k }, (_, i) => basis.reduce((sum, b) => sum + b[i] ** 2, 0));
    const i = inside.indexOf(inside.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY));
    const e = new Float64Array(k);
    e[i] = 1;
    basis.push(outside(e, basis));
  }
  return basis;
}

function joined(columns: readonly Float64Array[]): Float64Array {
  const k = columns.length;
  const A = new Float64Array(k * k);
  for (const [j, column] of columns.entries()) A.set(column, j * k);
  return A;
}
