// Identifiers where variables belong: an answer, or an error that says which bound is passed, by what and where. Levels
// are declared, so that a few rows have a hundred thousand of them.
import { columnFactor, FormulaError, parseFormula, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, buildMatrices, category, designRows, matrixRows } from "../src/index.ts";
import { LIMITS } from "../src/limits.ts";
import { thrown } from "./thrown.ts";

const levels = (count: number) => Array.from({ length: count }, (_, i) => i);
const declared = (count: number) => category([0, 1, 2, count - 1], levels(count));

const data = {
  y: [1, 2, 3, 5],
  x: [1.5, 2, 3, 1],
  g: [1, 1, 1, 1],
  id: declared(100_000),
  id2: declared(100_000),
  id3: declared(100_000),
  many: declared(LIMITS.contrastLevels + 1),
  some: declared(LIMITS.polynomialLevels + 1),
  fifty: declared(50),
  two: declared(4),
};

const build = (formula: string) => buildMatrices(parseFormula(formula), data);

/** The error of a formula, with the text that it underlines. */
function refused(formula: string, action: () => unknown = () => build(formula)) {
  const error = thrown(action);
  const place = error.span === null ? null : [...(error.source ?? "")].slice(...error.span).join("");
  return { code: error.code, data: error.data, place };
}

describe("a variable of 100000 levels", () => {
  test("is a fixed effect with as many columns", () => {
    expect(build("y ~ 0 + id").rhs.names.length).toBe(100_000);
    expect(build("y ~ id*two").rhs.names.length).toBe(400_000);
  });

  test.each([
    ["y ~ id:fifty", "id:fifty", 5_000_000],
    ["y ~ id*fifty", "id*fifty", 5_000_000],
    ["y ~ id:id2", "id:id2", 1e10],
    ["y ~ x + C(id):C(id2):C(id3)", "C(id):C(id2):C(id3)", 1e15],
    ["y ~ x:id + x:id2:fifty", "id2:fifty", 100_000 + 5_000_000],
  ])("is refused where its products are too many: %s", (formula, place, columns) => {
    const error = refused(formula);
    expect(error.code).toBe("limit");
    expect(error.data.limit).toBe(LIMITS.columns);
    expect(error.data.columns).toBeGreaterThan(LIMITS.columns);
    expect(Math.abs(Number(error.data.columns) / columns - 1)).toBeLessThan(0.05);
    expect(error.place).toContain(place);
  });

  test("is a component that stores one column a row", () => {
    const model = parseModel({ formula: "y ~ x", group: columnFactor("g"), vcFormula: { id: "0 + C(id)" } });
    const design = buildDesign(model, data);
    const [rows] = designRows(design, data).components;
    expect(design.components[0]!.names[0]!.length).toBe(100_000);
    expect(rows).toEqual([{ column: Int32Array.of(0, 1, 2, 99_999), value: null }]);
  });

  test("is refused as a component where its products are too many", () => {
    const vcFormula = { both: "0 + C(id):C(id2)" };
    const model = parseModel({ formula: "y ~ x", group: columnFactor("g"), vcFormula });
    expect(refused("both", () => buildDesign(model, data))).toEqual({
      code: "limit",
      data: { term: "C(id):C(id2)", columns: 1e10, limit: LIMITS.componentColumns },
      place: "C(id):C(id2)",
    });
  });

  test("is refused as a random term, whose covariance matrix would have a row for each", () => {
    const model = parseModel({ formula: "y ~ x", group: columnFactor("g"), reFormula: "0 + x + C(id)" });
    expect(refused("re", () => buildDesign(model, data))).toEqual({
      code: "limit",
      data: { columns: 100_001, limit: LIMITS.randomColumns },
      place: "C(id)",
    });
  });

  test("is refused as a dense matrix of many rows, whose entries are counted first", () => {
    const { rhs } = build("y ~ id");
    const rows = 11_000;
    const error = thrown(() => matrixRows(rhs, { id: category(levels(rows), levels(100_000)) }));
    expect(error).toMatchObject({ code: "limit", data: { rows, columns: 100_000, limit: LIMITS.entries } });
  });
});

test("contrasts whose matrix is written out are refused where they stand", () => {
  for (const contrast of ["Sum", "Helmert", "Diff()", "Sum(0)"]) {
    const place = contrast.endsWith("(0)") ? "0" : contrast;
    expect(refused(`y ~ C(many, ${contrast})`)).toMatchObject({ data: { limit: LIMITS.contrastLevels }, place });
  }
  expect(refused("y ~ C(some, Poly)")).toMatchObject({ data: { limit: LIMITS.polynomialLevels }, place: "Poly" });
  expect(build("y ~ C(some, Sum)").rhs.names.length).toBe(LIMITS.polynomialLevels + 1);
  expect(build("y ~ C(many, Treatment(5))").rhs.names.length).toBe(LIMITS.contrastLevels + 1);
});

test.each([
  ["y ~ x + «te(cr(x, df=3), bs(x, df=90), bs(x, df=90))»", 3 * 90 * 90],
  ["y ~ «bs(x, df=100000)»", 100_001],
])("a basis of too many columns is refused before it is made: %s", (marked, columns) => {
  const [before = "", place = ""] = marked.split(/[«»]/);
  const error = { code: "limit", data: { columns, limit: LIMITS.basisColumns }, place };
  expect(refused(before + place)).toMatchObject(error);
});

test("columns are counted over all terms of a matrix, in the order of its columns", () => {
  expect(refused("y ~ x:id3 + id + id2 + id3 + x:id + x:id2")).toEqual({
    code: "limit",
    data: { term: "x:id2", columns: 1 + 3 * 99_999 + 100_000 + 2 * 99_999, limit: LIMITS.columns },
    place: "x:id2",
  });
  const wide = { y: [1, 2, 3, 4], ...Object.fromEntries([..."abcd"].map((name) => [name, declared(16)])) };
  const matrices = buildMatrices(parseFormula("y ~ (a + b + c + d)**4"), wide);
  expect(matrices.rhs.names.length).toBe(16 ** 4);
});

test("listed levels are bounded by the length of a formula", () => {
  const text = `y ~ C(x, levels=[${levels(100_000).join(", ")}])`;
  expect(() => parseFormula(text)).toThrow(FormulaError);
});

test("thirteen categorical factors in one term are refused before any product is listed", () => {
  const names = Array.from({ length: 13 }, (_, i) => `f${i}`);
  const table = { y: [1, 2, 3, 4], ...Object.fromEntries(names.map((name) => [name, declared(4)])) };
  const formula = `y ~ ${names.join("*")}`;
  const error = thrown(() => buildMatrices(parseFormula(formula), table));
  expect(error).toMatchObject({
    code: "limit",
    data: { factors: 13, limit: LIMITS.factors },
    span: [4, formula.length],
  });
});
