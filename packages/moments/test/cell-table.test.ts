import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellTable, findSlots, sortedCells } from "../src/cell-table.ts";
import { RUN } from "../src/run.ts";

/** Counts pairs in runs, as cells do. */
function count(pairs: readonly (readonly [number, number])[]) {
  const table = cellTable();
  const slots = new Int32Array(RUN);
  for (let start = 0; start < pairs.length; start += RUN) {
    const run = pairs.slice(start, start + RUN);
    const [a, b] = [0, 1].map((side) => Int32Array.from(run, (pair) => pair[side]));
    findSlots(table, a, b, run.length, slots);
    for (const slot of slots.subarray(0, run.length)) if (slot >= 0) table.values[2 * slot + 1]++;
  }
  return table;
}

/** The same, with text as keys. */
function slowCount(pairs: readonly (readonly [number, number])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [a, b] of pairs) if (a >= 0 && b >= 0) counts.set(`${a} ${b}`, (counts.get(`${a} ${b}`) ?? 0) + 1);
  return counts;
}

/** Writes sorted pairs as the slow count has them. */
function asEntries({ start, b, values }: ReturnType<typeof sortedCells>): [string, number][] {
  const entries: [string, number][] = [];
  for (let a = 0; a + 1 < start.length; a++)
    for (let k = start[a]; k < start[a + 1]; k++) entries.push([`${a} ${b[k]}`, values[k]]);
  return entries;
}

describe("cell tables", () => {
  test("count every pair, in the order of a, then of b", () => {
    const level = fc.integer({ min: -1, max: 19 });
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { maxLength: 400 }), (pairs) => {
        const entries = asEntries(sortedCells(count(pairs), 20, 20));
        expect(new Map(entries)).toEqual(slowCount(pairs));
        const order = entries.map(([key]) => key.split(" ").map(Number)).map(([a, b]) => 20 * a + b);
        expect(order).toEqual([...order].sort((x, y) => x - y));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test("find pairs again after they have grown, whatever the levels' sizes", () => {
    const pairs = Array.from({ length: 30_000 }, (_, i): [number, number] => [(i * 7919) % 6007, (i * i) % 4001]);
    const table = count([...pairs, ...pairs]);
    const expected = slowCount([...pairs, ...pairs]);
    expect(table.count).toBe(expected.size);
    expect(new Map(asEntries(sortedCells(table, 6007, 4001)))).toEqual(expected);
  });
});
