import { describe, expect, test } from "vitest";
import { summaryColumns } from "../src/summary-column.ts";
import { toHtml } from "../src/writers/html.ts";
import { toLatex } from "../src/writers/latex.ts";
import { toText } from "../src/writers/text.ts";
import { readSimpleTableCases, thrown } from "./helpers.ts";

const cases = readSimpleTableCases("columns");

describe("statsmodels' summary_col, character for character", () => {
  test("the fixtures hold every option, several models and facts", () => {
    expect(cases.length).toBeGreaterThan(150);
    for (const option of ["stars", "floatFormat", "regressorOrder", "dropOmitted"]) {
      expect(cases.filter(({ record }) => option in record).length, option).toBeGreaterThan(5);
    }
    expect(cases.filter(({ record }) => record.models.length > 2).length).toBeGreaterThan(10);
  });

  for (const [i, { about, record, text, html, latex }] of cases.entries()) {
    test(`${i}: ${about}`, () => {
      const table = summaryColumns(record);
      expect(toText(table)).toBe(text);
      expect(toHtml(table, { verbatim: true })).toBe(html);
      expect(toLatex(table, "tab:cols", { verbatim: true })).toBe(latex);
    });
  }
});

test("more than sixteen coefficients that the order leaves out keep theirs", () => {
  const names = Array.from({ length: 40 }, (_, i) => `x${i}`);
  const rows = names.map((name) => ({ name, estimate: 1, stdError: 1, p: 1 }));
  const table = summaryColumns({ models: [{ dependent: "y", rows }], regressorOrder: ["x7"] });
  const printed = table.rows.map(({ name }) => name).filter((name) => name !== "");
  expect(printed).toEqual(["x7", ...names.filter((name) => name !== "x7")]);
});

test("a table of no models is refused", () => {
  expect(thrown(() => summaryColumns({ models: [] })).code).toBe("no-models");
});

test("a format that is none of one number is refused", () => {
  const models = [{ dependent: "y", rows: [{ name: "x", estimate: 1, stdError: 1, p: 1 }] }];
  expect(thrown(() => summaryColumns({ models, floatFormat: ".3f" }))).toMatchObject({
    code: "format-syntax",
    data: { format: ".3f" },
  });
});
