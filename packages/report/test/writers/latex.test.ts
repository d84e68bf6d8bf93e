import { describe, expect, test } from "vitest";
import { toLatex } from "../../src/writers/latex.ts";
import { readLayoutCases } from "../helpers.ts";

const cases = readLayoutCases();
// what statsmodels passes on, and the dollar sign before a formula that it takes for the end of one
const isBroken = ({ table: { info, columns, rows } }: (typeof cases)[number]) =>
  [info.flat(), columns, rows.flatMap(({ name, cells }) => [name, ...cells])]
    .flat()
    .some((text) => /[{}~^\\]|\$[>|$]/.test(text));

describe("statsmodels' as_latex, character for character", () => {
  test.each(cases)("verbatim, $name", ({ table, latex }) => {
    expect(toLatex(table, "tab:fit", { verbatim: true })).toBe(latex);
  });

  test.each(cases.filter((layout) => !isBroken(layout)))("$name", ({ table, latex }) => {
    expect(toLatex(table, "tab:fit")).toBe(latex);
  });
});

function nameAsLatex(name: string): string {
  const latex = toLatex({ title: "", info: [], columns: ["a"], rows: [{ name, cells: ["1"] }] });
  return /^(.*) & +1 {2}\\\\$/m.exec(latex)?.[1]?.trim() ?? "";
}

test("characters that LaTeX would act upon are escaped in names, those that statsmodels forgets too", () => {
  expect(nameAsLatex("I(x^2)~{a}")).toBe("I(x\\textasciicircum{}2)\\textasciitilde{}\\{a\\}");
  expect(nameAsLatex("\\x_1")).toBe("\\textbackslash{}x\\_1");
});

test("a dollar sign before a formula stays a dollar sign", () => {
  expect(nameAsLatex("$>")).toBe("\\$$>$");
  expect(nameAsLatex("P>|t|")).toBe("P$> |$t$|$");
});
