// Subsets: each kind of subset selects the same rows, the model is that of statsmodels on these rows, and row labels stay
// those of the whole table.
import { readFileSync } from "node:fs";
import { DesignError } from "@mixedlm/design";
import { FormulaError } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { type Label, mixedlm, readCsv, SmfError, type Subset, smf } from "../../src/index.ts";
import { labelsOfRows } from "../../src/model/model-source.ts";

interface SubsetCase {
  dataset: string;
  formula: string;
  groups: string;
  expression: string;
  re_formula?: string;
  vc_formula?: Record<string, string>;
  rows: number[];
  converged: boolean;
  group_labels: Label[];
  param_names: string[];
  llf: number;
  fittedvalues: { index: number[]; values: number[] };
  summary: string;
}

const { cases }: { cases: SubsetCase[] } = JSON.parse(
  readFileSync(new URL("../../../../fixtures/subset/cases.json", import.meta.url), "utf8"),
);
const titled = cases.map((one): [string, SubsetCase] => [`${one.dataset}, ${one.expression}`, one]);

function modelOf({ dataset, formula, groups, re_formula, vc_formula }: SubsetCase, subset: Subset) {
  const random = {
    ...(re_formula === undefined ? {} : { re_formula }),
    ...(vc_formula === undefined ? {} : { vc_formula }),
  };
  return mixedlm(formula as string, readCsv(loadData(dataset)), groups as string, { ...random, subset });
}

describe("statsmodels on the rows alone", () => {
  test.each(titled)("%s: the same text, levels and groups", (_, one) => {
    const model = modelOf(one, one.expression);
    expect(model.group_labels).toEqual(one.group_labels);
    expect(model.param_names).toEqual(one.param_names);
    expect(String(model.fit().summary())).toBe(one.summary);
  });

  test.each(titled)("%s: fitted values are labelled by the rows of the whole table", (_, one) => {
    const { fittedvalues } = modelOf(one, one.expression).fit();
    expect(fittedvalues.index.slice(0, 30)).toEqual(one.fittedvalues.index);
    for (const [i, value] of one.fittedvalues.values.entries())
      expect(fittedvalues.values[i] as number).toBeCloseTo(value, 3);
  });
});

describe("every kind of subset", () => {
  const [one] = cases as [SubsetCase];
  const table = readCsv(loadData(one.dataset));
  const time = Array.from(table.array("Time")) as number[];
  const wanted = new Set(one.rows);
  const kinds: [what: string, subset: Subset][] = [
    ["truth values", time.map((_, row) => wanted.has(row))],
    ["row numbers", one.rows],
    ["row numbers in another order", [...one.rows].reverse()],
    ["a typed array", Int32Array.from(one.rows)],
    ["a function of the row", (row) => row.Time > 3],
    ["a function of its number", (_, index) => wanted.has(index)],
    ["an expression", "Time > 3"],
    ["a series", new smf.Series(Array.from(time.keys()), time).gt(3)],
  ];

  test.each(kinds)("%s selects the rows", (_, subset) => {
    const { source } = modelOf(one, subset);
    expect(labelsOfRows(source, [...one.rows.keys()])).toEqual(one.rows);
    expect(source.table.numRows).toBe(one.rows.length);
  });

  test("all rows are the model without a subset", () => {
    const all = modelOf(one, () => true).fit();
    expect(all.llf).toBe(mixedlm(one.formula as string, table, one.groups as string).fit().llf);
  });

  test("a row is asked with its values as they are, null where one is missing", () => {
    const seen: unknown[] = [];
    const data = { y: [1, 2, 3, 5], x: [1, Number.NaN, 2, 3], g: ["a", "a", "b", "b"], is: [true, false, true, true] };
    mixedlm("y ~ 1", data, "g", {
      subset: ({ x, g, is }, index) => {
        seen.push([x, g, is, index]);
        return true;
      },
    });
    expect(seen).toEqual([
      [1, "a", true, 0],
      [null, "a", false, 1],
      [2, "b", true, 2],
      [3, "b", true, 3],
    ]);
  });

  test("groups given as an array are one label for each row of the whole table", () => {
    const data = { y: [1, 2, 4, 3, 9, 7, 1, 1], x: [1, 2, 3, 5, 1, 2, 0, 0] };
    const model = mixedlm("y ~ x", data, ["a", "a", "b", "b", "c", "c", "d", "d"], { subset: "x > 0" });
    expect(model.group_labels).toEqual(["a", "b", "c"]);
  });

  test("missing values outside the subset do not matter, and inside it are still refused", () => {
    const data = { y: [1, 2, 4, 3, 9, Number.NaN, 2, 6], g: ["a", "a", "b", "b", "c", "c", "c", "a"] };
    expect(mixedlm("y ~ 1", data, "g", { subset: [0, 1, 2, 3, 4, 6, 7] }).nobs).toBe(7);
    expect(() => mixedlm("y ~ 1", data, "g", { subset: [0, 1, 2, 3, 4, 5] })).toThrow("1 of 6 rows lacks a value");
  });

  test("rows that are dropped as well keep the labels of the others", () => {
    const data = { y: [1, 2, 4, 3, 9, Number.NaN, 2, 6, 5], g: ["a", "a", "b", "b", "c", "c", "c", "a", "b"] };
    const { fittedvalues } = mixedlm("y ~ 1", data, "g", { subset: [1, 2, 3, 4, 5, 6, 7, 8], missing: "drop" }).fit();
    expect(fittedvalues.index).toEqual([1, 2, 3, 4, 6, 7, 8]);
  });
});

describe("subsets that select nothing", () => {
  const data = { y: [1, 2, 4, 3, 9, 7], x: [1, 2, 3, 5, 1, 2], g: ["a", "a", "b", "b", "c", "c"] };
  const wrong: [what: string, subset: unknown, code: string, text: string][] = [
    ["too few truth values", [true, false], "subset-length", "2 truth values, but the table has 6 rows"],
    ["no truth", [false, false, false, false, false, false], "subset-empty", "none of the 6 rows"],
    ["no rows", [], "subset-empty", "none of the 6 rows"],
    ["a row that does not exist", [0, 6], "subset-position", "from 0 to 5"],
    ["a row counted from the end", [0, -1], "subset-position", "-1"],
    ["half a row", [0, 0.5], "subset-position", "0.5"],
    ["a row twice", [0, 1, 2, 2], "subset-position", "2 twice"],
    ["texts", ["a", "b"], "subset-type", "expected truth values"],
    ["both kinds", [true, 1, 2, 3, 4, 5], "subset-type", "expected truth values"],
    ["a record", { x: 1 }, "subset-type", "expected truth values"],
    ["a number", 3, "subset-type", "expected truth values"],
    ["a function without an answer", () => undefined, "subset-type", "expected truth values"],
    ["a function that says no", () => false, "subset-empty", "none of the 6 rows"],
    ["an expression that is a number", "x + 1", "subset-expression", "gives no truth values"],
    ["an expression that is a text", "g", "subset-expression", "gives no truth values"],
    ["two expressions", "x > 1) + I(x > 2", "subset-expression", "gives no truth values"],
  ];

  test.each(wrong)("%s", (_, subset, code, text) => {
    const call = () => mixedlm("y ~ x", data, "g", { subset: subset as never });
    expect(call).toThrow(SmfError);
    expect(call).toThrow(expect.objectContaining({ code }));
    expect(call).toThrow(text);
  });

  test("a wrong name in an expression is refused with the right one", () => {
    expect(() => mixedlm("y ~ x", data, "g", { subset: "X > 1" })).toThrow(DesignError);
    expect(() => mixedlm("y ~ x", data, "g", { subset: "X > 1" })).toThrow("did you mean `x`?");
  });

  test("two comparisons without parentheses are refused with how to write them", () => {
    expect(() => mixedlm("y ~ x", data, "g", { subset: "x > 1 & x < 3" })).toThrow("needs parentheses");
  });

  test("a text that is no expression is refused", () => {
    expect(() => mixedlm("y ~ x", data, "g", { subset: "x >" })).toThrow(FormulaError);
  });
});
