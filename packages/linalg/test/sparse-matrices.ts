// Patterns of every kind that the sparse code has to cope with, values for them, and slow dense code that it must agree
// with: elimination of a filled-in square of booleans, and Gauss-Jordan without pivoting.
import { type SparsePattern, sparsePattern } from "../src/index.ts";
import { uniform } from "./helpers.ts";

/** The pattern of all (i, j), i > j, for which `has` holds, and the diagonal. */
export function patternWhere(n: number, has: (i: number, j: number) => boolean): SparsePattern {
  const start = [0];
  const row: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) if (i === j || has(i, j)) row.push(i);
    start.push(row.length);
  }
  return sparsePattern(n, Int32Array.from(start), Int32Array.from(row));
}

export function randomPattern(n: number, density: number, seed: number): SparsePattern {
  const next = uniform(seed);
  return patternWhere(n, () => (next() + 1) / 2 < density);
}

/** A square grid of `side x side` points, each joined with its neighbours, row after row. */
export function grid(side: number): SparsePattern {
  return patternWhere(side * side, (i, j) => i - j === side || (i - j === 1 && i % side !== 0));
}

/** Levels of unlike popularity that meet at random, as items that were rated by the same people. */
function popularityPattern(n: number, seed: number): SparsePattern {
  const next = uniform(seed);
  const popularity = Array.from({ length: n }, () => ((next() + 1) / 2) ** 2);
  return patternWhere(n, (i, j) => (next() + 1) / 2 < 1.5 * popularity[i] * popularity[j]);
}

/** Renames the columns at random, so that nothing depends on a lucky numbering. */
export function shuffled(pattern: SparsePattern, seed: number): SparsePattern {
  const { n } = pattern;
  const next = uniform(seed);
  const name = Array.from({ length: n }, (_, i) => ({ i, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i);
  const joined = new Set<number>();
  forEachEntry(pattern, (i, j) => joined.add(Math.max(name[i], name[j]) * n + Math.min(name[i], name[j])));
  return patternWhere(n, (i, j) => joined.has(i * n + j));
}

/** One or more of each kind, by name. */
export const PATTERNS: Readonly<Record<string, SparsePattern>> = {
  "n = 1": patternWhere(1, () => true),
  "n = 2, full": patternWhere(2, () => true),
  diagonal: patternWhere(40, () => false),
  tridiagonal: patternWhere(60, (i, j) => i - j === 1),
  "banded, shuffled": shuffled(
    patternWhere(120, (i, j) => i - j <= 5),
    1,
  ),
  "arrow to the last": patternWhere(50, (i) => i === 49),
  "star from the first": patternWhere(50, (_, j) => j === 0),
  "blocks of seven": patternWhere(84, (i, j) => Math.floor(i / 7) === Math.floor(j / 7)),
  "blocks of seven, shuffled": shuffled(
    patternWhere(84, (i, j) => Math.floor(i / 7) === Math.floor(j / 7)),
    2,
  ),
  "disconnected: a full block, a path, single points": patternWhere(
    90,
    (i, j) => i < 30 || (i < 60 && i - j === 1 && j >= 30),
  ),
  "binary tree": patternWhere(127, (i, j) => Math.floor((i - 1) / 2) === j),
  "grid of 12 x 12": grid(12),
  "grid of 12 x 12, shuffled": shuffled(grid(12), 3),
  full: patternWhere(70, () => true),
  "random 1 %": randomPattern(200, 0.01, 4),
  "random 3 %": randomPattern(200, 0.03, 5),
  "random 10 %": randomPattern(150, 0.1, 6),
  "random 30 %": randomPattern(150, 0.3, 7),
  "unlike popularity": popularityPattern(200, 8),
  "two hubs that everyone knows": patternWhere(200, (i, j) => j < 2 || i - j === 1),
};

export function forEachEntry(pattern: SparsePattern, visit: (i: number, j: number, k: number) => void): void {
  for (let j = 0; j < pattern.n; j++) {
    for (let k = pattern.start[j]; k < pattern.start[j + 1]; k++) visit(pattern.row[k], j, k);
  }
}

/** Values that make the matrix positive definite: its diagonal exceeds the sum of its rows by a random margin. */
export function definiteValues(pattern: SparsePattern, seed: number): Float64Array {
  const next = uniform(seed);
  const values = Float64Array.from(pattern.row, () => next());
  const diagonal = Array.from({ length: pattern.n }, () => 0.1 + Math.abs(next()));
  forEachEntry(pattern, (i, j, k) => {
    if (i === j) return;
    diagonal[i] += Math.abs(values[k]);
    diagonal[j] += Math.abs(values[k]);
  });
  for (let j = 0; j < pattern.n; j++) values[pattern.start[j]] = diagonal[j];
  return values;
}

/** The matrix as rows of numbers. */
export function toDense(pattern: SparsePattern, values: ArrayLike<number>): number[][] {
  const A = Array.from({ length: pattern.n }, () => new Array<number>(pattern.n).fill(0));
  forEachEntry(pattern, (i, j, k) => {
    A[i][j] = values[k];
    A[j][i] = values[k];
  });
  return A;
}

/** The inverse and log determinant by Gauss-Jordan elimination. */
export function denseInverse(A: readonly (readonly number[])[]): { inverse: number[][]; logdet: number } {
  const n = A.length;
  const W = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logdet = 0;
  for (let k = 0; k < n; k++) {
    const pivot = W[k][k];
    logdet += Math.log(pivot);
    for (let j = 0; j < 2 * n; j++) W[k][j] /= pivot;
    for (let i = 0; i < n; i++) {
      const factor = W[i][k];
      if (i === k || factor === 0) continue;
      for (let j = k; j < 2 * n; j++) W[i][j] -= factor * W[k][j];
    }
  }
  return { inverse: W.map((row) => row.slice(n)), logdet };
}

/** Where L has entries when the columns are eliminated in the given order: `filled[i][j]` for i >= j, in that order. */
export function eliminatePattern(pattern: SparsePattern, order: ArrayLike<number>): boolean[][] {
  const A = toDense(pattern, new Float64Array(pattern.row.length).fill(1));
  const { n } = pattern;
  const filled = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => A[order[i]][order[j]] !== 0));
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      if (!filled[i][k]) continue;
      for (let j = k + 1; j < n; j++) if (filled[j][k]) filled[i][j] = true;
    }
  }
  return filled;
}

/** Entries of each column of L, the diagonal included. */
export function columnSizes(filled: readonly (readonly boolean[])[]): number[] {
  return filled.map((_, j) => filled.filter((row, i) => i >= j && row[j]).length);
}

export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
