// What the pages of documentation show is what their code gives. Pages are found (`tools/docs/pages.ts`); what they refer to
// is looked at in `docs-references.test.ts`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { buildDesign, designRows } from "@mixedlm/design";
import { parseMixedFormula, translate } from "@mixedlm/formula";
import * as smf from "@mixedlm/smf";
import { lmm } from "mixedlm";
import { describe, expect, test } from "vitest";
import { pupils, withExamples } from "../tools/docs/examples.ts";
import { pagePaths, readPage } from "../tools/docs/pages.ts";
import { hasProgram, withOutputs } from "../tools/docs/programs.ts";
import { listCases, loadCase } from "../tools/fixtures/load.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const pages = pagePaths().map((path) => [path, readPage(path)] as const);
const examples = pages.filter(([, page]) => page.includes("<!-- end -->"));
const programs = pages.filter(([, page]) => hasProgram(page));

test.each(examples)("%s shows what the code gives (`pnpm examples` writes it)", (_, page) => {
  expect(withExamples(page)).toBe(page);
  expect(page).toContain("```text");
});

describe.concurrent("programs", () => {
  test.each(programs)(
    "%s shows what its program gives (`pnpm examples` writes it)",
    async (path, page) => {
      expect(await withOutputs(page, path)).toBe(page);
    },
    120_000,
  );
});

test("statsmodels' calls are those that were run there, and those that raise are said to", () => {
  const rows = Array.from(
    read("docs/guides/coming-from-statsmodels.md").matchAll(/^\| `([^`]*)` \| `[^`]*` \| (.*) \|$/gm),
  );
  const shown = rows.map(([, call, gives]) => ({ call, raises: gives!.includes("raises there") }));
  const { calls } = JSON.parse(read("fixtures/documentation/calls.json")) as {
    calls: { call: string; error?: string }[];
  };
  expect(shown).toEqual(calls.map(({ call, error }) => ({ call, raises: error !== undefined })));
});

test("every difference from statsmodels names a test that exists", () => {
  const rows = Array.from(
    read("docs/guides/coming-from-statsmodels.md").matchAll(/^\|.* \| ([a-z]+)\/(\S+\.test\.ts) \|$/gm),
  );
  expect(rows.length).toBeGreaterThan(50);
  for (const [, name, file] of rows)
    expect(existsSync(new URL(`../packages/${name}/test/${file}`, import.meta.url)), file).toBe(true);
});

const tables = readdirSync(new URL("../fixtures/documentation", import.meta.url)).filter((f) => f.endsWith(".txt"));

test.each(tables)("%s, a table that statsmodels prints, is on its page", (file) => {
  const page = /^(pigs|trees)/.test(file) ? "linear-mixed-effects-models" : "variance-component-analysis";
  expect(read(`docs/${page}.md`)).toContain(`\n${read(`fixtures/documentation/${file}`).trimEnd()}\n`);
});

const profiles: Record<"intercept" | "slope", [value: number, llf: number][]> = JSON.parse(
  read("fixtures/documentation/profiles.json"),
).profiles;

test.each([
  ["intercept", 0],
  ["slope", 1],
] as const)("the profile of the %s is statsmodels'", (name, place) => {
  const rows = Array.from(read("docs/linear-mixed-effects-models.md").matchAll(/^ *(0\.\d+) (-\d+\.\d+)$/gm));
  const theirs = profiles[name];
  const ours = rows.slice(place * theirs.length, (place + 1) * theirs.length);
  for (const [i, [value, llf]] of theirs.entries()) {
    // its inner searches stop early, too
    expect(Math.abs(Number(ours[i]![1]) - value) / value).toBeLessThan(2e-4);
    expect(Math.abs(Number(ours[i]![2]) - llf)).toBeLessThan(1e-4);
  }
});

test("a design that went through JSON makes the columns of other pupils", () => {
  const model = parseMixedFormula("score ~ center(hours) + (1 | school)");
  const text = JSON.stringify(buildDesign(model, pupils, { missing: "drop" }));
  const others = { hours: [4, 45 / 11], school: ["A", "D"] };
  const { X, codes } = designRows(JSON.parse(text), others, 0, undefined, { response: false, newGroups: "code" });
  expect([...codes[0]!]).toEqual([0, -1]);
  expect([...X.subarray(0, 2)]).toEqual([1, 1]);
  expect(X[2]).toBeCloseTo(-1 / 11, 14);
  expect(X[3]).toBeCloseTo(0, 14);
});

test("a model in lme4's words is fitted by statsmodels' call, and is the model that statsmodels' words say", () => {
  const call = translate(parseMixedFormula("score ~ hours + (1 | school/room)"), "statsmodels");
  if (!call.ok) throw call.error;
  const { formula, groups, ...options } = call.arguments;
  const { llf } = smf.mixedlm(formula, pupils, groups, { ...options, missing: "drop" }).fit();
  expect(lmm("score ~ hours + (1 | school/room)", pupils).logLik).toBeCloseTo(llf, 8);
  const vc_formula = { school: "1", room: "0 + C(room)" };
  const same = smf.mixedlm("score ~ hours", pupils, "school", { vc_formula, missing: "drop" });
  expect(same.fit().llf).toBeCloseTo(llf, 8);
});

test("the README's times and ratios are those that were recorded", () => {
  const { jobs } = JSON.parse(read("bench/results/engine-2026-11-21.json")) as {
    jobs: Record<string, { lmm: { wall: number }; ratios: { ours: string; peer: string; ratio: number }[] }>;
  };
  const names = [
    "dietox slope",
    "penicillin crossed",
    "InstEval s, d, dept",
    "maximal 8 + 8",
    "slope 1e6 / 1e5",
    "slope 1e7 / 1e5",
  ];
  const table = /\| model \| rows \| mixedlm .*\n\|.*\n((?:\|.*\n)+)/.exec(read("README.md"))![1]!;
  const rows = table.trimEnd().split("\n");
  expect(rows).toHaveLength(names.length);
  for (const [i, name] of names.entries()) {
    const [ours = "", lme4 = "", statsmodels = ""] = rows[i]!.split(" | ").slice(-3);
    const [, value, unit] = /^([\d.]+) (ms|s)$/.exec(ours)!;
    const { lmm, ratios } = jobs[name]!;
    expect(Number(value) * (unit === "s" ? 1000 : 1)).toBeCloseTo(Number(lmm.wall.toPrecision(2)), 8);
    for (const [peer, shown] of [
      ["lme4", lme4],
      ["statsmodels", statsmodels.replace(/\|$/, "")],
    ] as const) {
      const ratio = ratios.find((one) => one.ours === "lmm" && one.peer === peer)?.ratio;
      const text = ratio === undefined ? "" : `${Math.round(ratio).toLocaleString("en-US")} ×`;
      expect(shown.trim()).toBe(text);
    }
  }
});

test("sizes of bundles are those recorded, to five kilobytes", () => {
  const { recorded } = JSON.parse(read("tools/budgets.json")) as { recorded: Record<string, { gzip: number }> };
  const sizes = [
    ["README.md", /\[(\d+) KB by gzip\]/, "lmm"],
    ["docs/guides/browser.md", /(\d+) KB by gzip with `lmm` alone/, "lmm"],
    ["docs/guides/browser.md", /about (\d+) KB with all of `@mixedlm\/smf`/, "all of smf"],
  ] as const;
  for (const [path, shown, name] of sizes) {
    const bytes = 1000 * Number(shown.exec(read(path))![1]);
    expect(Math.abs(bytes - recorded[name]!.gzip), `${path}, ${name}`).toBeLessThanOrEqual(5000);
  }
});

test("the table in formulas.md is the one of its examples", () => {
  const [, table] = /export (const pupils = [\s\S]*?as const;)/.exec(read("tools/docs/examples.ts"))!;
  expect(read("docs/formulas.md")).toContain(table);
});

test("how often statsmodels' default search stops short is what was recorded", () => {
  const recorded = listCases().map((one) => loadCase(one.dataset, one.case));
  const byDefault = recorded.filter(({ arguments: { method, free, start_params, cov_pen, fe_pen, fit_options } }) => {
    return (method ?? free ?? start_params ?? cov_pen ?? fe_pen) === null && Object.keys(fit_options).length === 0;
  });
  const counted = byDefault.filter(({ optimum }) => optimum !== undefined && optimum !== null);
  const isShort = ({ optimum }: { optimum?: { within: boolean } | null }): boolean => optimum?.within === false;
  const withSlopes = counted.filter(({ cov_re }) => cov_re.index.length > 1);
  const short = counted.filter(isShort).length;
  const shortWithSlopes = withSlopes.filter(isShort).length;
  expect(read("README.md").replaceAll("\n", " ")).toContain(
    `in ${shortWithSlopes} of ${withSlopes.length} recorded fits with correlated slopes`,
  );
  expect(read("docs/guides/coming-from-statsmodels.md")).toContain(
    `in ${short} of ${counted.length} recorded fits by its default, ${shortWithSlopes} of them with correlated slopes`,
  );
});
