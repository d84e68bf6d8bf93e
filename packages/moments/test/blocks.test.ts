import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { blockLayout, blocksDifference, componentStart, designBlocks } from "../src/blocks.ts";

const widths = [Int32Array.of(3, 1, 2), Int32Array.of(0, 4, 1)];

describe("blockLayout", () => {
  test("counts each group's random columns: the random effects, then every component's own", () => {
    expect([...blockLayout(2, 1, widths, 3).q]).toEqual([4, 6, 4]);
  });

  test("gives a group q + p + 1 means and q x (q + p + 1) cross-products, one group after another", () => {
    const { meanStart, crossStart } = blockLayout(2, 1, widths, 3);
    expect([...meanStart]).toEqual([0, 7, 16, 23]);
    expect([...crossStart]).toEqual([0, 28, 82, 110]);
  });

  test("lays out no groups and no random columns", () => {
    expect([...blockLayout(1, 0, [], 0).crossStart]).toEqual([0]);
    expect([...blockLayout(1, 0, [], 2).crossStart]).toEqual([0, 0, 0]);
    expect([...blockLayout(1, 0, [], 2).meanStart]).toEqual([0, 2, 4]);
  });

  test("refuses blocks that no memory holds, before they are allocated", () => {
    const refused = (make: () => unknown) => {
      try {
        make();
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(refused(() => blockLayout(100_000, 1, [], 100))).toMatchObject({
      code: "limit",
      data: { columns: 100_000 },
    });
    expect(refused(() => blockLayout(0, 3000, [], 400))).toMatchObject({ code: "limit", data: { group: 3000 } });
    expect(refused(() => blockLayout(8000, 1, [], 100))).toBe(null);
  });
});

describe("componentStart", () => {
  test("counts the columns before a component inside its group's block", () => {
    const blocks = blockLayout(2, 1, widths, 3);
    expect([0, 1, 2].map((g) => componentStart(blocks, 0, g))).toEqual([1, 1, 1]);
    expect([0, 1, 2].map((g) => componentStart(blocks, 1, g))).toEqual([4, 2, 3]);
  });
});

describe("blocksDifference", () => {
  const blocks = blockLayout(2, 1, widths, 3);

  test("finds none between equal layouts, whatever objects they are", () => {
    expect(blocksDifference(blocks, blockLayout(2, 1, [widths[0].slice(), widths[1].slice()], 3))).toBeNull();
  });

  const other: [what: string, ReturnType<typeof blockLayout>, number, number][] = [
    ["fixed columns", blockLayout(4, 1, widths, 3), 2, 4],
    ["random-effects columns", blockLayout(2, 2, widths, 3), 1, 2],
    ["groups", blockLayout(2, 1, widths, 2), 3, 2],
    ["variance components", blockLayout(2, 1, widths.slice(1), 3), 2, 1],
    ["columns of component 2 in group 3", blockLayout(2, 1, [widths[0], Int32Array.of(0, 4, 5)], 3), 1, 5],
  ];
  test.each(other)("names %s with both numbers, left before right", (what, layout, left, right) => {
    expect(blocksDifference(blocks, layout)).toEqual([what, left, right]);
    expect(blocksDifference(layout, blocks)).toEqual([what, right, left]);
  });
});

describe("designBlocks", () => {
  const table = {
    y: [1, 2, 3, 4, 5, 6],
    x: [0, 1, 0, 2, 1, 3],
    batch: ["a", "a", "b", "b", "b", "c"],
    cask: ["u", "v", "u", "v", "w", "u"],
  };
  const blocksOf = (reFormula: string | null, vcFormula: Record<string, string> | null) =>
    designBlocks(
      buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("batch"), reFormula, vcFormula }), table),
    );

  test("takes fixed and random-effects columns and groups from the design", () => {
    expect(blocksOf("1 + x", null)).toMatchObject({ p: 2, k: 2, widths: [], q: Int32Array.of(2, 2, 2) });
  });

  test("gives a component the levels seen in each group", () => {
    expect(blocksOf("1", { cask: "0 + C(cask)" })).toMatchObject({ k: 1, widths: [Int32Array.of(2, 3, 1)] });
  });

  test("has no random-effects columns when there are components only", () => {
    const { k, q } = blocksOf(null, { cask: "0 + C(cask)" });
    expect(k).toBe(0);
    expect([...q]).toEqual([2, 3, 1]);
  });
});
