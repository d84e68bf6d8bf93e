// Designs of lme4's formulas: the same as those of statsmodels' spelling, and errors that underline the bar's parts.
import { columnFactor, parseMixedFormula, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, type Design, type DesignError, designRows, type TableLike } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const table = {
  y: [1.5, 2.25, 0.5, 4, 3.75, 2, 6, 1],
  x: [1, 2, 3, 4, 5, 7, 6, 8],
  "my z": [0.5, 1, 0, 2, 1, 3, 1, 2],
  f: ["p", "q", "r", "p", "q", "r", "p", "q"],
  g: ["a", "a", "b", "b", "c", "c", "d", "d"],
};

/** What a design says of the data, without the texts and places of its formulas. */
function withoutTexts(design: Design): unknown {
  const texts = new Set(["source", "formula", "span", "functionSpan", "label"]);
  return JSON.parse(JSON.stringify(design, (key, value) => (texts.has(key) ? undefined : value)));
}

function errorOf(text: string, data: TableLike = table): DesignError {
  return thrown(() => buildDesign(parseMixedFormula(text), data));
}

const underlined = (text: string, data?: TableLike): readonly [string, string] => {
  const error = errorOf(text, data);
  expect(error.source).toBe(text);
  return [error.code, [...text].slice(...(error.span ?? [0, 0])).join("")];
};

describe("a formula with a bar has the design of statsmodels' spelling", () => {
  test.each([
    ["y ~ x + (1 | g)", "y ~ x", null],
    ["y ~ x + (x | g)", "y ~ x", "~ x"],
    ["y ~ (0 + x | g) + x - 1", "y ~ x - 1", "0 + x"],
    ["y ~ x + (f | C(g))", "y ~ x", "~ f"],
    ["y ~ x*f + (x + I(x**2) | `g`) - (x + f)", "y ~ x*f - (x + f)", "~ x + I(x**2)"],
    ["y ~ `my z` + (1 + `my z` | g)", "y ~ Q('my z')", "~ Q('my z')"],
    ["y ~ (0 + f || g) - 1 + (x)", "y ~ x - 1", "~ 0 + f"],
  ])("%s", (bars, formula, reFormula) => {
    const ours = buildDesign(parseMixedFormula(bars), table);
    const theirs = buildDesign(parseModel({ formula, group: columnFactor("g"), reFormula }), table);
    expect(withoutTexts(ours)).toEqual(withoutTexts(theirs));
    expect(designRows(ours, table)).toEqual(designRows(theirs, table));
  });

  test("with a `.`, with functions by R's names, and with columns that lack values", () => {
    const data = { ...table, g: [...table.g.slice(0, 7), null] };
    const columns = ["y", "x", "g"];
    const ours = buildDesign(parseMixedFormula("log(y) ~ . + (1 | g)", { columns }), data, { missing: "drop" });
    const theirs = buildDesign(parseModel({ formula: "np.log(y) ~ x", group: columnFactor("g") }), data, {
      missing: "drop",
    });
    expect(ours.response.names).toEqual(["log(y)"]);
    expect(ours.rows).toEqual(theirs.rows);
    expect(designRows(ours, data)).toEqual(designRows(theirs, data));
  });
});

describe("an error underlines what it is about in the formula", () => {
  test("a grouping column that the table lacks", () => {
    expect(underlined("y ~ x + (1 | school)")).toEqual(["unknown-name", "school"]);
    expect(underlined("y ~ x + (1 | C(school))")).toEqual(["unknown-name", "C(school)"]);
    expect(underlined("y ~ x + (1 | `the school`)")).toEqual(["unknown-name", "`the school`"]);
  });

  test("a grouping column that lacks values", () => {
    expect(underlined("y ~ x + (1 | g)", { ...table, g: [null, ...table.g.slice(1)] })).toEqual([
      "missing-values",
      "g",
    ]);
    expect(underlined("y ~ x + (1 | g)", { ...table, g: table.g.map(() => null) })).toEqual(["missing-values", "g"]);
  });

  test("a column left of a bar", () => {
    expect(underlined("y ~ x + (w | g)")).toEqual(["unknown-name", "w"]);
  });

  test("combinations of groups that the design does not have, from the first column to the last", () => {
    const design = buildDesign(parseMixedFormula("y ~ x + (1 | f:g)"), table);
    const crossed = { ...table, f: [...table.f].reverse() };
    expect(() => designRows(JSON.parse(JSON.stringify(design)), crossed)).toThrowError(
      expect.objectContaining({ code: "unseen-group", span: [13, 16] }),
    );
  });

  test("a group that the design does not have", () => {
    const design = buildDesign(parseMixedFormula("y ~ x + (1 | g)"), table);
    const rows = () => designRows(JSON.parse(JSON.stringify(design)), { ...table, g: table.g.map(() => "new") });
    expect(rows).toThrowError(expect.objectContaining({ code: "unseen-group", span: [13, 14] }));
  });

  test("and a group given by its name alone has no place", () => {
    const model = parseModel({ formula: "y ~ x", group: columnFactor("school") });
    expect(() => buildDesign(model, table)).toThrowError(expect.objectContaining({ code: "unknown-name", span: null }));
  });
});

test("a formula without bars has nothing random, which is said", () => {
  expect(() => buildDesign(parseMixedFormula("y ~ x"), table)).toThrowError(
    expect.objectContaining({ code: "no-random-effects" }),
  );
});
