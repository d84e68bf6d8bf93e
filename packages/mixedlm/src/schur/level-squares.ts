// sum B_i'B_i over the levels of the eliminated factor, added to a matrix on the pattern. Where levels touch most
// remaining columns, all B_i are stacked to one dense matrix, for which there are faster kernels than scattering.
import { rankUpdateInPlace } from "@mixedlm/linalg";
import type { Elimination } from "./eliminate.ts";
import { addPairSquares, levelPairs } from "./level-pairs.ts";
import { addSquares } from "./schur-kernels.ts";
import type { SchurPattern } from "./schur-pattern.ts";

/** Share of pairs (level, remaining column) that have to be touched, and most numbers of the stacked matrix. */
const DENSE_SHARE = 0.5;
const MOST = 2 ** 22;

/** Adds squares of levels, and keeps the last B stacked. */
export interface LevelSquares {
  /** The last B, levels s x order, column-major, zeros where nothing is touched; null where scattering is faster. */
  readonly stacked: Float64Array | null;
  /** See {@link levelPairs}. */
  readonly pairs: Int32Array | null;
  /** values += alpha sum B_i'B_i for B of s numbers for each touched column. */
  add(B: Float64Array, alpha: number, values: Float64Array): void;
}

/** Chooses how squares are added. */
export function levelSquares(elimination: Elimination, pattern: SchurPattern): LevelSquares {
  const { levels, s, rest, column } = elimination;
  const height = levels * s;
  const { order } = rest;
  const isDense = pattern.isFull && column.length >= DENSE_SHARE * levels * order;
  if (!isDense || order === 0 || height * order > MOST) {
    const pairs = levelPairs(elimination, pattern);
    const zeros = new Float64Array(order);
    return {
      stacked: null,
      pairs,
      add(B, alpha, values) {
        if (pairs === null) addSquares(elimination, B, alpha, pattern, values, zeros);
        else addPairSquares(elimination, pairs, B, alpha, values);
      },
    };
  }
  const stacked = new Float64Array(height * order);
  const square = new Float64Array(order * order);
  return {
    stacked,
    pairs: null,
    add(B, alpha, values) {
      stackLevels(elimination, B, stacked);
      square.fill(0);
      rankUpdateInPlace(square, order, stacked, height, alpha);
      for (let b = 0; b < order; b++) {
        const from = b * order + b - pattern.start[b];
        for (let k = pattern.start[b]; k < pattern.start[b + 1]; k++) values[k] += square[from + k];
      }
    },
  };
}

/** Writes every B_i to its place; the zeros between stay. */
function stackLevels({ levels, s, start, column }: Elimination, B: Float64Array, to: Float64Array): void {
  const height = levels * s;
  for (let i = 0; i < levels; i++)
    for (let t = start[i]; t < start[i + 1]; t++)
      for (let m = 0; m < s; m++) to[column[t] * height + i * s + m] = B[t * s + m];
}
