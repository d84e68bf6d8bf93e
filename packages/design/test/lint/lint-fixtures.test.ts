// The lint on models and data that others chose: it says what is true of them, and nothing else.
import { readFileSync } from "node:fs";
import { columnFactor, FormulaError, parseFormula, parseMixedFormula, parseModel } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { listCases, loadCase, loadData } from "../../../../tools/fixtures/load.ts";
import { buildDesign, buildMatrices, DesignError, lintFormula, readCsv } from "../../src/index.ts";
import { casesOf, dataset } from "../helpers.ts";

const responses = new Map([
  ["nested", "score"],
  ["rm", "resp"],
]);
const models = listCases().filter(
  ({ dataset: name, case: model }) => model.endsWith("-reml") && loadCase(name, model).arguments.groups_as !== "ones",
);

test("of the recorded models, those that drop rows lack values, and little else is to be remarked", () => {
  expect(models.length).toBeGreaterThan(100);
  const found = models.flatMap(({ dataset: name, case: model }) => {
    const { formula, groups, re_formula, vc_formula } = loadCase(name, model).arguments;
    const parsed = parseModel({ formula, group: columnFactor(groups), reFormula: re_formula, vcFormula: vc_formula });
    return lintFormula(parsed, readCsv(loadData(name))).map(({ code, data }) => ({ name, model, code, data }));
  });
  const dropping = models.filter(({ dataset: name, case: model }) => {
    const rows = loadData(name).trimEnd().split("\n").length - 1;
    return loadCase(name, model).nobs < rows && loadCase(name, model).arguments.subset === null;
  });
  const told = found.filter(({ code }) => code === "missing-values");
  expect(new Set(told.map(({ name, model }) => `${name} ${model}`))).toEqual(
    new Set(dropping.map(({ dataset: name, case: model }) => `${name} ${model}`)),
  );
  // cut -d, -f5 data.csv | grep -c NA
  const data = { name: "Feed", rows: 72, total: 861 };
  expect(told).toContainEqual({ name: "dietox", model: "feed-missing-dropped-reml", code: "missing-values", data });
  const others = found.filter(({ code }) => code !== "missing-values");
  // a fifth of the rows of gcsemv; subjects that are numbered in halves
  expect(new Set(others.map(({ name, code }) => `${name} ${code}`))).toEqual(
    new Set(["gcsemv rows-lost", "orthodont-boolean group-fractional"]),
  );
});

test("the same models with bars have nothing more", () => {
  const file = new URL("../../../../tools/fixtures/cases.json", import.meta.url);
  const cases: { dataset: string; case: string; lme4: string | null }[] = JSON.parse(readFileSync(file, "utf8"));
  const found = cases.flatMap(({ dataset: name, case: model, lme4 }) => {
    // a word that is R's, and one that is Python's
    if (lme4 === null || /\brelevel\(|\byield\b/.test(lme4)) return [];
    const findings = lintFormula(parseMixedFormula(lme4), readCsv(loadData(name)));
    return findings.map(({ code, message }) => `${name} ${model} ${code}: ${message}`);
  });
  expect(found).toEqual(["dietox feed-missing-dropped missing-values: `Feed` has no value in 72 of 861 rows"]);
});

test("no formula of the corpus that has a design throws, and every place is inside its text", () => {
  let count = 0;
  for (const { dataset: name, formula } of casesOf("design")) {
    const table = dataset(name);
    const terms = parseFormula(formula);
    if (!succeeds(() => buildMatrices(terms, table))) continue;
    count += 1;
    for (const { source, span } of lintFormula(terms, table)) {
      expect(span[0]).toBeLessThan(span[1]);
      expect(span[1]).toBeLessThanOrEqual([...source].length);
    }
  }
  expect(count).toBeGreaterThan(600);
});

test("no mixed model of the corpus that has a design throws, and the warnings of the design are among the findings", () => {
  const named = casesOf("mixedlm_names").map(({ dataset: name, formula, groups, re_formula, vc_formula }) => {
    const text = { formula, group: columnFactor(groups), reFormula: re_formula, vcFormula: vc_formula };
    return { name, model: parseModel(text) };
  });
  const components = casesOf("vc").map(({ dataset: name, groups_column, formula: component }) => {
    const formula = `${responses.get(name) ?? "y"} ~ 1`;
    const text = { formula, group: columnFactor(groups_column), vcFormula: { component } };
    return { name, model: parseModel(text) };
  });
  let warnings = 0;
  for (const { name, model } of [...named, ...components]) {
    const table = dataset(name);
    if (!succeeds(() => buildDesign(model, table, { missing: "drop" }))) continue;
    const findings = lintFormula(model, table);
    for (const warning of buildDesign(model, table, { missing: "drop" }).warnings) {
      warnings += 1;
      expect(findings).toContainEqual(warning);
    }
  }
  expect(warnings).toBeGreaterThan(4);
});

function succeeds(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof DesignError || error instanceof FormulaError) return false;
    throw error;
  }
}
