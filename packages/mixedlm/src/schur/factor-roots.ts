// Square roots of the terms' covariances -> one square root for each factor, in the form that this engine computes
// with: the columns of a term's root are turned until they are orthogonal, and a column of zeros becomes a tiny one.
// Turning leaves Psi as it is. It grades the columns by size, so that derivatives can be divided by each column's
// length without loss, and the tiny ones make every point an interior one: 1e-9 adds 1e-18 to a variance, which changes
// no digit.
import { jacobiRotation, norm2 } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Lambda } from "../engine/engine.ts";

/** Length that a shorter column is given, in units of the columns, and as a share of the longest one. */
const LEAST = 1e-9;
const LEAST_SHARE = 1e-13;
/** Cosine of two columns that counts as orthogonal, and turns of all pairs after which that is given up. */
const ORTHOGONAL = 1e-15;
const SWEEPS = 40;

/** Square roots at one point; matrices are column-major. */
export interface FactorRoots {
  /** For each factor its s x s root, no column shorter than the least length; block diagonal by terms. */
  readonly lifted: readonly Float64Array[];
  /** The same with short columns as they are. */
  readonly exact: readonly Float64Array[];
  /** For each term the block of `lifted`, size x size. */
  readonly terms: readonly Float64Array[];
}

/** Makes the roots of a point. */
export function factorRoots({ factors, terms }: InternalProducts, lambda: Lambda): FactorRoots {
  const empty = () => factors.map(({ columns }) => new Float64Array(columns * columns));
  const roots = { lifted: empty(), exact: empty(), terms: [] as Float64Array[] };
  for (let t = 0; t < terms.length; t++) {
    const { size, placements } = terms[t];
    const exact = orthogonalColumns(lambda[t], size);
    const lifted = liftColumns(exact, size);
    roots.terms.push(lifted);
    for (const { factor, column } of placements) {
      const s = factors[factor].columns;
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) {
          const at = (column + j) * s + column + i;
          roots.lifted[factor][at] = lifted[j * size + i];
          roots.exact[factor][at] = exact[j * size + i];
        }
    }
  }
  return roots;
}

/**
 * A root of the same matrix with orthogonal columns, by rotations of pairs of columns: small columns keep their digits.
 *
 * @see Hestenes (1958), J. SIAM 6(1), 51-90: one-sided Jacobi.
 */
function orthogonalColumns(root: Float64Array, k: number): Float64Array {
  const A = root.slice();
  for (let sweep = 0, isTurned = k > 1; isTurned && sweep < SWEEPS; sweep++) {
    isTurned = false;
    for (let a = 0; a < k; a++) for (let b = a + 1; b < k; b++) if (turnPair(A, k, a, b)) isTurned = true;
  }
  return A;
}

/** Rotates columns a and b until they are orthogonal; whether they were not. */
function turnPair(A: Float64Array, k: number, a: number, b: number): boolean {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < k; i++) {
    const x = A[a * k + i];
    const y = A[b * k + i];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (!(Math.abs(ab) > ORTHOGONAL * Math.sqrt(aa * bb)) || !Number.isFinite(aa + bb)) return false;
  const { c, s } = jacobiRotation(aa, ab, bb);
  for (let i = 0; i < k; i++) {
    const x = A[a * k + i];
    const y = A[b * k + i];
    A[a * k + i] = c * x - s * y;
    A[b * k + i] = s * x + c * y;
  }
  return true;
}

/** Short columns become the least length, in directions orthogonal to all others. */
function liftColumns(A: Float64Array, k: number): Float64Array {
  const length = Float64Array.from({ length: k }, (_, j) => columnLength(A, k, j));
  const least = Math.max(LEAST, LEAST_SHARE * length.reduce((most, own) => Math.max(most, own), 0));
  const short = Array.from({ length: k }, (_, j) => j).filter((j) => length[j] < least);
  if (short.length === 0) return A;
  const out = A.slice();
  const done = Array.from({ length: k }, (_, j) => j).filter((j) => !(length[j] < least));
  for (const j of short) {
    out.set(freeDirection(out, k, done), j * k);
    for (let i = 0; i < k; i++) out[j * k + i] *= least;
    done.push(j);
  }
  return out;
}

/** A unit vector orthogonal to some orthogonal columns: what is left of the axis that they reach least. */
function freeDirection(A: Float64Array, k: number, columns: readonly number[]): Float64Array {
  let best = new Float64Array(k);
  let longest = -1;
  for (let axis = 0; axis < k; axis++) {
    const rest = new Float64Array(k);
    rest[axis] = 1;
    // twice, so that what is left is orthogonal to rounding
    for (let pass = 0; pass < 2; pass++)
      for (const c of columns) {
        const square = columnLength(A, k, c) ** 2;
        let share = 0;
        for (let i = 0; i < k; i++) share += (A[c * k + i] * rest[i]) / square;
        for (let i = 0; i < k; i++) rest[i] -= share * A[c * k + i];
      }
    const length = norm2(rest);
    if (length <= longest) continue;
    longest = length;
    best = rest.map((value) => value / length);
  }
  return best;
}

function columnLength(A: Float64Array, k: number, j: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += A[j * k + i] ** 2;
  return Math.sqrt(sum);
}
