import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mixedSummary } from "../../src/mixed-summary.ts";
import { strip } from "../../src/writers/layout.ts";
import { pipeTable, toMarkdown } from "../../src/writers/markdown.ts";
import { readLayoutCases } from "../helpers.ts";

fc.configureGlobal({ seed: 20260809 });

// the texts of a pipe table, read as the specification of GitHub's Markdown says: a backslash takes the meaning from any
// ASCII punctuation, the pipes that are left separate cells, blanks around a cell do not count
function cellsOf(line: string): string[] {
  const marks = [...line.matchAll(/\\[!-/:-@[-`{-~]|./gsu)].map(([mark]) => mark);
  const cells = [""];
  for (const mark of marks) {
    if (mark === "|") cells.push("");
    else cells[cells.length - 1] += mark.length > 1 && mark.startsWith("\\") ? mark.slice(1) : mark;
  }
  return cells.slice(1, -1).map((cell) => cell.replace(/^[ \t]+|[ \t]+$/g, ""));
}

test("a summary is its title, its facts in two pairs of columns, its rows and its notes", () => {
  const table = mixedSummary({
    dependent: "Weight",
    method: "REML",
    n: 861,
    groups: { count: 72, min: 11, max: 12, mean: 11.958 },
    scale: 11.3669,
    logLik: -2404.7753,
    converged: true,
    alpha: 0.05,
    fixed: [{ name: "C(Evit)[T.a_b]", estimate: 6.943, stdError: 0.033, z: 207.939, p: 0, low: 6.877, high: 7.008 }],
    random: [{ name: "Pig Var", estimate: 40.394, stdError: 2.149 }],
  });
  expect(toMarkdown({ ...table, notes: ["One *note*."] })).toBe(`**Mixed Linear Model Regression Results**

|                   |         |                     |            |
| :---------------- | :------ | :------------------ | :--------- |
| Model:            | MixedLM | Dependent Variable: | Weight     |
| No. Observations: | 861     | Method:             | REML       |
| No. Groups:       | 72      | Scale:              | 11.3669    |
| Min. group size:  | 11      | Log-Likelihood:     | -2404.7753 |
| Max. group size:  | 12      | Converged:          | Yes        |
| Mean group size:  | 12.0    |                     |            |

|                |  Coef. | Std.Err. |       z | P>\\|z\\| | [0.025 | 0.975] |
| :------------- | -----: | -------: | ------: | ------: | -----: | -----: |
| C(Evit)[T.a_b] |  6.943 |    0.033 | 207.939 |   0.000 |  6.877 |  7.008 |
| Pig Var        | 40.394 |    2.149 |         |         |        |        |

One \\*note\\*.`);
});

describe("what is read back is what was written", () => {
  test("names and cells of all layouts, line breaks as <br>", () => {
    for (const { table } of readLayoutCases()) {
      const lines = toMarkdown({ ...table, title: "", info: [], notes: [] }).split("\n");
      const [header, marks, ...rows] = lines.map(cellsOf);
      const read = (text: string) => strip(text).replace(/\r\n?|\n/g, "<br>");
      expect(header).toEqual(["", ...table.columns.map(read)]);
      expect(marks?.length).toBe(table.columns.length + 1);
      expect(rows).toEqual(table.rows.map(({ name, cells }) => [name, ...cells].map(read)));
    }
  });

  test("any characters of one line", () => {
    const text = fc.string({ unit: fc.constantFrom(..."a1_*`[](<>&~$|\\ -#;é體"), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 2 }), (cells) => {
        const [header, , row] = pipeTable(["a", "b"], [cells], ["left", "right"]).split("\n").map(cellsOf);
        expect(header).toEqual(["a", "b"]);
        expect(row).toEqual(cells.map((cell) => cell.trim()));
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["a|b", "a\\|b"],
  ["x*y", "x\\*y"],
  ["snake_case_name", "snake_case_name"],
  ["_x_", "\\_x\\_"],
  ["C(a)[T.b]", "C(a)[T.b]"],
  ["a[b](c)", "a[b\\](c)"],
  ["<b>", "\\<b>"],
  ["&amp; & a", "\\&amp; & a"],
  ["$x$", "\\$x\\$"],
  ["`code`", "\\`code\\`"],
  ["a\\b", "a\\\\b"],
  ["two\nlines", "two<br>lines"],
])("%j is written %j: no more is escaped than has to be", (text, written) => {
  expect(pipeTable([text], [], ["left"]).split("\n")[0]).toBe(`| ${written.padEnd(3)} |`);
});
