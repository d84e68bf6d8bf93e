import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accumulateRows, type Moments, MomentsError, mergeMoments, momentLayout } from "../src/index.ts";
import { anyRow, EXAMPLES, type Example, type ExampleRow, LEVELS, randomRows } from "./examples.ts";
import { expectMomentsOf } from "./helpers.ts";

const GROUPS = LEVELS.group;
const examples: [string, Example][] = Object.entries(EXAMPLES);
const { blocks, sizes, rows: exampleRows } = EXAMPLES["a slope, and a component of categories"];

function momentsOf(list: readonly ExampleRow[]): Moments {
  return accumulateRows(blocks, exampleRows(list));
}

const anyRows = fc.array(anyRow, { maxLength: 25 });
const seeded = { numRuns: 20, seed: 1 };

describe("mergeMoments", () => {
  test.each(examples)("merging is commutative: either order gives the exact moments of the union: %s", (_, own) => {
    const of = (list: readonly ExampleRow[]) => accumulateRows(own.blocks, own.rows(list));
    fc.assert(
      fc.property(anyRows, anyRows, (a, b) => {
        const union = own.rows([...a, ...b]);
        if (union.n === 0) return;
        expectMomentsOf(mergeMoments(of(a), of(b)), own.sizes, union);
        expectMomentsOf(mergeMoments(of(b), of(a)), own.sizes, union);
      }),
      seeded,
    );
  });

  test.each(examples)("merging is associative: either grouping gives the exact moments of the union: %s", (_, own) => {
    fc.assert(
      fc.property(anyRows, anyRows, anyRows, (...lists) => {
        const union = own.rows(lists.flat());
        if (union.n === 0) return;
        const [a, b, c] = lists.map((list) => accumulateRows(own.blocks, own.rows(list)));
        expectMomentsOf(mergeMoments(mergeMoments(a, b), c), own.sizes, union);
        expectMomentsOf(mergeMoments(a, mergeMoments(b, c)), own.sizes, union);
      }),
      seeded,
    );
  });

  test("merging row by row equals accumulating, for a response about 1e9 with unit variance", () => {
    const list = randomRows(200, GROUPS, 11, 1e9);
    const merged = list.map((row) => momentsOf([row])).reduce(mergeMoments);
    expectMomentsOf(merged, sizes, exampleRows(list));
  });

  test("merging in a tree equals accumulating, whatever the sizes of the leaves", () => {
    const list = randomRows(257, GROUPS, 12, 1e9);
    const merge = (start: number, stop: number, leaf: number): Moments => {
      if (stop - start <= leaf) return momentsOf(list.slice(start, stop));
      const middle = start + Math.ceil((stop - start) / 3);
      return mergeMoments(merge(start, middle, leaf), merge(middle, stop, leaf));
    };
    for (const leaf of [1, 2, 7, 100]) expectMomentsOf(merge(0, 257, leaf), sizes, exampleRows(list));
  });

  test("groups that only one side has are that side's", () => {
    const early = randomRows(60, 2, 13, 1e9);
    const late = randomRows(60, 4, 14, 1e9).map((row) => ({ ...row, group: row.group + 2 }));
    expectMomentsOf(mergeMoments(momentsOf(early), momentsOf(late)), sizes, exampleRows([...early, ...late]));
    expectMomentsOf(mergeMoments(momentsOf(late), momentsOf(early)), sizes, exampleRows([...early, ...late]));
  });

  test("parts whose means are 1e9 spreads apart keep their digits on the scale of the union", () => {
    const low = randomRows(40, GROUPS, 15);
    const high = randomRows(40, GROUPS, 16, 1e9);
    expectMomentsOf(mergeMoments(momentsOf(low), momentsOf(high)), sizes, exampleRows([...low, ...high]));
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
    const few = momentLayout({ ...sizes, levels: [2, LEVELS.other] });
    const other = accumulateRows(few, exampleRows([]));
    const refusal = refusalOf(() => mergeMoments(momentsOf(randomRows(5, GROUPS, 22)), other));
    expect(refusal).toBeInstanceOf(MomentsError);
    const data = { what: "levels of random factor 1", left: GROUPS, right: 2 };
    expect(refusal).toMatchObject({ code: "different-designs", data });
  });

  test("different designs are refused even when one side has no rows", () => {
    const empty = accumulateRows(momentLayout({ ...sizes, p: 7 }), exampleRows([]));
    const refusal = refusalOf(() => mergeMoments(momentsOf(randomRows(5, GROUPS, 22)), empty));
    expect(refusal).toMatchObject({ code: "different-designs", data: { what: "fixed columns", left: 2, right: 7 } });
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
