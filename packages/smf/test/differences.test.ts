// Calls that statsmodels answers wrongly or not at all, as it was recorded doing, and what happens here instead. Differences
// that belong to one file of the package are shown in that file's test; the page "Coming from statsmodels" lists all of them.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCase, loadData } from "../../../tools/fixtures/load.ts";
import { MixedLMParams, mixedlm, readCsv } from "../src/index.ts";
import { codeOf } from "./thrown.ts";

/** What statsmodels does: a number, sizes, or an error as "<class>: <text>". */
interface Difference {
  readonly statsmodels: number | number[][] | { readonly error: string };
  readonly right?: number;
  readonly intercept?: number;
}

const FILE = new URL("../../../fixtures/differences/cases.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { cases: Record<string, Difference> };
const pigs = readCsv(loadData("dietox"));
const rows = pigs.objects() as { Pig: number; Litter: number; Time: number; Weight: number }[];
const inLitters = { re_formula: "1", vc_formula: { pig: "0 + C(Pig)" } };

/** The text of the error that statsmodels raised. */
function raised(name: string): string {
  return (cases[name]!.statsmodels as { error: string }).error;
}

test("a search that runs off raises there; here the optimum is found", () => {
  expect(raised("slope without intercept")).toContain("Singular matrix");
  const result = mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: "0 + Time" }).fit();
  expect(result.llf).toBeCloseTo(cases["slope without intercept"]!.right!, 5);
});

test("labels of rows that stand twice break components there; here rows are counted", () => {
  expect(raised("labels that stand twice")).toContain("ValueError");
  const twice = [...rows, ...rows.map((row) => ({ ...row, Weight: row.Weight + 1 }))];
  const result = mixedlm("Weight ~ Time", twice, "Litter", inLitters).fit();
  expect(result.fit.logLik).toBeCloseTo(cases["labels that stand twice"]!.right!, 5);
});

test("a fixed effect that the mask holds moves there; here it stays at its start", () => {
  const { statsmodels, right, intercept } = cases["held fixed effect"]!;
  expect(statsmodels).not.toBeCloseTo(7, 2);
  const model = mixedlm("Weight ~ Time", pigs, "Pig");
  const free = MixedLMParams.from_components({ fe_params: [1, 0], cov_re: [[1]] });
  const start_params = MixedLMParams.from_components({ fe_params: [0, 7], cov_re: [[1]] });
  const result = model.fit({ reml: false, free, start_params });
  expect(result.fe_params.get("Time")).toBe(7);
  expect(result.fe_params.get("Intercept")).toBeCloseTo(intercept!, 4);
  expect(Math.abs(result.llf - right!)).toBeLessThan(1e-4);
  expect(result.warnings.map(({ code }) => code)).toContain("held");
});

test("with use_sparse fitted values and covariances fail there; here they are those without it", () => {
  expect(raised("sparse components")).toContain("ValueError");
  const recorded = loadCase("dietox", "pig-in-litter-reml");
  const result = mixedlm("Weight ~ Time", pigs, "Litter", { ...inLitters, use_sparse: true }).fit();
  const { values } = recorded.fittedvalues as { values: number[] };
  values.forEach((value, i) => {
    expect(result.fittedvalues.values[i]).toBeCloseTo(value, 3);
  });
  const [{ group, values: covariance }] = recorded.random_effects_cov as { group: number; values: number[][] }[];
  covariance.forEach((line, i) => {
    line.forEach((value, j) => {
      expect(result.random_effects_cov.get(group)!.values[i]![j]).toBeCloseTo(value, 3);
    });
  });
});

test("a search in covariances ends far from the optimum there; here it is the optimum", () => {
  const { optimum } = loadCase("dietox", "slope-reml");
  const { statsmodels, intercept } = cases["roots unasked for"]!;
  expect(statsmodels).toBeLessThan(optimum.llf - 10);
  expect(Math.abs(intercept! - optimum.fe_params[0]!)).toBeGreaterThan(0.5);
  const result = mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: "~Time", use_sqrt: false }).fit();
  expect(Math.abs(result.llf - optimum.llf)).toBeLessThan(1e-4);
});

test("rows without a group are a KeyError there; here they are counted, and can be dropped", () => {
  expect(raised("groups with gaps")).toBe("KeyError: nan");
  const gaps = rows.map((row, i) => ({ ...row, Pig: i < 4 ? null : row.Pig }));
  expect(() => mixedlm("Weight ~ Time", gaps, "Pig")).toThrow(/4 of 861 rows lack a value/);
  expect(mixedlm("Weight ~ Time", gaps, "Pig", { missing: "drop" }).nobs).toBe(857);
});

test("a numeric column as a component is one slope for each group, there and here", () => {
  const { mats } = mixedlm("Weight ~ Time", pigs, "Litter", { vc_formula: { start: "0 + Start" } }).exog_vc;
  const sizes = mats[0]!.slice(0, 5).map((matrix) => {
    const lines = matrix as number[][];
    return [lines.length, lines[0]!.length];
  });
  expect(sizes).toEqual(cases["column as a component"]!.statsmodels);
});

test("do_cg false fails there; here the result is that of the start", () => {
  expect(raised("nothing optimised")).toContain("UnboundLocalError");
  const model = mixedlm("Weight ~ Time", pigs, "Pig");
  const result = model.fit({ do_cg: false });
  expect(result.cov_re_unscaled.get("Pig", "Pig")).toBe(1);
  expect(result.llf).toBeCloseTo(model.loglike(result.params_object), 8);
});

test("the parameters of a result as a start are read as square roots there; here as the covariances that they are", () => {
  const { statsmodels, right } = cases["own estimates as start"]!;
  expect(statsmodels).toBeCloseTo(right! ** 2, 8);
  const model = mixedlm("Weight ~ Time", pigs, "Pig");
  const { params } = model.fit();
  const variance = (start_params: typeof params | ArrayLike<number>): number =>
    model.fit({ start_params, do_cg: false }).params.get("Pig Var");
  expect(variance(params)).toBeCloseTo(params.get("Pig Var"), 12);
  // plain numbers have no names to tell what they are: roots, as there
  expect(variance(params.values)).toBeCloseTo(params.get("Pig Var") ** 2, 10);
});

test("arguments of other models, and a kind of variance that does not exist, crash there; here they are named", () => {
  expect(raised("robust covariance")).toContain("AttributeError");
  expect(raised("unknown kind of variance")).toContain("UnboundLocalError");
  const model = mixedlm("Weight ~ Time", pigs, "Pig");
  expect(codeOf(() => model.fit({ cov_type: "HC0" } as never))).toBe("unknown-option");
  expect(codeOf(() => model.fit().profile_re(0, "re_" as never))).toBe("option-type");
});
