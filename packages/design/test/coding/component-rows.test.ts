// Which entries a component has, told without rows, against the entries of rows.
import { columnFactor, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, category, componentEntries, type Design, designRows } from "../../src/index.ts";

const data = {
  y: [1, 2, 3, 4, 5, 6, 7, 8],
  x: [2, 3, 5, 7, 11, 13, 17, 19],
  a: ["p", "q", "p", "q", "r", "p", "q", "r"],
  b: ["s", "s", "t", "t", "s", "s", "t", "t"],
  c: category(["i", "j", "k", "i", "j", "k", "i", "j"], ["i", "j", "k"]),
  f: [true, false, true, false, true, true, false, false],
  g: ["u", "u", "u", "u", "v", "v", "v", "v"],
};

const component = (formula: string): Design =>
  buildDesign(parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: formula } }), data);

describe("the entries of a component are those that its rows have", () => {
  test.each([
    "1",
    "0 + x",
    "x",
    "0 + C(a)",
    "a",
    "0 + a:x",
    "a:b",
    "0 + c",
    "c:x",
    "0 + f",
    "C(a, Sum)",
    "0 + C(c, Helmert)",
    "C(c, Poly)",
    "C(a, Treatment(-1))",
    "0 + np.column_stack([x, y])",
    "0 + center(x)",
  ])("%s", (formula) => {
    const design = component(formula);
    const columns = (made: Design) =>
      designRows(made, data).components[0]!.map(({ column }) => (typeof column === "number" ? column : null));
    expect(componentEntries(design.components[0]!)).toEqual(columns(design).map((column) => ({ column })));
    const again = JSON.parse(JSON.stringify(design)) as Design;
    expect(componentEntries(again.components[0]!)).toEqual(componentEntries(design.components[0]!));
  });
});

test("a number is in the same column of every row, a category in each row's own", () => {
  expect(componentEntries(component("0 + x").components[0]!)).toEqual([{ column: 0 }]);
  expect(componentEntries(component("0 + C(a)").components[0]!)).toEqual([{ column: null }]);
  expect(componentEntries(component("1").components[0]!)).toEqual([{ column: 0 }]);
});

test("a group without a level of the factor has none of the columns, and a level that is not its own is refused", () => {
  const design = JSON.parse(JSON.stringify(component("0 + C(a)"))) as Design;
  const withLevels = (levels: string[][]): Design => {
    const own = { ...design.components[0]!, levels: [levels], names: levels };
    return { ...design, components: [own] };
  };
  const [entry] = designRows(withLevels([["p", "q"], []]), data).components[0]!;
  expect(entry!.column).toEqual(Int32Array.of(0, 1, 0, 1, -1, -1, -1, -1));
  expect(() => designRows(withLevels([["p", "q"], ["r"]]), data)).toThrow("not one of the levels");
});
