import { expect, test } from "vitest";
import { type ResultTable, resultHtml, resultLatex, resultMarkdown, resultText } from "../src/index.ts";

const table: ResultTable = {
  title: "Fixed effects",
  columns: [
    { head: "", kind: "label" },
    { head: "Estimate", kind: "number" },
    { head: "df", kind: "df" },
    { head: "Pr(>|t|)", kind: "probability" },
    { head: "n", kind: "count" },
  ],
  rows: [
    ["Intercept", 251.40510484848, 17.0000003, 1.2e-17, 18],
    ["a<b & c_1", -0.000012, Number.POSITIVE_INFINITY, 0.00000326, null],
    ["log(x)", 10, 16.5, 0.0481, 7],
  ],
  notes: ["df by Satterthwaite"],
};

test("every number of a column has the same decimals, and labels stand to the left", () => {
  expect(resultText([{ ...table, rows: [table.rows[0]!, table.rows[2]!] }])).toBe(
    [
      "Fixed effects",
      "            Estimate     df  Pr(>|t|)   n",
      " Intercept     251.4  17.00    <2e-16  18",
      " log(x)         10.0  16.50    0.0481   7",
      "df by Satterthwaite",
    ].join("\n"),
  );
});

test("a column whose numbers are of very different sizes is written in powers of ten", () => {
  const rows = [["a", 123456789.25, null, null, null] as const, ["b", -0.0000123456, null, null, null] as const];
  expect(
    resultText([{ ...table, notes: [], rows }])
      .split("\n")
      .slice(2),
  ).toEqual([" a   1.235e+8", " b  -1.235e-5"]);
});

test("texts are data in every format", () => {
  expect(resultHtml([table])).toContain('<th scope="row">a&lt;b &amp; c_1</th>');
  expect(resultLatex([table])).toContain("a$<$b \\& c\\_1 &");
  expect(resultLatex([table])).toContain("Pr($> |$t$|$)");
  expect(resultMarkdown([table])).toContain("| a\\<b & c_1 |");
});

test("HTML has one caption, header and footer, and numbers to the right", () => {
  const html = resultHtml([table]);
  expect(html.match(/<caption>|<thead>|<tfoot>/g)).toEqual(["<caption>", "<thead>", "<tfoot>"]);
  expect(html).toContain('<td style="text-align: right">16.50</td>');
});

test("a row with too few entries is refused by its label", () => {
  expect(() => resultText([{ ...table, rows: [["x", 1]] }])).toThrow("row `x` of the table has 2 cells, expected 5");
  expect(() => resultText([{ ...table, rows: [["x"]] }])).toThrow("row `x` of the table has 1 cell, expected 5");
});
