import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseMixedFormula, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { designLayout, type LayoutSizes, layoutDifference, momentLayout } from "../src/layout.ts";

/** Two vector terms on the first group, one on the second; a component of fixed columns and indicators on the first. */
const sizes: LayoutSizes = {
  p: 2,
  levels: [3, 5],
  effects: [
    { group: 0, columns: 2 },
    { group: 1, columns: 1 },
    { group: 0, columns: 4 },
  ],
  components: [{ group: 0, columns: [3, 1, 2], entries: [null, 0] }],
};

describe("momentLayout", () => {
  test("puts all vector terms of a group and the fixed columns of its components side by side in one factor", () => {
    const { factors } = momentLayout(sizes);
    expect(factors.slice(0, 2)).toEqual([
      { group: 0, component: null, nLevels: 3, s: 7 },
      { group: 1, component: null, nLevels: 5, s: 1 },
    ]);
  });

  test("gives an entry of columns of its own a factor of the pairs of group and column", () => {
    const { factors } = momentLayout(sizes);
    const component = { index: 0, entry: 0, start: Int32Array.of(0, 3, 4, 6) };
    expect(factors.slice(2)).toEqual([{ group: 0, component, nLevels: 6, s: 1 }]);
  });

  test("tells where each vector term and each entry of a component is", () => {
    expect(momentLayout(sizes).parts).toEqual([
      { kind: "effects", index: 0, factor: 0, first: 0, width: 2 },
      { kind: "effects", index: 1, factor: 1, first: 0, width: 1 },
      { kind: "effects", index: 2, factor: 0, first: 2, width: 4 },
      { kind: "component", index: 0, factor: 2, first: 0, width: 1 },
      { kind: "component", index: 0, factor: 0, first: 6, width: 1 },
    ]);
  });

  test("has no factor for a group whose components are indicators only, nor for one without any", () => {
    const components = [{ group: 1, columns: 2, entries: [null] }];
    const { factors } = momentLayout({ p: 1, levels: [4, 3], effects: [], components });
    const component = { index: 0, entry: 0, start: Int32Array.of(0, 2, 4, 6) };
    expect(factors).toEqual([{ group: 1, component, nLevels: 6, s: 1 }]);
  });

  test("refuses blocks that no memory holds, before they are allocated", () => {
    const refused = (p: number, columns: number, levels: number) => {
      try {
        momentLayout({ p, levels: [levels], effects: [{ group: 0, columns }], components: [] });
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(refused(100_000, 1, 100)).toMatchObject({ code: "limit", data: { columns: 100_000 } });
    expect(refused(0, 3000, 400)).toMatchObject({ code: "limit", data: { random: 3000 } });
    expect(refused(8000, 1, 100)).toBe(null);
  });
});

describe("layoutDifference", () => {
  const layout = momentLayout(sizes);
  const indicators = { group: 0, columns: 2, entries: [null] };

  test("finds none between equal layouts, whatever objects they are", () => {
    expect(layoutDifference(layout, momentLayout(structuredClone(sizes)))).toBeNull();
  });

  const other: [what: string, Partial<LayoutSizes>, number, number][] = [
    ["fixed columns", { p: 4 }, 2, 4],
    ["random factors", { components: [] }, 3, 2],
    ["columns of random factor 1", { effects: sizes.effects.slice(0, 2) }, 7, 3],
    ["levels of random factor 2", { levels: [3, 6] }, 5, 6],
    ["levels of random factor 3", { components: [{ ...sizes.components[0], columns: [3, 1, 4] }] }, 6, 8],
    ["levels of random factor 3 before group 2", { components: [{ ...sizes.components[0], columns: 2 }] }, 3, 2],
  ];
  test.each(other)("names %s with both numbers, left before right", (what, change, left, right) => {
    const changed = momentLayout({ ...sizes, ...change });
    expect(layoutDifference(layout, changed)).toEqual([what, left, right]);
    expect(layoutDifference(changed, layout)).toEqual([what, right, left]);
  });

  test("names the grouping factor where all sizes are equal", () => {
    const own = { p: 1, levels: [3, 3], effects: [{ group: 0, columns: 1 }], components: [indicators] };
    const theirs = { ...own, components: [{ ...indicators, group: 1 }] };
    const what = "as the grouping factor of random factor 2";
    expect(layoutDifference(momentLayout(own), momentLayout(theirs))).toEqual([what, 1, 2]);
  });
});

describe("designLayout", () => {
  const table = {
    y: [1, 2, 3, 4, 5, 6],
    x: [0, 1, 0, 2, 1, 3],
    batch: ["a", "a", "b", "b", "b", "c"],
    cask: ["u", "v", "u", "v", "w", "u"],
  };
  const blocksOf = (reFormula: string | null, vcFormula: Record<string, string> | null) =>
    designLayout(
      buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("batch"), reFormula, vcFormula }), table),
    );

  test("takes fixed and random columns and groups from the design", () => {
    const factors = [{ group: 0, component: null, nLevels: 3, s: 2 }];
    expect(blocksOf("1 + x", null)).toMatchObject({ p: 2, factors });
  });

  test("gives a component of a category a factor of the levels seen in each group", () => {
    const component = { index: 0, entry: 0, start: Int32Array.of(0, 2, 5, 6) };
    expect(blocksOf("1", { cask: "0 + C(cask)" }).factors[1]).toEqual({ group: 0, component, nLevels: 6, s: 1 });
  });

  test("has no factor of groups when there are components of categories only", () => {
    expect(blocksOf(null, { cask: "0 + C(cask)" }).factors.map(({ nLevels: levels }) => levels)).toEqual([6]);
  });

  test("makes a component of a number a column of its group", () => {
    expect(blocksOf("1", { x: "0 + x" })).toMatchObject({
      factors: [{ s: 2 }],
      parts: [{ first: 0 }, { first: 1 }],
    });
  });

  test("lists the factors of several groups in their order", () => {
    const design = buildDesign(parseMixedFormula("y ~ x + (1 | batch/cask) + (0 + x | batch)"), table);
    const { factors } = designLayout(design);
    expect(factors.map(({ nLevels: levels, s: columns }) => [levels, columns])).toEqual([
      [6, 1],
      [3, 2],
    ]);
  });
});
