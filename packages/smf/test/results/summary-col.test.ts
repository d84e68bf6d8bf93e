// summary_col of recorded fits against statsmodels' text, HTML and LaTeX of the same fits, with variances as ratios and
// in the data's units.
import { ReportError } from "@mixedlm/report";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { loadSummaryCol } from "../../../../tools/fixtures/load-inference.ts";
import { type MixedLMResults, mixedlm, readCsv } from "../../src/index.ts";
import { type SummaryColFact, type SummaryColOptions, summary_col } from "../../src/results/summary-col.ts";
import { fittedCase, recordedCases } from "../recorded-models.ts";
import { loadSummaryTables } from "../summary-tables.ts";
import { codeOf } from "../thrown.ts";

const { info, cases } = loadSummaryCol();

/** The functions of the record, each in its language. */
const FACTS: Readonly<Record<string, readonly [python: string, fact: SummaryColFact]>> = {
  N: ["'%d' % x.nobs", ({ nobs }) => String(nobs)],
  "Log-likelihood": ["'%.3f' % x.llf", ({ llf }) => llf.toFixed(3)],
  Method: ["x.method", ({ method }) => method],
  nothing: ["x.rsquared", (result) => (result as unknown as { rsquared?: number }).rsquared],
};

type Recorded = (typeof cases)[number];

test("the functions of info_dict are those of the record", () => {
  expect(Object.fromEntries(Object.entries(FACTS).map(([label, [python]]) => [label, python]))).toEqual(info);
});

function fitNamed(name: string): MixedLMResults {
  return fittedCase(recordedCases.find((one) => `${one.dataset}/${one.case}` === name)!);
}

function optionsOf({ options: { info_dict, ...others } }: Recorded): SummaryColOptions {
  const facts = (labels: readonly string[]) => Object.fromEntries(labels.map((label) => [label, FACTS[label]![1]]));
  if (info_dict === undefined) return others;
  const own = Array.isArray(info_dict)
    ? facts(info_dict)
    : Object.fromEntries(Object.entries(info_dict).map(([model, labels]) => [model, facts(labels)]));
  return { ...others, info_dict: own };
}

const titled = cases.map((one): [string, Recorded] => [`${one.results} ${JSON.stringify(one.options)}`, one]);

describe.each(titled)("%s", (_, recorded) => {
  const results = recorded.results.map(fitNamed);

  test.each(["text", "html", "latex"] as const)("with ratios its %s is statsmodels'", (form) => {
    const made = summary_col(results, { ...optionsOf(recorded), variances: "ratio" });
    expect(forms(made)[form]).toBe(recorded.statsmodels[form]);
  });

  test.each(["text", "html", "latex"] as const)("in the data's units its %s has the summary's variances", (form) => {
    expect(forms(summary_col(results, optionsOf(recorded)))[form]).toBe(recorded.scaled[form]);
  });
});

function forms(made: ReturnType<typeof summary_col>): Record<"text" | "html" | "latex", string> {
  return { text: made.as_text(), html: made.as_html({ verbatim: true }), latex: made.as_latex() };
}

const pigs = readCsv(loadData("dietox"));
const fit = mixedlm("Weight ~ Time", pigs, "Pig").fit();

test("facts are printed as statsmodels prints them: numbers with four decimals, nothing as a blank", () => {
  const { columns } = loadSummaryTables();
  const facts = { integer: 861, whole: 2, true: true, none: null, nan: Number.NaN, infinite: Number.POSITIVE_INFINITY };
  const texts = { text: " padded ", digits: "12" };
  const info_dict = Object.fromEntries(
    Object.entries({ ...facts, ...texts }).map(([label, fact]) => [label, () => fact]),
  );
  const made = summary_col(fit, { info_dict, stars: true, variances: "ratio" });
  expect(made.as_text()).toBe(columns.text);
  expect(made.title).toBe(columns.title);
  expect(made.extra_txt).toEqual(columns.extra_txt);
  const [table, ...others] = made.tables;
  expect(others).toEqual([]);
  expect(table!.index).toEqual(columns.tables[0]!.index);
  expect(table!.columns).toEqual(columns.tables[0]!.columns);
});

test("one result and a list of one are the same", () => {
  expect(String(summary_col(fit))).toBe(String(summary_col([fit])));
});

test("facts for another class of models are left out", () => {
  const info_dict = { N: () => "861", OLS: { R2: () => "0.5" } };
  const text = String(summary_col(fit, { info_dict }));
  expect(text).toContain("861");
  expect(text).not.toContain("R2");
});

test("an R squared is not asked for, and there is none", () => {
  expect(String(summary_col(fit, { include_r2: true }))).toBe(String(summary_col(fit, { include_r2: false })));
  expect(String(summary_col(fit))).not.toContain("R-squared");
});

test("what is wrong with the call is said", () => {
  const wrong = (options: object) => codeOf(() => summary_col(fit, options));
  expect(codeOf(() => summary_col([]))).toBe("option-type");
  expect(codeOf(() => summary_col([fit, fit.summary()] as unknown as MixedLMResults[]))).toBe("option-type");
  expect(codeOf(() => summary_col(null as unknown as MixedLMResults))).toBe("option-type");
  expect(wrong({ model_names: ["a", "b"] })).toBe("name-count");
  expect(wrong({ variances: "units" })).toBe("option-type");
  expect(wrong({ star: true })).toBe("unknown-option");
  expect(wrong({ stars: 1 })).toBe("option-type");
  expect(wrong({ info_dict: { N: 861 } })).toBe("option-type");
  expect(wrong({ info_dict: ["N"] })).toBe("option-type");
  expect(wrong({ info_dict: { MixedLM: () => 1 } })).toBe("option-type");
  expect(() => summary_col(fit, { float_format: "4f" })).toThrow(ReportError);
});
