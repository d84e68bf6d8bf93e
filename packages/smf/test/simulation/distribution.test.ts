import { readCsv } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { Series } from "../../src/labelled/series.ts";
import { mixedlm } from "../../src/mixedlm.ts";
import type { MixedLM } from "../../src/model/model.ts";
import { MixedLMParams } from "../../src/model/params.ts";
import { distributionOf } from "../../src/simulation/distribution.ts";

/** Covariance of two rows as the model says, from labels and numbers of the data alone. */
type Covariance = (i: number, j: number) => number;

/**
 * The largest distance of sample means and covariances of many draws from what they should be, in their own standard errors:
 * that of a mean is sqrt(v_ii / n), of a covariance sqrt((v_ii v_jj + v_ij^2) / n).
 */
function distance(draws: readonly Float64Array[], mean: readonly number[], V: Covariance, rows: number): number {
  const n = draws.length;
  const centred = Array.from({ length: rows }, (_, i) => Float64Array.from(draws, (y) => y[i]! - mean[i]!));
  const meanProduct = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let d = 0; d < n; d++) sum += a[d]! * b[d]!;
    return sum / n;
  };
  const ones = new Float64Array(n).fill(1);
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    largest = Math.max(largest, Math.abs(meanProduct(centred[i]!, ones)) / Math.sqrt(V(i, i) / n));
    for (let j = 0; j <= i; j++) {
      const error = Math.sqrt((V(i, i) * V(j, j) + V(i, j) ** 2) / n);
      largest = Math.max(largest, Math.abs(meanProduct(centred[i]!, centred[j]!) - V(i, j)) / error);
    }
  }
  return largest;
}

const pastes = readCsv(loadData("pastes"));
const sleepstudy = readCsv(loadData("sleepstudy"));
const penicillin = readCsv(loadData("penicillin"));
const DRAWS = 20_000;
// the largest of some 1800 standard normals exceeds it once in a thousand seeds
const FAR = 5;

function draws(model: MixedLM, params: readonly number[], scale: number, seed: number): Float64Array[] {
  return distributionOf(model, params, scale).rvs(DRAWS, { seed }) as Float64Array[];
}

describe("draws", () => {
  test("have the mean and the covariance of the model: an intercept of batches and casks within them", () => {
    const vc_formula = { cask: "0 + C(cask)" };
    const model = mixedlm("strength ~ 1", pastes, "batch", { re_formula: "1", vc_formula });
    const [batch, cask] = [pastes.array("batch"), pastes.array("cask")];
    const V: Covariance = (i, j) => {
      const sameBatch = batch[i] === batch[j] ? 1 : 0;
      return 0.7 * (Number(i === j) + 2 * sameBatch + 12 * sameBatch * Number(cask[i] === cask[j]));
    };
    const mean = new Array(60).fill(60);
    expect(distance(draws(model, [60, 2, 12], 0.7, 1), mean, V, 60)).toBeLessThan(FAR);
  });

  test("have those of correlated slopes", () => {
    const model = mixedlm("Reaction ~ Days", sleepstudy, "Subject", { re_formula: "~Days" });
    const V: Covariance = (i, j) =>
      i < 10 === j < 10 ? 650 * (Number(i === j) + 0.9 + 0.02 * ((i % 10) + (j % 10)) + 0.05 * (i % 10) * (j % 10)) : 0;
    const mean = Array.from({ length: 20 }, (_, i) => 250 + 10 * (i % 10));
    expect(distance(draws(model, [250, 10, 0.9, 0.02, 0.05], 650, 2), mean, V, 20)).toBeLessThan(FAR);
  });

  test("have those of a singular covariance, whose slopes follow from the intercepts", () => {
    const model = mixedlm("Reaction ~ Days", sleepstudy, "Subject", { re_formula: "~Days" });
    const V: Covariance = (i, j) =>
      i < 10 === j < 10 ? Number(i === j) + (2 - 0.5 * (i % 10)) * (2 - 0.5 * (j % 10)) : 0;
    const mean = Array.from({ length: 20 }, () => 0);
    expect(distance(draws(model, [0, 0, 4, -1, 0.25], 1, 3), mean, V, 20)).toBeLessThan(FAR);
  });

  test("have those of components alone, crossed in one group", () => {
    const vc_formula = { plate: "0 + C(plate)", sample: "0 + C(sample)" };
    const ones = new Array<number>(144).fill(1);
    const model = mixedlm("diameter ~ 1", penicillin, ones, { vc_formula });
    const [plate, sample] = [penicillin.array("plate"), penicillin.array("sample")];
    const V: Covariance = (i, j) =>
      Number(i === j) + 2 * Number(plate[i] === plate[j]) + 12 * Number(sample[i] === sample[j]);
    const mean = new Array(144).fill(23);
    expect(distance(draws(model, [23, 2, 12], 1, 4), mean, V, 20)).toBeLessThan(FAR);
  });

  test("without variances are the mean and independent residuals", () => {
    const model = mixedlm("Reaction ~ Days", sleepstudy, "Subject");
    const V: Covariance = (i, j) => 4 * Number(i === j);
    const mean = Array.from({ length: 20 }, (_, i) => 1 + (i % 10));
    expect(distance(draws(model, [1, 1, 0], 4, 5), mean, V, 20)).toBeLessThan(FAR);
  });
});

describe("a distribution", () => {
  const model = mixedlm("Reaction ~ Days", sleepstudy, "Subject");
  const params = [250, 10, 1.5];

  test("gives one vector by default, and as many as are asked for, the first of them the same", () => {
    const distribution = distributionOf(model, params, 900);
    const one = distribution.rvs(1, { seed: "s" });
    expect(one).toHaveLength(180);
    expect(distribution.rvs(undefined, { seed: "s" })).toEqual(one);
    const three = distribution.rvs(3, { seed: "s" });
    expect(three).toHaveLength(3);
    expect(three[0]).toEqual(one);
    expect(three[1]).not.toEqual(one);
  });

  test("gives other numbers with another seed, and without one", () => {
    const distribution = distributionOf(model, params, 900);
    expect(distribution.rvs(1, { seed: 1 })).not.toEqual(distribution.rvs(1, { seed: 2 }));
    expect(distribution.rvs()).not.toEqual(distribution.rvs());
  });

  test("with a residual variance of 0 is the mean, since covariances are relative to it", () => {
    const mean = Float64Array.from({ length: 180 }, (_, i) => 250 + 10 * (i % 10));
    expect(distributionOf(model, params, 0).rvs(1, { seed: 1 })).toEqual(mean);
  });

  test("has statsmodels' attributes in units of the data", () => {
    const distribution = distributionOf(model, new Series(model.param_names, params), 900);
    expect(distribution.fe_params).toEqual([250, 10]);
    expect(distribution.cov_re).toEqual([[1350]]);
    expect(distribution.vcomp).toEqual([]);
    expect(Array.from(distribution.group_idx)).toEqual(Array.from({ length: 180 }, (_, i) => Math.floor(i / 10)));
  });

  test("takes other values of the fixed effects' columns for the same rows", () => {
    const zeros = Array.from({ length: 180 }, () => [1, 0]);
    expect(distributionOf(model, params, 0, zeros).rvs(1, { seed: 1 })).toEqual(new Float64Array(180).fill(250));
    expect(distributionOf(model, params, 0, zeros).exog).toBe(zeros);
    expect(distributionOf(model, params, 0).exog).toEqual(model.exog);
  });

  test("keeps its numbers when the parameters that it was made of change", () => {
    const own = MixedLMParams.from_components({ fe_params: [1, 0], cov_re: [[0]] });
    const distribution = distributionOf(model, own, 0);
    own.fe_params[0] = 7;
    expect(distribution.rvs(1, { seed: 1 })[0]).toBe(1);
  });

  test.each([
    ["too few parameters", [250, 10], 1, undefined, "params-length"],
    ["parameters of another model", MixedLMParams.from_components({ fe_params: [1] }), 1, undefined, "params-shape"],
    ["a negative variance", [250, 10, -1], 1, undefined, "not-a-covariance"],
    ["a negative scale", params, -1, undefined, "option-type"],
    ["an infinite scale", params, Number.POSITIVE_INFINITY, undefined, "option-type"],
    ["other rows than the groups have", params, 1, [[1, 0]], "exog-shape"],
  ] as const)("of %s is refused", (_, given, scale, exog, code) => {
    const call = () => distributionOf(model, given as number[], scale, exog as unknown as number[][]);
    expect(call).toThrow(expect.objectContaining({ name: "SmfError", code }));
  });

  test.each([0, 1.5, Number.NaN])("refuses to draw %s times", (n) => {
    const call = () => distributionOf(model, params, 1).rvs(n);
    expect(call).toThrow(expect.objectContaining({ name: "SmfError", code: "option-type" }));
  });
});
