import { readFileSync } from "node:fs";
import { readCsv } from "@mixedlm/design";
import { accurateMoments, engineOf, fitMoments, likelihood } from "mixedlm";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { type ProfiledFit, profileRe } from "../../src/inference/profile-re.ts";
import { mixedlm } from "../../src/mixedlm.ts";
import { formulaSource } from "../../src/model/model-source.ts";
import { MixedLMParams } from "../../src/model/params.ts";
import { distributionOf } from "../../src/simulation/distribution.ts";
import { withResponse } from "../with-response.ts";

interface Profile {
  dataset: string;
  formula: string;
  groups: string;
  re_formula?: string;
  vc_formula?: Record<string, string>;
  reml: boolean;
  free?: number[][];
  re_ix: number | string;
  vtype: "re" | "vc";
  options: { num_low: number; dist_low: number; num_high: number; dist_high: number };
  estimate: number;
  scale: number;
  llf: number;
  cov_re_unscaled: number[][];
  vcomp_unscaled: number[];
  statsmodels: [number, number][];
  grid: number[];
  ratio: [number, number][];
  variance: [number, number][];
}

const path = new URL("../../../../fixtures/profile-re/profiles.json", import.meta.url);
const { profiles } = JSON.parse(readFileSync(path, "utf8")) as { profiles: Profile[] };

/** The fit as statsmodels left it, so that both have the same grid. */
function fitOf(profile: Profile): ProfiledFit {
  const { dataset, formula, groups, re_formula = null, vc_formula = null } = profile;
  const source = formulaSource(formula, readCsv(loadData(dataset)), groups, { re_formula, vc_formula });
  return {
    engine: engineOf(accurateMoments(source.design, source.table, "error")),
    reml: profile.reml,
    params_object: MixedLMParams.from_components({
      fe_params: source.design.fixed.names.map(() => 0),
      cov_re: profile.cov_re_unscaled,
      vcomp: profile.vcomp_unscaled,
    }),
    scale: profile.scale,
    exog_re_names: source.exog_re_names,
    vcomp_names: source.design.components.map(({ name }) => name),
    freepat: profile.free === undefined ? null : MixedLMParams.from_components({ cov_re: profile.free }),
    isPenalised: false,
  };
}

function column(rows: readonly (readonly number[])[], j: number): number[] {
  return rows.map((row) => row[j]!);
}

/** Largest difference, relative to 1 or the wanted value. */
function apart(found: readonly number[], wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  return Math.max(...found.map((v, i) => Math.abs(v - wanted[i]!) / Math.max(1, Math.abs(wanted[i]!))));
}

describe.each(profiles)("$dataset, $vtype $re_ix of $formula, mask $free", (profile) => {
  const fit = fitOf(profile);

  test("by default the rows are statsmodels', which holds the ratio of the variance to the residual's", () => {
    const rows = profileRe(fit, profile.re_ix, profile.vtype, profile.options);
    expect(apart(column(rows, 1), column(profile.statsmodels, 1))).toBeLessThan(1e-8);
    expect(apart(column(rows, 0), column(profile.statsmodels, 0))).toBeLessThan(2e-4);
  });

  test("no point is lower than statsmodels', and each is the maximum with the ratio held", () => {
    const rows = profileRe(fit, profile.re_ix, profile.vtype, profile.options);
    for (const [i, row] of rows.entries()) expect(row[1]).toBeGreaterThan(profile.statsmodels[i]![1] - 1e-8);
    expect(apart(column(rows, 1), column(profile.ratio, 1))).toBeLessThan(1e-10);
    expect(apart(column(rows, 0), column(profile.ratio, 0))).toBeLessThan(1e-6);
  });

  test("the profile of the variance holds the variance, and lets the residual variance go", () => {
    const rows = profileRe(fit, profile.re_ix, profile.vtype, { ...profile.options, profile: "variance" });
    expect(apart(column(rows, 0), profile.grid)).toBeLessThan(1e-12);
    expect(apart(column(rows, 1), column(profile.variance, 1))).toBeLessThan(1e-10);
  });
});

describe("a profile", () => {
  const intercept = fitOf(profiles.find(({ dataset }) => dataset === "dietox")!);
  const cask = fitOf(profiles.find(({ re_ix }) => re_ix === "cask")!);
  const slope = fitOf(profiles.find(({ re_ix }) => re_ix === 1)!);

  test("has five points one unit down and five one unit up unless other numbers are given", () => {
    const values = column(profileRe(intercept, 0, "re", { profile: "variance" }), 0);
    const v = intercept.scale * intercept.params_object.cov_re[0]![0]!;
    const wanted = [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1].map((by) => v + by);
    expect(apart(values, wanted)).toBeLessThan(1e-12);
  });

  test("of a column by its name is that by its number", () => {
    expect(profileRe(slope, "Days", "re")).toEqual(profileRe(slope, 1, "re"));
  });

  test("does not depend on what the search options say", () => {
    const options = { method: "lbfgs", maxiter: 1, disp: true };
    expect(profileRe(slope, 1, "re", options)).toEqual(profileRe(slope, 1, "re"));
  });

  test("of a zero variance goes up from it", () => {
    const source = formulaSource("Yield ~ 1", readCsv(loadData("dyestuff2")), "Batch");
    const engine = engineOf(accurateMoments(source.design, source.table, "error"));
    const params_object = MixedLMParams.from_components({ fe_params: [0], cov_re: [[0]] });
    const scale = 13.81;
    const fit = { ...intercept, engine, params_object, scale, exog_re_names: source.exog_re_names };
    const options = { num_low: 0, num_high: 3, dist_high: 3, profile: "variance" } as const;
    const rows = profileRe(fit, 0, "re", options);
    expect(column(rows, 0)).toEqual([0, 1, 2, 3]);
    expect(column(rows, 1)).toEqual(column(rows, 1).sort((a, b) => b - a));
    expect(profileRe(fit, 0, "re", { ...options, profile: "ratio" })[0]![1]).toBe(rows[0]![1]);
  });

  test("finds another variance that is zero at the estimate and is not where the first one is held low", () => {
    const pastes = readCsv(loadData("pastes"));
    const options = { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } };
    const model = mixedlm("strength ~ 1", pastes, "batch", options);
    // a draw from casks that differ in batches that do not
    const y = distributionOf(model, [60, 0, 2], 1).rvs(1, { seed: 29 });
    const drawn = withResponse(model, y);
    const { psi, sigma2: scale } = fitMoments(drawn.moments).estimates;
    const [batch, ratio] = psi.map(({ data }) => data[0]!) as [number, number];
    expect(batch).toBe(0);
    const { engine, exog_re_names, vcomp_names } = drawn;
    const params_object = MixedLMParams.from_components({ fe_params: [0], cov_re: [[batch]], vcomp: [ratio] });
    const fit = { ...intercept, engine, params_object, scale, exog_re_names, vcomp_names };
    const [row] = profileRe(fit, "cask", "vc", { num_low: 1, dist_low: 0.95 * scale * ratio, num_high: 0 });
    // by hand: the best of 2000 standard deviations of batches
    const logLik = likelihood(engine, true);
    const at = (sd: number): number => logLik([Float64Array.of(sd), Float64Array.of(Math.sqrt(0.05 * ratio))]).logLik;
    const best = Math.max(...Array.from({ length: 2000 }, (_, i) => at(i / 500)));
    expect(best).toBeGreaterThan(at(0) + 0.5);
    expect(row![1]).toBeGreaterThanOrEqual(best);
    expect(row![1]).toBeLessThan(best + 1e-3);
  });

  test("that would begin below zero is refused in statsmodels' words", () => {
    expect(() => profileRe(intercept, 0, "re", { dist_low: 50 })).toThrow(
      "dist_low is too large and would result in a negative variance. Try a smaller value.",
    );
  });

  test.each([
    ["a number beyond the columns", intercept, 1, "re", "profile-parameter", {}],
    ["a name of no column", intercept, "Time", "re", "profile-parameter", {}],
    ["a component's number", cask, 0, "vc", "profile-parameter", {}],
    ["another component's name", cask, "batch", "vc", "profile-parameter", {}],
    ["another kind of parameter", cask, 0, "fe", "option-type", {}],
    ["another profile", cask, 0, "re", "option-type", { profile: "sd" }],
    ["half a point", cask, 0, "re", "option-type", { num_low: 1.5 }],
    ["an unknown option", cask, 0, "re", "unknown-option", { num_lo: 1 }],
    ["a penalised fit", { ...cask, isPenalised: true }, 0, "re", "constrained-fit", {}],
  ] as const)("of %s is refused", (_, fit, re_ix, vtype, code, options) => {
    const call = () => profileRe(fit, re_ix, vtype as "re", options as object);
    expect(call).toThrow(expect.objectContaining({ name: "SmfError", code }));
  });
});
