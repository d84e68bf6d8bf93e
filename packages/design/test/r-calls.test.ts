// What users of R write, read in the extended dialect, against the columns that R makes of it.
import { readFileSync } from "node:fs";
import { parseFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildMatrices, matrixRows } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const file = new URL("../../../fixtures/formula/r-calls.json", import.meta.url);
const { data, cases } = JSON.parse(readFileSync(file, "utf8")) as {
  data: Record<string, (number | string)[]>;
  cases: { term: string; columns: number[][] }[];
};
const built = (term: string) => buildMatrices(parseFormula(`~ ${term}`, { dialect: "extended" }), data).rhs;

describe("R's calls and names", () => {
  test.each(cases)("`$term` has R's columns", ({ term, columns }) => {
    const design = built(term);
    const { data: values } = matrixRows(design, data);
    const expected = [data["my.x"]!.map(() => 1), ...columns];
    expect(design.names).toHaveLength(expected.length);
    for (const [i, value] of expected.flat().entries()) expect(values[i]).toBeCloseTo(value, 12);
  });

  test("are refused where they mean another thing, or nothing", () => {
    const said = (term: string) => {
      const { code, message } = thrown(() => built(term));
      return `${code}: ${message.split("\n")[0]}`;
    };
    expect(
      [
        "my.y",
        "scale(my.x, center = FALSE)",
        "TRUE",
        "as.numeric(class)",
        "my.fun(x.)",
        "zerocorr(x.)",
        "np.x",
        "C(relevel(class, 'q'), contr.sum)",
      ].map(said),
    ).toMatchInlineSnapshot(`
      [
        "unknown-name: \`my.y\` is not a column of the table; did you mean \`my.x\`? (columns: my.x, .z, x., class, k.1)",
        "unknown-name: \`FALSE\` is not a column of the table; did you mean \`False\`? (columns: my.x, .z, x., class, k.1)",
        "unknown-name: \`TRUE\` is not a column of the table; did you mean \`True\`? (columns: my.x, .z, x., class, k.1)",
        "not-patsy-syntax: \`as.numeric\` is a function of other formula languages; numbers are used as they are; number the levels of a category in the table first",
        "unknown-function: \`my.fun\` is not a function that formulas know",
        "not-patsy-syntax: \`zerocorr\` is a function of other formula languages; write \`(x || g)\` in the extended dialect",
        "forbidden: \`.x\` is not available in formulas; only columns, listed functions and \`np.\` functions are",
        "unknown-function: \`relevel\` is not a function that formulas know; write \`C(a, Treatment('level'))\`",
      ]
    `);
  });
});
