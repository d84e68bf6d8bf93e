// Scores against differences of the log-likelihood, Hessians against differences of the score: square roots or not, ML and
// REML, fixed effects profiled out or not, with and without penalties; and what is asked of wrong parameters.
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { L2, MixedLM, MixedLMParams, mixedlm, PSD, readCsv, smf } from "../../src/index.ts";
import { codeOf, smfError } from "../thrown.ts";

const sleep = readCsv(loadData("sleepstudy"));
const pastes = readCsv(loadData("pastes"));
const penicillin = readCsv(loadData("penicillin"));
const ones = new Array<number>(penicillin.numRows()).fill(1);

const models: readonly (readonly [string, MixedLM])[] = [
  ["an intercept", mixedlm("Reaction ~ Days", sleep, "Subject")],
  ["a slope", mixedlm("Reaction ~ Days", sleep, "Subject", { re_formula: "~Days" })],
  [
    "a nested component",
    mixedlm("strength ~ 1", pastes, "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } }),
  ],
  [
    "crossed components",
    mixedlm("diameter ~ 1", penicillin, ones, { vc_formula: { plate: "0 + C(plate)", sample: "0 + C(sample)" } }),
  ],
];

/** Some point inside: covariances of about the residual variance, fixed effects off their best. */
function pointOf(model: MixedLM): MixedLMParams {
  const point = new MixedLMParams(model.k_fe, model.k_re, model.k_vc);
  point.cov_re = point.cov_re.map((row, i) => row.map((_, j) => (i === j ? 0.9 / (1 + 3 * i) : 0.1)));
  point.vcomp = point.vcomp.map((_, c) => 0.7 + 0.4 * c);
  const [beta] = model.get_fe_params(point.cov_re, point.vcomp);
  point.fe_params = Array.from(beta, (value, j) => value * (1 + 0.01 * (j + 1)));
  return point;
}

/** Fourth-order central differences of a function in each coordinate. */
function differences(f: (x: Float64Array) => number, x: Float64Array): number[] {
  return Array.from(x, (value, j) => {
    const h = 1e-3 * Math.max(Math.abs(value), 0.1);
    const at = (steps: number): number => f(Float64Array.from(x, (own, i) => (i === j ? value + steps * h : own)));
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
  });
}

function near(ours: ArrayLike<number>, theirs: ArrayLike<number>): void {
  const size = Math.max(1, ...Array.from(theirs, Math.abs));
  expect(ours.length).toBe(theirs.length);
  for (let j = 0; j < theirs.length; j++) expect(Math.abs(ours[j]! - theirs[j]!)).toBeLessThanOrEqual(1e-7 * size);
}

describe.each(models)("%s", (_, source) => {
  describe.each([true, false])("use_sqrt %s", (use_sqrt) => {
    const model = new MixedLM({ ...source.source, use_sqrt });
    const point = pointOf(model);
    describe.each([true, false])("reml %s", (reml) => {
      test.each([true, false])("the score is the slope of the log-likelihood, profile_fe %s", (profile_fe) => {
        const x = point.get_packed(use_sqrt, !profile_fe);
        const loglike = (at: Float64Array): number => model.loglike(at, profile_fe, { reml });
        near(model.score(x, profile_fe, { reml }), differences(loglike, x));
      });

      test("and of the penalised one", () => {
        const options = { reml, cov_pen: new PSD(0.3), fe_pen: new L2({ weights: 1e-4 }) };
        for (const profile_fe of [true, false]) {
          const x = point.get_packed(use_sqrt, !profile_fe);
          const loglike = (at: Float64Array): number => model.loglike(at, profile_fe, options);
          near(model.score(x, profile_fe, options), differences(loglike, x));
        }
      });
    });
  });

  test.each([true, false])("the Hessian is the slope of the full score, reml %s", (reml) => {
    const direct = new MixedLM({ ...source.source, use_sqrt: false });
    const point = pointOf(direct);
    const x = point.get_packed(false, true);
    const [H, singular] = direct.hessian(point, { reml });
    expect(singular).toBe(false);
    for (const [i, row] of H.entries())
      near(
        row,
        differences((at) => {
          const params = MixedLMParams.from_packed(at, direct.k_fe, direct.k_re, false, true);
          return direct.score_full(params, true, { reml }).flatMap((part) => [...part])[i]!;
        }, x),
      );
  });

  test("parts of the score are those of the whole, and calc_fe false leaves the fixed effects out", () => {
    const point = pointOf(source);
    const [fe, re, vc] = source.score_sqrt(point);
    expect([...fe, ...re, ...vc]).toEqual([...source.score(point, false)]);
    expect([...source.score_sqrt(point, false)[0]]).toEqual(new Array(source.k_fe).fill(0));
    expect(source.score_full(point, false).slice(1)).toEqual(source.score_full(point, true).slice(1));
  });
});

describe("parameters", () => {
  const model = mixedlm("Reaction ~ Days", sleep, "Subject", { re_formula: "~Days" });
  const result = model.fit();

  test("result.params are covariances, packed vectors square roots, with fixed effects or without", () => {
    const { params, params_object } = result;
    const llf = model.loglike(params_object, false);
    expect(model.loglike(params, false)).toBeCloseTo(llf, 9);
    expect(model.loglike(params_object.get_packed(true, true), false)).toBeCloseTo(llf, 9);
    expect(model.loglike(params_object.get_packed(true))).toBeCloseTo(llf, 9);
    expect(llf).toBeCloseTo(result.llf, 9);
  });

  test("the residual variance and the fixed effects are those of the fit", () => {
    const { cov_re_unscaled, fe_params, scale } = result;
    const [beta, singular] = model.get_fe_params(cov_re_unscaled.values, []);
    near(beta, fe_params.values);
    expect(singular).toBe(false);
    expect(model.get_scale(fe_params.values, cov_re_unscaled.values, [])).toBeCloseTo(scale, 8);
    expect(
      model.get_fe_params(
        [
          [1, 0],
          [0, 0],
        ],
        [],
      )[1],
    ).toBe(true);
  });

  test("a mask makes the score of what it holds zero", () => {
    const free = MixedLMParams.from_components({
      fe_params: [1, 1],
      cov_re: [
        [1, 0],
        [0, 1],
      ],
    });
    const score = model.score(pointOf(model), true, { free });
    expect(Math.abs(score[1]!)).toBe(0);
    expect(score[0]).not.toBe(0);
  });

  test("a covariance that is none has no likelihood, and its score is refused", () => {
    const wrong = MixedLMParams.from_components({
      fe_params: [250, 10],
      cov_re: [
        [1, 2],
        [2, 1],
      ],
    });
    expect(model.loglike(wrong)).toBe(Number.NEGATIVE_INFINITY);
    expect(codeOf(() => model.score(wrong))).toBe("not-a-covariance");
    expect(codeOf(() => model.hessian(wrong))).toBe("not-a-covariance");
    expect(
      codeOf(() =>
        model.get_fe_params(
          [
            [1, 2],
            [2, 1],
          ],
          [],
        ),
      ),
    ).toBe("not-a-covariance");
  });

  test("where the likelihood overflows it is -infinity, and what follows from it an error", () => {
    const huge = MixedLMParams.from_components({
      fe_params: [250, 10],
      cov_re: [
        [1e308, 0],
        [0, 1e308],
      ],
    });
    const { cov_re } = huge;
    expect(model.loglike(huge)).toBe(Number.NEGATIVE_INFINITY);
    expect(codeOf(() => model.score(huge))).toBe("no-likelihood");
    expect(codeOf(() => model.hessian(huge))).toBe("no-likelihood");
    expect(codeOf(() => model.get_fe_params(cov_re, []))).toBe("no-likelihood");
    expect(codeOf(() => model.get_scale([250, 10], cov_re, []))).toBe("no-likelihood");
  });

  test("options are those that there are", () => {
    const point = pointOf(model);
    const wrong = { rmel: false } as object;
    expect(codeOf(() => model.loglike(point, true, wrong))).toBe("unknown-option");
    expect(codeOf(() => model.score(point, true, wrong))).toBe("unknown-option");
    expect(codeOf(() => model.hessian(point, wrong))).toBe("unknown-option");
    expect(
      codeOf(() =>
        model.get_scale(
          [250, 10],
          [
            [1, 0],
            [0, 1],
          ],
          [],
          wrong,
        ),
      ),
    ).toBe("unknown-option");
    expect(
      codeOf(() =>
        model.get_fe_params(
          [
            [1, 0],
            [0, 1],
          ],
          [],
          -1,
        ),
      ),
    ).toBe("option-type");
    const free = MixedLMParams.from_components({
      fe_params: [1, 1, 1],
      cov_re: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(codeOf(() => model.score(point, true, { free }))).toBe("params-shape");
  });

  test("an option that a call has no use for is refused: it would change nothing", () => {
    const point = pointOf(model);
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const free = new MixedLMParams(2, 2, 0);
    const calls: (() => unknown)[] = [
      () => model.loglike(point, true, { free } as object),
      () => model.score_full(point, true, { free } as object),
      () => model.score_sqrt(point, true, { free } as object),
      () => model.hessian(point, { fe_pen: null } as object),
      () => model.hessian(point, { cov_pen: null } as object),
      () => model.get_scale([250, 10], identity, [], { cov_pen: null } as object),
    ];
    expect(calls.map((call) => smfError(call).data.option)).toEqual([
      "free",
      "free",
      "free",
      "fe_pen",
      "cov_pen",
      "cov_pen",
    ]);
  });

  test("options in the place of profile_fe or calc_fe are refused, not read as true", () => {
    const point = pointOf(model);
    const wrong = { reml: false } as never;
    for (const call of ["loglike", "score", "score_full", "score_sqrt"] as const)
      expect(smfError(() => model[call](point, wrong))).toMatchObject({
        code: "option-type",
        data: { call, expected: "true or false" },
      });
  });

  test("lengths that fit nothing are refused with those that would", () => {
    expect(codeOf(() => model.loglike([1, 2]))).toBe("start-params");
    expect(
      codeOf(() =>
        model.get_scale(
          [1],
          [
            [1, 0],
            [0, 1],
          ],
          [],
        ),
      ),
    ).toBe("fe-params-length");
    expect(codeOf(() => model.fit({ start_params: [1] }))).toBe("start-params");
    expect(codeOf(() => model.fit({ start_params: new MixedLMParams(2, 1, 0) }))).toBe("params-shape");
    expect(codeOf(() => model.fit({ method: "newton" }))).toBe("method-unavailable");
    expect(smf.MixedLM).toBe(MixedLM);
  });
});
