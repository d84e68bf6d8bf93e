// Parameters that cannot be meant are errors of this package that say which entry of what is wrong.
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { L2, type MixedLM, MixedLMParams, mixedlm, PSD, readCsv } from "../../src/index.ts";
import { codeOf } from "../thrown.ts";

const sleep = readCsv(loadData("sleepstudy"));
const model = mixedlm("Reaction ~ Days", sleep, "Subject");
const slopes = mixedlm("Reaction ~ Days", sleep, "Subject", { re_formula: "~Days" });
const indefinite = MixedLMParams.from_components({ fe_params: [0, 0], cov_re: [[-1]] });
const nan = MixedLMParams.from_components({ fe_params: [0, 0], cov_re: [[Number.NaN]] });
const lopsided = slopesWith([
  [1, 0.5],
  [0, 1],
]);
const ragged = slopesWith([[1, 0], [0]]);
// what people who do not use the compiler pass
const any = (value: unknown): never => value as never;

const calls: readonly (readonly [string, string, () => unknown])[] = [
  ["a count below zero", "params-value", () => new MixedLMParams(-1, 0, 0)],
  ["a count that is a text", "params-value", () => new MixedLMParams(any("a"), 0, 0)],
  ["no packed vector", "params-value", () => MixedLMParams.from_packed(any(undefined), 1, 1, true, true)],
  ["a number for cov_re", "params-value", () => MixedLMParams.from_components({ cov_re: any(5) })],
  ["a text among the components", "params-value", () => MixedLMParams.from_components({ vcomp: any(["a"]) })],
  ["a start with NaN in it", "params-value", () => model.fit({ start_params: nan })],
  ["a point with NaN in it", "params-value", () => model.loglike(nan)],
  ["a part that does not exist", "unknown-option", () => MixedLMParams.from_components(any({ vcomps: [1] }))],
  ["loglike of nothing", "params-value", () => model.loglike(any(undefined))],
  ["loglike of NaN", "params-value", () => model.loglike([Number.NaN])],
  ["loglike of another model's parameters", "params-shape", () => model.loglike(new MixedLMParams(2, 2, 0))],
  ["score of nothing", "params-value", () => model.score(any(null))],
  [
    "score with another model's mask",
    "params-shape",
    () => model.score([1], true, { free: new MixedLMParams(0, 0, 0) }),
  ],
  ["hessian of another model's parameters", "params-shape", () => model.hessian(new MixedLMParams(2, 1, 1))],
  ["hessian of a negative variance", "not-a-covariance", () => model.hessian(indefinite)],
  ["get_fe_params of nothing", "params-shape", () => model.get_fe_params(any(undefined), [])],
  [
    "get_fe_params of too large a covariance",
    "params-shape",
    () =>
      model.get_fe_params(
        [
          [1, 0],
          [0, 1],
        ],
        [],
      ),
  ],
  ["get_fe_params of a component too many", "params-shape", () => model.get_fe_params([[1]], [1])],
  ["get_scale of no fixed effects", "params-value", () => model.get_scale(any(undefined), [[1]], [])],
  ["get_scale of fixed effects that are NaN", "params-value", () => model.get_scale([Number.NaN, 0], [[1]], [])],
  ["a start of NaN", "params-value", () => model.fit({ start_params: [Number.NaN] })],
  ["a start that is a text", "option-type", () => model.fit({ start_params: any("abc") })],
  ["a start with a negative variance", "not-a-covariance", () => model.fit({ start_params: indefinite })],
  ["another model's result as a start", "start-params", () => model.fit({ start_params: slopes.fit().params })],
  ["loglike of a matrix that is not symmetric", "not-a-covariance", () => slopes.loglike(lopsided)],
  ["score of a matrix that is not symmetric", "not-a-covariance", () => slopes.score(lopsided)],
  ["hessian of a matrix that is not symmetric", "not-a-covariance", () => slopes.hessian(lopsided)],
  ["a start that is not symmetric", "not-a-covariance", () => slopes.fit({ start_params: lopsided })],
  [
    "get_fe_params of a matrix that is not symmetric",
    "not-a-covariance",
    () => slopes.get_fe_params(lopsided.cov_re, []),
  ],
  [
    "get_scale of a matrix that is not symmetric",
    "not-a-covariance",
    () => slopes.get_scale([0, 0], lopsided.cov_re, []),
  ],
  ["a distribution of a matrix that is not symmetric", "not-a-covariance", () => slopes.get_distribution(lopsided, 1)],
  ["loglike of rows of unequal length", "not-square", () => slopes.loglike(ragged)],
  ["a distribution of rows of unequal length", "not-square", () => slopes.get_distribution(ragged, 1)],
  ["a mask of rows of unequal length", "not-square", () => slopes.fit({ free: ragged })],
  ["predict of fixed effects that were cut off", "fe-params-length", () => model.predict(damaged([1]))],
  ["predict of fixed effects that are NaN", "params-value", () => model.predict(damaged([1, Number.NaN]))],
  ["predict of no fixed effects", "params-value", () => model.predict(damaged(any(null)))],
  ["a distribution of fixed effects that were cut off", "params-shape", () => model.get_distribution(damaged([1]), 1)],
  [
    "a distribution of fixed effects that are NaN",
    "params-value",
    () => model.get_distribution(damaged([1, Number.NaN]), 1),
  ],
  ["a number for directions", "option-type", () => model.fit({ method: "powell", start_direc: any(5) })],
  ["texts for directions", "option-type", () => model.fit({ method: "powell", start_direc: any([["a"]]) })],
  ["more directions than parameters", "option-type", () => model.fit({ method: "powell", start_direc: [[1], [1]] })],
  ["a seed that numpy does not take", "option-type", () => model.fit({ method: "basinhopping", seed: -1 })],
  ["a penalty on fixed effects as cov_pen", "option-type", () => model.fit({ cov_pen: any(new L2()) })],
  ["a penalty on covariances as fe_pen", "option-type", () => model.fit({ fe_pen: any(new PSD(1)) })],
];

test.each(calls)("%s is the error %s", (_, code, call) => {
  expect(codeOf(call)).toBe(code);
});

test("the message says which entry is wrong", () => {
  expect(() =>
    MixedLMParams.from_components({
      cov_re: [
        [1, 0],
        [0, any("a")],
      ],
    }),
  ).toThrow(/^cov_re\[1\] is .*a.* at position 1/);
  expect(() => model.fit({ cov_pen: any(new L2()) })).toThrow("give it as `fe_pen`");
});

describe("parameters made of what a result holds", () => {
  const result = slopes.fit();

  test("a Series and a Frame are read as their numbers", () => {
    const { fe_params, cov_re_unscaled } = result;
    const made = MixedLMParams.from_components(any({ fe_params, cov_re: cov_re_unscaled }));
    expect(made.fe_params).toEqual(Array.from(fe_params.values));
    expect(made.cov_re).toEqual(cov_re_unscaled.values);
    expect(slopes.loglike(made)).toBeCloseTo(result.llf, 9);
  });

  test("a copy shares nothing", () => {
    const one = result.params_object.copy();
    one.cov_re[0]![0] = 7;
    expect(result.params_object.cov_re[0]![0]).not.toBe(7);
  });
});

describe("what is held and what was fitted", () => {
  const text = (made: MixedLM): string => `${made.fit().summary()}`;

  test("a refit with other options changes no earlier result", () => {
    const own = mixedlm("Reaction ~ Days", sleep, "Subject", { re_formula: "~Days" });
    const first = own.fit();
    const before = [`${first.summary()}`, first.llf, first.aic, first.bse.values.slice(), own.loglike(first.params)];
    own.fit({ reml: false, cov_pen: new PSD(1), method: "powell" });
    own.fit({
      free: MixedLMParams.from_components({
        fe_params: [1, 1],
        cov_re: [
          [1, 0],
          [0, 1],
        ],
      }),
    });
    const after = [`${first.summary()}`, first.llf, first.aic, first.bse.values.slice(), own.loglike(first.params)];
    expect(after).toEqual(before);
    expect(text(own)).toBe(before[0]);
  });

  test("a start and a mask are not changed by a fit, and a mask changed later changes no result", () => {
    const start = MixedLMParams.from_components({
      fe_params: [1, 2],
      cov_re: [
        [2, 0],
        [0, 1],
      ],
    });
    const free = MixedLMParams.from_components({
      fe_params: [1, 1],
      cov_re: [
        [1, 0],
        [0, 1],
      ],
    });
    const given = [JSON.stringify(start), JSON.stringify(free)];
    const own = slopes.fit({ start_params: start, free });
    expect([JSON.stringify(start), JSON.stringify(free)]).toEqual(given);
    const before = `${own.summary()}`;
    free.cov_re[1]![0] = 1;
    start.cov_re[0]![0] = 99;
    expect(`${own.summary()}`).toBe(before);
    expect(own.freepat!.cov_re[1]![0]).toBe(0);
  });
});

test("what rounding leaves between the halves of a covariance matrix is no asymmetry", () => {
  const point = (upper: number) =>
    slopesWith([
      [2, upper],
      [1, 3],
    ]);
  expect(slopes.loglike(point(1 + 2 ** -50))).toBe(slopes.loglike(point(1)));
  expect(() => slopes.loglike(point(1 + 1e-6))).toThrow(
    "params: cov_re must be symmetric, but entry 0 of row 1 is 1, entry 1 of row 0 is 1.000001 (counted from 0)",
  );
});

test("a mask may name the lower triangle alone, which is what is read of it", () => {
  const mask = (upper: number) =>
    slopesWith(
      [
        [1, upper],
        [1, 1],
      ],
      [1, 1],
    );
  expect(slopes.fit({ free: mask(0) }).llf).toBe(slopes.fit({ free: mask(1) }).llf);
});

test("predict says how many fixed effects it was given, and how many there are", () => {
  const three = MixedLMParams.from_components({ fe_params: [1, 2, 3], cov_re: [[1]] });
  expect(() => slopes.predict(three)).toThrow("fe_params has 3 entries, but the model has 2 fixed effects");
});

/** Parameters of two random columns, set on the field, which takes anything. */
function slopesWith(cov_re: number[][], fe_params: number[] = [250, 10]): MixedLMParams {
  const params = new MixedLMParams(2, 2, 0);
  Object.assign(params, { cov_re, fe_params });
  return params;
}

/** Parameters of one random column with other fixed effects than it was made for. */
function damaged(fe_params: number[]): MixedLMParams {
  const params = MixedLMParams.from_components({ fe_params: [250, 10], cov_re: [[1]] });
  params.fe_params = fe_params;
  return params;
}
