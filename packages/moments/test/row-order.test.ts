import fc from "fast-check";
import { expect, test } from "vitest";
import { blockLayout } from "../src/index.ts";
import { rowOrder } from "../src/row-order.ts";

test("few groups are left in the order of the rows", () => {
  expect(rowOrder(blockLayout(2, 1, [], 3), Int32Array.of(2, 0, -1, 1))).toEqual(Int32Array.of(0, 1, 2, 3));
});

test("many groups come in ascending stretches, each row once, and the rows of a group as they were", () => {
  const groups = 100_000;
  const blocks = blockLayout(2, 1, [], groups);
  const code = fc.integer({ min: -1, max: groups - 1 });
  const codes = fc.array(fc.oneof(code, fc.constantFrom(-1, 0, groups - 1)), { maxLength: 200 });
  fc.assert(
    fc.property(codes, (list) => {
      const order = rowOrder(blocks, Int32Array.from(list));
      expect([...order].sort((a, b) => a - b)).toEqual([...list.keys()]);
      for (let i = 1; i < order.length; i++) {
        const [before, here] = [list[order[i - 1]], list[order[i]]];
        // 4096 stretches at most, each of a power of two
        expect(here >> 5).toBeGreaterThanOrEqual(before >> 5);
        if (here === before) expect(order[i]).toBeGreaterThan(order[i - 1]);
      }
    }),
  );
});
