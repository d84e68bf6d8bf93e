import { describe, expect, test } from "vitest";
import { contrastTable } from "../src/contrast-table.ts";
import { toHtml } from "../src/writers/html.ts";
import { toLatex } from "../src/writers/latex.ts";
import { toText } from "../src/writers/text.ts";
import { readSimpleTableCases, thrown } from "./helpers.ts";

const cases = readSimpleTableCases("contrast");

describe("statsmodels' table of contrasts, character for character", () => {
  test("the fixtures hold t and normal tests, titles and levels", () => {
    expect(cases.length).toBeGreaterThan(100);
    expect(new Set(cases.map(({ record }) => record.useT)).size).toBe(2);
    expect(new Set(cases.map(({ record }) => record.alpha)).size).toBeGreaterThan(8);
  });

  for (const [i, { about, record, text, html, latex }] of cases.entries()) {
    test(`${i}: ${about}`, () => {
      const table = contrastTable(record);
      expect(toText(table)).toBe(text);
      expect(toHtml(table, { verbatim: true })).toBe(html);
      expect(toLatex(table, "", { verbatim: true })).toBe(latex);
    });
  }
});

test("names with markup are escaped by default", () => {
  const row = { effect: 1, stdError: 1, statistic: 1, p: 0.3, low: -1, high: 3 };
  const table = contrastTable({ rows: [{ name: "a<b^{2}", ...row }], useT: false, alpha: 0.05, title: "x & y" });
  expect(toHtml(table)).toContain("<th>a&lt;b^{2}</th>");
  expect(toHtml(table)).toContain("<caption>x &amp; y</caption>");
  expect(toLatex(table)).toContain("\\textbf{a<b\\textasciicircum{}\\{2\\}}");
});

test.each([-0.1, 5, Number.NaN])("alpha = %s is refused", (alpha) => {
  const error = thrown(() => contrastTable({ rows: [], useT: false, alpha }));
  expect(error).toMatchObject({ code: "alpha-range", data: { alpha } });
});
