import { describe, expect, test } from "vitest";
import { addSlopes, slopeMoments, startSlope } from "../src/slope-sums.ts";
import { EXAMPLES, type Example, type ExampleRow, randomRows } from "./examples.ts";
import { expectMomentsOf } from "./helpers.ts";

const slope = EXAMPLES["a slope of the one fixed column"];
const weighted = EXAMPLES["a slope of the one fixed column with weights and offset"];
const intercept = EXAMPLES["an intercept"];

/** Adds pieces of a list one after the other; null where the first piece, or a later one, is not taken. */
function momentsOf({ blocks, rows }: Example, pieces: readonly (readonly ExampleRow[])[]) {
  const sums = startSlope(blocks, rows(pieces[0]!));
  if (sums === null || !pieces.every((piece) => addSlopes(sums, rows(piece)))) return null;
  return slopeMoments(sums);
}

const sorted = (list: readonly ExampleRow[]) => [...list].sort((a, b) => a.group - b.group);

describe("slopeMoments", () => {
  test.each([
    ["a slope", slope],
    ["a slope with weights and offset", weighted],
    ["an intercept", intercept],
  ])("are the exact moments of rows in any order, and of rows sorted by group: %s", (_, example) => {
    const list = randomRows(700, 3, 41, 1e6);
    for (const own of [list, sorted(list)]) {
      const moments = momentsOf(example, [own.slice(0, 333), own.slice(333)]);
      expectMomentsOf(moments!, example.sizes, example.rows(own));
    }
  });

  test("leave levels without rows at zero", () => {
    const list = randomRows(60, 6, 42).filter(({ group }) => group !== 2);
    const moments = momentsOf(slope, [list])!;
    expect(moments.factors[0]!.weight[2]).toBe(0);
    expectMomentsOf(moments, slope.sizes, slope.rows(list));
  });
});

describe("startSlope and addSlopes", () => {
  test("take no model of another kind", () => {
    const list = randomRows(40, 4, 43);
    for (const [name, { blocks, rows }] of Object.entries(EXAMPLES)) {
      const isSlope = [slope, weighted, intercept].some((own) => own.blocks === blocks);
      expect([name, startSlope(blocks, rows(list)) !== null]).toEqual([name, isSlope]);
    }
  });

  test("refuse rows outside every level, and add none of their record", () => {
    const list = randomRows(40, 4, 44);
    const sums = startSlope(slope.blocks, slope.rows(list))!;
    expect(addSlopes(sums, slope.rows([...list, { ...list[0]!, group: -1 }]))).toBe(false);
    expect(sums.n).toBe(0);
    expect(sums.levels.every((value) => value === 0)).toBe(true);
  });

  test("refuse a random column that is not the fixed one", () => {
    const list = randomRows(40, 4, 45);
    const rows = slope.rows(list);
    const sums = startSlope(slope.blocks, rows)!;
    const other = [rows.randomEffects[0]![0]!, { column: 1, value: rows.y }];
    expect(addSlopes(sums, { ...rows, randomEffects: [other] })).toBe(false);
  });

  test("refuse a second column that begins to vary", () => {
    const list = randomRows(40, 4, 46);
    const rows = slope.rows(list);
    const sums = startSlope(slope.blocks, rows)!;
    const X = rows.X.slice();
    X[7] = 2;
    expect(addSlopes(sums, { ...rows, X })).toBe(false);
  });
});
