// The order in which the rows of a record are added: by group where groups are many, so that memory is walked through
// once and not jumped about in for each row. Sums do not depend on it but for rounding.
import type { Blocks } from "./blocks.ts";

/** Numbers of all groups' blocks that a processor keeps at hand: below that, any order is as good as another. */
const NEAR = 2 ** 16;

/** Most stretches of groups that rows are sorted into; inside one they keep their order. */
const STRETCHES = 2 ** 12;

/**
 * Orders rows by the place of their group's block, roughly; the rows of a group stay in their order.
 *
 * @param codes - group of each row, -1 for none.
 * @returns row numbers.
 */
export function rowOrder({ q, meanStart, crossStart }: Blocks, codes: Int32Array): Int32Array {
  const order = new Int32Array(codes.length);
  const groups = q.length;
  if (2 * meanStart[groups] + crossStart[groups] <= NEAR) {
    for (let i = 0; i < order.length; i++) order[i] = i;
    return order;
  }
  const shift = Math.max(0, Math.ceil(Math.log2(groups / STRETCHES)));
  const next = new Int32Array((groups >> shift) + 3);
  for (let i = 0; i < codes.length; i++) next[(codes[i] >> shift) + 2] += 1;
  for (let stretch = 1; stretch < next.length; stretch++) next[stretch] += next[stretch - 1];
  for (let i = 0; i < codes.length; i++) order[next[(codes[i] >> shift) + 1]++] = i;
  return order;
}
