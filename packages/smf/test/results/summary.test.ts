// Summaries against what statsmodels' Summary objects hold, options, and what is here alone: escaping, Markdown, CSV,
// records. Text, HTML and LaTeX of all recorded fits are compared in statsmodels.test.ts.
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { loadCase, loadData } from "../../../../tools/fixtures/load.ts";
import { type MixedLMResults, mixedlm, readCsv, Summary } from "../../src/index.ts";
import { fittedCase, recordedCases } from "../recorded-models.ts";
import { loadSummaryTables } from "../summary-tables.ts";
import { codeOf } from "../thrown.ts";
import { STATSMODELS_TOLERANCE } from "../tolerances.ts";

const { summaries } = loadSummaryTables();
const titled = summaries.map(
  (one) => [`${one.dataset} ${one.case} ${JSON.stringify(one.options)}`, one] as [string, typeof one],
);
const pigs = readCsv(loadData("dietox"));
const growth = mixedlm("Weight ~ Time", pigs, "Pig").fit();

describe.each(titled)("%s", (_, recorded) => {
  const result = fittedCase(
    recordedCases.find((one) => one.dataset === recorded.dataset && one.case === recorded.case)!,
  );
  const summary = result.summary(recorded.options);

  test("prints the same text, title and notes", () => {
    expect(summary.as_text()).toBe(recorded.text);
    expect(summary.title).toBe(recorded.title);
    expect(summary.extra_txt).toEqual(recorded.extra_txt);
  });

  test("holds the same tables, which print as pandas prints them", () => {
    expect(summary.tables).toHaveLength(recorded.tables.length);
    summary.tables.forEach((table, i) => {
      const { index, columns, values, text } = recorded.tables[i]!;
      expect({ index: table.index, columns: table.columns, values: table.values }).toEqual({ index, columns, values });
      expect(String(table)).toBe(text);
    });
  });
});

test("null is statsmodels' None: the default", () => {
  const options = { yname: null, xname_fe: null, xname_re: null, title: null };
  expect(String(growth.summary(options))).toBe(String(growth.summary()));
});

test("a title replaces the default, and an empty one leaves an empty line", () => {
  const [first] = String(growth.summary({ title: "Pigs" })).split("\n");
  expect(first!.trim()).toBe("Pigs");
  expect(
    String(growth.summary({ title: "" }))
      .split("\n")[0]!
      .trim(),
  ).toBe("");
});

test("what is wrong with the options is said", () => {
  const wrong = (options: object) => codeOf(() => growth.summary(options));
  expect(wrong({ xname_fe: ["a"] })).toBe("name-count");
  expect(wrong({ xname_re: [] })).toBe("name-count");
  expect(wrong({ xname_fe: "ab" })).toBe("option-type");
  expect(wrong({ yname: 1 })).toBe("option-type");
  expect(wrong({ title: false })).toBe("option-type");
  expect(wrong({ alpha: 5 })).toBe("option-type");
  expect(wrong({ alpha: Number.NaN })).toBe("option-type");
  expect(wrong({ xnames_fe: ["a", "b"] })).toBe("unknown-option");
  expect(codeOf(() => growth.summary(null as unknown as object))).toBe("option-type");
  const summary = growth.summary();
  expect(codeOf(() => summary.as_html({ verbatim: 1 as unknown as boolean }))).toBe("option-type");
  expect(codeOf(() => summary.as_latex(1 as unknown as string))).toBe("option-type");
  expect(codeOf(() => summary.as_latex("", { escaped: true } as object))).toBe("unknown-option");
  expect(codeOf(() => summary.as_csv("cells" as "rows"))).toBe("option-type");
});

describe("a name from data", () => {
  const names = growth.summary({ yname: "<b>&amp;", xname_fe: ["a<b", "x^2 {~}\\y"], xname_re: ["<script>"] });

  test("is no markup in HTML, unless that is meant", () => {
    expect(names.as_html()).not.toMatch(/<(?!\/?(?:table|tr|td|th)\b)/);
    expect(names.as_html()).toContain("&lt;script>");
    expect(names.as_html()).toContain("&lt;b>&amp;amp;");
    expect(names.as_html({ verbatim: true })).toContain("<script>");
    expect(names._repr_html_()).toBe(names.as_html());
  });

  test("stays as it is in LaTeX, as in statsmodels, unless it is to be escaped", () => {
    expect(names.as_latex()).toContain("x^2 {~}\\y");
    expect(names.as_latex("", { escape: true })).toContain(
      "x\\textasciicircum{}2 \\{\\textasciitilde{}\\}\\textbackslash{}y",
    );
  });
});

test("the label of a LaTeX table is its label", () => {
  expect(growth.summary().as_latex("tab:pigs")).toContain("\n\\label{tab:pigs}\n");
});

test("Markdown, CSV and records hold the cells of the tables", () => {
  const summary = growth.summary();
  const [facts, rows] = summary.tables;
  const lines = summary.as_csv().trimEnd().split("\r\n");
  expect(lines[0]!.split(",")).toEqual(["", ...rows!.columns]);
  rows!.index.forEach((name, i) => {
    expect(lines[i + 1]!.split(",")).toEqual([name, ...rows!.values[i]!]);
    expect(Object.values(summary.records().rows[i]!.cells)).toEqual(rows!.values[i]);
    expect(summary.as_markdown().replace(/ +/g, " ")).toContain(
      `| ${[name, ...rows!.values[i]!.filter(Boolean)].join(" | ")} |`,
    );
  });
  const pairs = facts!.values
    .flatMap(([a, b, c, d]) => [
      [a, b],
      [c, d],
    ])
    .filter(([label]) => label !== "");
  expect(summary.records().facts).toEqual(Object.fromEntries(pairs));
  expect(new Set(summary.as_csv("facts").trimEnd().split("\r\n"))).toEqual(
    new Set(pairs.map((pair) => pair.join(","))),
  );
});

test("a table of tests has its rows as its only table", () => {
  const { tables, title, extra_txt } = growth.t_test("Time = 0").summary() as Summary;
  expect(tables.map(({ shape }) => shape)).toEqual([[1, 6]]);
  expect([title, extra_txt]).toEqual(["Test for Constraints", []]);
});

test("console.log of a result prints its summary, and notebooks show the HTML", () => {
  expect(inspect(growth)).toBe(String(growth.summary()));
  const show = (growth.summary() as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]!;
  expect(show.call(growth.summary())).toEqual({
    "text/plain": String(growth),
    "text/html": growth.summary().as_html(),
  });
});

describe("fits that are not plain", () => {
  const cellsOf = (result: MixedLMResults, name: string) => [...result.summary().tables[1]!.loc(name).values];

  test("do_cg: false prints the start: scale and log-likelihood are statsmodels' there", () => {
    const { evaluations } = loadCase("dietox", "intercept-reml");
    const start = evaluations.find(({ point, reml }) => point === "start" && reml)!;
    const { facts } = mixedlm("Weight ~ Time", pigs, "Pig").fit({ do_cg: false }).summary().records();
    expect(facts["Converged:"]).toBe("No");
    expect(facts["Scale:"]).toBe((start.scale as number).toFixed(4));
    expect(facts["Log-Likelihood:"]).toBe((start.loglike as number).toFixed(4));
  });

  test("a coefficient that a regularised fit sets to zero has no standard error, and blank cells", () => {
    const result = mixedlm("Weight ~ Time + C(Evit)", pigs, "Pig").fit_regularized({ alpha: 60 });
    const zero = result.fe_params.index.find((name) => result.fe_params.get(name) === 0)!;
    expect(cellsOf(result, String(zero))).toEqual(["0.000", "", "", "", "", ""]);
    expect(result.summary().records().facts["Log-Likelihood:"]).toBe(result.llf.toFixed(4));
  });

  test("covariances that are held print as zeros", () => {
    const recorded = recordedCases.find(({ arguments: { free } }) => free !== null)!;
    const result = fittedCase(recorded);
    const held = result.params.index.slice(result.k_fe).filter((name) => String(name).endsWith("Cov"));
    expect(held.length).toBeGreaterThan(0);
    for (const name of held) expect(cellsOf(result, String(name)).slice(0, 2)).toEqual(["0.000", "0.000"]);
  });

  test("a model without fixed effects prints its variances", () => {
    // the data centred, so that they fit; statsmodels refuses a model without columns
    const result = mixedlm("I(Weight - 60) ~ 0", pigs, "Pig").fit();
    const { index, shape } = result.summary().tables[1]!;
    expect([index, shape]).toEqual([["Pig Var"], [1, 6]]);
    const mean = (pigs.array("Weight") as number[]).reduce((sum, w) => sum + (w - 60) ** 2, 0) / 861;
    expect(Math.abs(result.scale / mean - 1)).toBeLessThan(STATSMODELS_TOLERANCE.scale);
  });
});

test("a summary of any table can be made by hand", () => {
  const made = new Summary({ info: [], columns: ["x"], rows: [{ name: "r", cells: ["1"] }], notes: ["note"] });
  expect([made.title, made.extra_txt, made.tables.length]).toEqual([null, ["note"], 1]);
});
