import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accumulateRows, blockLayout, type Moments, MomentsError, mergeMoments } from "../src/index.ts";
import { type ExampleRow, exampleBlocks, exampleRows, expectMomentsOf, randomRows } from "./helpers.ts";

const GROUPS = 5;
const blocks = exampleBlocks(GROUPS);

function momentsOf(list: readonly ExampleRow[]): Moments {
  return accumulateRows(blocks, exampleRows(blocks, list));
}

/** Rows of all magnitudes that data have; the response is about 1e9. */
const anyRow: fc.Arbitrary<ExampleRow> = fc.record({
  group: fc.integer({ min: 0, max: GROUPS - 1 }),
  x: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  time: fc.integer({ min: 0, max: 20 }),
  level: fc.integer({ min: 0, max: 5 }),
  y: fc.double({ min: -3, max: 3, noNaN: true }).map((z) => 1e9 + z),
});
const anyRows = fc.array(anyRow, { maxLength: 25 });
const seeded = { numRuns: 50, seed: 1 };

describe("mergeMoments", () => {
  test("merging is commutative: either order gives the exact moments of the union", () => {
    fc.assert(
      fc.property(anyRows, anyRows, (a, b) => {
        const union = exampleRows(blocks, [...a, ...b]);
        if (union.n === 0) return;
        expectMomentsOf(mergeMoments(momentsOf(a), momentsOf(b)), union);
        expectMomentsOf(mergeMoments(momentsOf(b), momentsOf(a)), union);
      }),
      seeded,
    );
  });

  test("merging is associative: either grouping gives the exact moments of the union", () => {
    fc.assert(
      fc.property(anyRows, anyRows, anyRows, (...lists) => {
        const union = exampleRows(blocks, lists.flat());
        if (union.n === 0) return;
        const [a, b, c] = lists.map(momentsOf);
        expectMomentsOf(mergeMoments(mergeMoments(a, b), c), union);
        expectMomentsOf(mergeMoments(a, mergeMoments(b, c)), union);
      }),
      seeded,
    );
  });

  test("merging row by row equals accumulating, for a response about 1e9 with unit variance", () => {
    const list = randomRows(200, GROUPS, 11, 1e9);
    const merged = list.map((row) => momentsOf([row])).reduce(mergeMoments);
    expectMomentsOf(merged, exampleRows(blocks, list));
  });

  test("merging in a tree equals accumulating, whatever the sizes of the leaves", () => {
    const list = randomRows(257, GROUPS, 12, 1e9);
    const merge = (start: number, stop: number, leaf: number): Moments => {
      if (stop - start <= leaf) return momentsOf(list.slice(start, stop));
      const middle = start + Math.ceil((stop - start) / 3);
      return mergeMoments(merge(start, middle, leaf), merge(middle, stop, leaf));
    };
    for (const leaf of [1, 2, 7, 100]) expectMomentsOf(merge(0, 257, leaf), exampleRows(blocks, list));
  });

  test("groups that only one side has are that side's", () => {
    const early = randomRows(60, 2, 13, 1e9);
    const late = randomRows(60, 3, 14, 1e9).map((row) => ({ ...row, group: row.group + 2 }));
    expectMomentsOf(mergeMoments(momentsOf(early), momentsOf(late)), exampleRows(blocks, [...early, ...late]));
    expectMomentsOf(mergeMoments(momentsOf(late), momentsOf(early)), exampleRows(blocks, [...early, ...late]));
  });

  test("parts whose means are 1e9 spreads apart keep their digits on the scale of the union", () => {
    const low = randomRows(40, GROUPS, 15);
    const high = randomRows(40, GROUPS, 16, 1e9);
    expectMomentsOf(mergeMoments(momentsOf(low), momentsOf(high)), exampleRows(blocks, [...low, ...high]));
  });

  test("nothing merged with moments is those moments", () => {
    const moments = momentsOf(randomRows(30, GROUPS, 17));
    expect(mergeMoments(moments, momentsOf([]))).toEqual(moments);
    expect(mergeMoments(momentsOf([]), moments)).toEqual(moments);
    expect(mergeMoments(momentsOf([]), momentsOf([])).n).toBe(0);
  });

  test("neither argument is changed", () => {
    const a = momentsOf(randomRows(30, GROUPS, 18));
    const b = momentsOf(randomRows(20, GROUPS, 19, 5));
    const before = structuredClone([a, b]);
    mergeMoments(a, b);
    expect([a, b]).toEqual(before);
  });

  test("the shift of a union is the first argument's", () => {
    const a = momentsOf(randomRows(5, GROUPS, 20));
    const b = momentsOf(randomRows(5, GROUPS, 21));
    expect(mergeMoments(a, b).shift).toEqual(a.shift);
  });

  test("moments of different designs are refused with both numbers", () => {
    const one = { group: 0, x: 1, time: 1, level: 0, y: 1 };
    const few = exampleBlocks(2);
    const other = accumulateRows(few, exampleRows(few, [one]));
    const refusal = refusalOf(() => mergeMoments(momentsOf([one]), other));
    expect(refusal).toBeInstanceOf(MomentsError);
    expect(refusal).toMatchObject({ code: "different-blocks", data: { what: "groups", left: GROUPS, right: 2 } });
  });

  test("different designs are refused even when one side has no rows", () => {
    const empty = accumulateRows(blockLayout(7, 2, blocks.widths, GROUPS), exampleRows(blocks, []));
    const refusal = refusalOf(() => mergeMoments(momentsOf(randomRows(5, GROUPS, 22)), empty));
    expect(refusal).toMatchObject({ code: "different-blocks", data: { what: "fixed columns", left: 2, right: 7 } });
  });
});

function refusalOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
