// The bases of `group-basis.ts` where every block is a level with a constant column and at most one other, written out:
// the constant comes first, and what is left of the other column is the second.
import { NOISE } from "../coordinates/group-basis.ts";
import { type InternalProducts, levelProducts } from "../coordinates/internal-products.ts";
import type { WholeBlocks } from "./block-products.ts";

/**
 * Fills T, C and ranks, and takes C'C (the constant's rows aside) from E.
 *
 * @returns whether the blocks are of that kind; nothing is done when they are not.
 */
export function fillFewColumns(blocks: WholeBlocks, { factors, p }: InternalProducts): boolean {
  const [{ columns: s, constant, weight, readLevel }] = factors;
  if (!blocks.members.isSingle || s > 2 || constant < 0) return false;
  const { T, C, E, rank } = blocks;
  const columns = p + 1;
  const other = 1 - constant;
  const own = levelProducts(1, s, columns);
  const { zMean, fMean, ZZ, ZF } = own;
  for (let b = 0; b < blocks.count; b++) {
    const l = blocks.members.levelAt(b);
    readLevel(l, own, 0);
    const root = Math.sqrt(weight[l]);
    const t = b * s * s;
    const c = b * s * columns;
    for (let i = 0; i < s; i++) T[t + i] = root * zMean[i];
    for (let j = 0; j < columns; j++) C[c + j * s] = root * fMean[j];
    rank[b] = 1;
    if (s === 1) continue;
    const square = ZZ[3 * other];
    const aboutZero = square + weight[l] * zMean[other] ** 2;
    if (!(square > NOISE * aboutZero)) continue;
    const size = Math.sqrt(square);
    T[t + 2 + other] = size;
    rank[b] = 2;
    for (let j = 0; j < columns; j++) {
      const value = ZF[2 * j + other] / size;
      C[c + 2 * j + 1] = value;
      for (let i = 0; i <= j; i++) E[i * columns + j] -= value * C[c + 2 * i + 1];
    }
  }
  return true;
}
