// The library prints nothing: whatever it has to say is a record on what it returns. All the ways in which a program
// prints are watched while models are made, fitted, tested, shown, saved and refused.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import {
  L2,
  load,
  MixedLM,
  MixedLMParams,
  type MixedLMResults,
  mixedlm,
  PSD,
  readCsv,
  summary_col,
} from "../src/index.ts";
import { codeOf } from "./thrown.ts";

const CONSOLE = ["log", "info", "warn", "error", "debug", "trace", "dir", "table", "group", "assert"] as const;

let printed: unknown[] = [];

beforeEach(() => {
  printed = [];
  const note =
    (what: string) =>
    (...args: unknown[]) => {
      printed.push([what, ...args]);
      return true;
    };
  for (const name of CONSOLE) vi.spyOn(console, name).mockImplementation(note(`console.${name}`));
  vi.spyOn(process.stdout, "write").mockImplementation(note("stdout") as typeof process.stdout.write);
  vi.spyOn(process.stderr, "write").mockImplementation(note("stderr") as typeof process.stderr.write);
  vi.spyOn(process, "emitWarning").mockImplementation(note("emitWarning") as typeof process.emitWarning);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const pigs = readCsv(loadData("dietox"));
const slopes = (): MixedLM =>
  mixedlm("Reaction ~ Days", readCsv(loadData("sleepstudy")), "Subject", { re_formula: "~Days" });

function showAll(result: MixedLMResults): void {
  const summary = result.summary();
  for (const text of [
    summary.as_text(),
    summary.as_html(),
    summary.as_latex(),
    summary.as_markdown(),
    summary.as_csv(),
  ])
    expect(text).not.toBe("");
  for (const part of [result, result.params, result.cov_params(), result.conf_int(), result.random_effects])
    expect(String(part)).not.toBe("");
  expect(String(summary_col([result, result], { stars: true }))).not.toBe("");
}

test("the spies see what is printed", () => {
  const { warn } = console;
  warn("a");
  process.stdout.write("b");
  process.stderr.write("c");
  process.emitWarning("d");
  expect(printed).toHaveLength(4);
});

test.each([
  ["one that converges", {}],
  ["one that is asked to display its search", { disp: true, full_output: true }],
  ["one that runs out of iterations", { method: "bfgs", maxiter: 1 }],
  ["one whose optimiser has not these options", { method: "bfgs", maxls: 3, ftol: 1 }],
  ["other optimisers", { method: ["powell", "nm"], maxiter: 5 }],
  ["one that is not optimised", { do_cg: false }],
  ["one with ignored options", { niter_sa: 3 }],
  ["one with a penalty on the covariances", { cov_pen: new PSD(1) }],
] as const)("a fit is silent: %s", (_, how) => {
  showAll(slopes().fit(how));
  expect(printed).toEqual([]);
});

test("fits with remarks are silent", () => {
  const held = MixedLMParams.from_components({ fe_params: [1, 0], cov_re: [[1]] });
  const results = [
    mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: "~Time" }).fit(),
    mixedlm("Weight ~ Time", pigs, "Pig").fit({ free: held }),
    mixedlm("Weight ~ Time", pigs, "Pig").fit({ fe_pen: new L2() }),
    mixedlm("Weight ~ Time", pigs, "Pig").fit_regularized({ alpha: 20, maxit: 1 }),
    mixedlm("Weight ~ I(Time - np.mean(Time))", pigs, "Pig", { vc_formula: { t: "center(Time)" } }).fit(),
    mixedlm("Yield ~ 1", readCsv(loadData("dyestuff2")), "Batch").fit(),
  ];
  for (const result of results) showAll(result);
  expect(results.filter(({ warnings }) => warnings.length > 0).length).toBeGreaterThanOrEqual(4);
  expect(printed).toEqual([]);
});

test("tests, predictions, profiles and draws are silent", async () => {
  const result = mixedlm("Weight ~ Time + C(Evit)", pigs, "Pig").fit();
  const tests = [
    result.t_test("Time = 0"),
    result.t_test("Pig Var = 0"),
    result.wald_test("Time = 0"),
    result.f_test([
      [0, 1, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ]),
    result.wald_test_terms(),
  ];
  for (const one of tests) expect(String(one)).not.toBe("");
  expect(result.t_test_pairwise("C(Evit)").result_frame.length).toBe(3);
  expect(result.predict().length).toBe(result.nobs);
  expect(result.profile_re(0, "re", { num_low: 1, num_high: 1 })).toHaveLength(3);
  expect(result.model.get_distribution(result.params, result.scale).rvs(1, { seed: 1 })).toHaveLength(result.nobs);
  await result.bootstrap({ nrep: 2, seed: 1 });
  expect(load(result.save()).llf).toBe(result.llf);
  result.remove_data();
  expect(printed).toEqual([]);
});

test("models of arrays and refused calls are silent", () => {
  const { endog, exog, groups } = mixedlm("Weight ~ Time", pigs, "Pig");
  showAll(new MixedLM(endog, exog, groups).fit());
  const model = mixedlm("Weight ~ Time", pigs, "Pig");
  expect(codeOf(() => model.fit({ method: "newton" } as object))).toBe("method-unavailable");
  expect(codeOf(() => model.fit({ cov_type: "HC0" } as object))).toBe("unknown-option");
  expect(() => mixedlm("Weight ~ Feed", pigs, "Pig")).toThrow("72 of 861 rows lack a value");
  expect(codeOf(() => model.fit().summary({ xname_fe: ["a"] }))).toBe("name-count");
  expect(printed).toEqual([]);
});
