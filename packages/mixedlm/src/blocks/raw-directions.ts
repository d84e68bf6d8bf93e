// Roots S of the blocks' marginal precisions, S'S = Z'V^-1 Z, in the data's own random columns in place of the internal
// ones. Along a direction of large variance the precision is small: turning the root keeps its digits, where turning
// the finished second-order sums would take them from differences of large numbers.
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { BlockProducts } from "./block-products.ts";

/** S K, block after block as S is; K the map of each term from raw to internal columns. */
export function rawRoots(
  { count, layout, layouts, rank, tStart }: BlockProducts,
  { terms, bases }: Pick<InternalProducts, "terms" | "bases">,
  S: Float64Array,
): Float64Array {
  const raw = S.slice();
  for (let b = 0; b < count; b++) {
    const { instances } = layouts[layout[b]];
    const r = rank[b];
    const q = layouts[layout[b]].q;
    for (const { term, offset } of instances) {
      const { size } = terms[term];
      const { K } = bases[term];
      for (let i = 0; i < size; i++)
        for (let k = 0; k < r; k++) {
          let sum = 0;
          for (let j = 0; j < size; j++) sum += S[tStart[b] + (offset + j) * q + k] * K[i * size + j];
          raw[tStart[b] + (offset + i) * q + k] = sum;
        }
    }
  }
  return raw;
}
