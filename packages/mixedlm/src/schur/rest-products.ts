// What of the remaining columns' products Z_rest'Z_rest is outside the span of the eliminated factor: E = Z'Z - sum
// C_i'C_i on the pattern. In: an elimination. Out: values on the pattern. Differences that are rounding errors become
// zeros, so that nested factors, of which nothing is left, stay exactly so however large their variances.
import type { Elimination } from "./eliminate.ts";
import type { LevelSquares } from "./level-squares.ts";
import type { SchurPattern } from "./schur-pattern.ts";

/** Share of two columns' sizes below which what is left of their product is rounding error. */
const NOISE = 1e-14;

/** Computes E. */
export function restProducts(elimination: Elimination, pattern: SchurPattern, squares: LevelSquares): Float64Array {
  const { order, start, row, rowStart } = pattern;
  const E = new Float64Array(start[order]);
  addOwnProducts(elimination, pattern, E);
  addSharedProducts(elimination, pattern, E);
  const size = Float64Array.from({ length: order }, (_, b) => Math.sqrt(E[start[b]]));
  squares.add(elimination.CR, -1, E);
  for (let b = 0; b < order; b++)
    for (let k = start[b]; k < start[b + 1]; k++)
      if (Math.abs(E[k]) <= NOISE * size[b] * size[row[rowStart[b] + k - start[b]]]) E[k] = 0;
  return E;
}

/** Z'Z of every level, about zero. */
function addOwnProducts({ products, rest }: Elimination, { start }: SchurPattern, E: Float64Array): void {
  for (const f of rest.factors) {
    const { levels, columns: s, weight, zMean, ZZ } = products.factors[f];
    for (let l = 0; l < levels; l++)
      for (let j = 0; j < s; j++) {
        const at = start[rest.base[f] + l * s + j];
        // a level's own rows come first in its columns
        for (let i = j; i < s; i++)
          E[at + i - j] += ZZ[(l * s + j) * s + i] + weight[l] * zMean[l * s + i] * zMean[l * s + j];
      }
  }
}

/** Z_a'Z_b of two remaining factors: the columns of a stand before those of b. */
function addSharedProducts(
  { products, rest }: Elimination,
  { order, start, row, rowStart }: SchurPattern,
  E: Float64Array,
): void {
  const place = new Int32Array(order);
  for (const { a, b, start: cellStart, level, product } of products.cells) {
    if (rest.base[a] < 0 || rest.base[b] < 0) continue;
    const sa = products.factors[a].columns;
    const sb = products.factors[b].columns;
    for (let l = 0; l + 1 < cellStart.length; l++)
      for (let k = 0; k < sa; k++) {
        const column = rest.base[a] + l * sa + k;
        const shift = rowStart[column] - start[column];
        if (cellStart[l] === cellStart[l + 1]) continue;
        for (let at = start[column]; at < start[column + 1]; at++) place[row[shift + at]] = at;
        for (let c = cellStart[l]; c < cellStart[l + 1]; c++)
          for (let j = 0; j < sb; j++) E[place[rest.base[b] + level[c] * sb + j]] += product[c * sa * sb + j * sa + k];
      }
  }
}
