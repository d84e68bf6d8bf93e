// The recorded models at given parameters: log-likelihood, scores, Hessian, profiled fixed effects and residual variance,
// and what follows from statsmodels' own estimates, which a fit without optimising takes as they are.
import { existsSync } from "node:fs";
import { fromRows, symmetricEigen } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import {
  isRecordedError,
  loadPoints,
  type PointEvaluation,
  type StatsmodelsCase,
} from "../../../../tools/fixtures/load.ts";
import { MixedLM, MixedLMParams } from "../../src/index.ts";
import { modelOf, near, penaltyOf, recordedCases, sameSeries, titled } from "../recorded-models.ts";

const RELATIVE = 1e-8;

/**
 * statsmodels inverts covariances: it loses as many digits as the smallest eigenvalue has zeros, against 1 (the residual
 * variance) or against the largest.
 */
const SMALLEST = 1e-5;

const cases = recordedCases.filter(
  ({ dataset, case: name, arguments: { fe_pen } }) =>
    fe_pen === null &&
    existsSync(
      new URL(`../../../../fixtures/${dataset}/expected/statsmodels-0.13.5/${name}.points.json`, import.meta.url),
    ),
);

test("there are points of most cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(200);
});

describe("at recorded parameters", () => {
  test.each(titled(cases))("%s has statsmodels' likelihood, scores, Hessian and profiled values", (_, recorded) => {
    const model = modelOf(recorded);
    const direct = new MixedLM({ ...model.source, use_sqrt: false });
    const sqrt = new MixedLM({ ...model.source, use_sqrt: true });
    for (const point of usable(recorded)) {
      const { reml, cov_re, vcomp, fe_params } = point;
      const params = MixedLMParams.from_components({ fe_params, cov_re, vcomp });
      const options = { reml, cov_pen: penaltyOf(recorded) };
      const H = point.hessian as number[][];
      const size = (j: number): number => Math.sqrt(Math.abs(H[j]![j]!)) + 1e-300;
      const unit = (value: number): number => RELATIVE * Math.abs(value);
      near(
        model.loglike(params, true, options),
        point.loglike_profiled as number,
        unit(point.loglike_profiled as number),
      );
      near(model.loglike(params, false, options), point.loglike as number, unit(point.loglike as number));
      near(
        model.get_scale(fe_params, cov_re, vcomp, { reml }),
        point.get_scale as number,
        unit(point.get_scale as number),
      );
      const beta = point.get_fe_params as number[];
      const [ours] = model.get_fe_params(cov_re, vcomp);
      beta.forEach((value, j) => {
        near(ours[j]!, value, RELATIVE * (Math.abs(value) + 1 / size(j)));
      });
      // statsmodels leaves out what is 0 at the generalised least-squares estimates: of the fixed effects, 2 s s' / nu
      // with s their score; and as much of the blocks across, which are compared at those estimates below, as the inverse
      const [hessian] = model.hessian(params, { reml });
      const nu = reml ? model.nobs - model.k_fe : model.nobs;
      const slope = (j: number): number => (j < model.k_fe ? (point.score_full as number[])[j]! : 0);
      H.forEach((row, i) => {
        row.forEach((value, j) => {
          if (i < model.k_fe !== j < model.k_fe) return;
          near(hessian[i]![j]!, value + (2 * slope(i) * slope(j)) / nu, RELATIVE * size(i) * size(j));
        });
      });
      const sameScore = (ourScore: ArrayLike<number>, theirs: number[], factor: (j: number) => number): void => {
        expect(ourScore.length).toBe(theirs.length);
        theirs.forEach((value, j) => {
          near(ourScore[j]!, value, RELATIVE * (Math.abs(value) + factor(j)));
        });
      };
      const { k_fe } = model;
      const root = (j: number): number => size(j) * (j < k_fe ? 1 : 2 * Math.max(...point.packed.sqrt.map(Math.abs)));
      sameScore(
        Float64Array.of(...model.score_full(params, true, options).flatMap((part) => [...part])),
        point.score_full as number[],
        size,
      );
      sameScore(
        Float64Array.of(...model.score_sqrt(params, true, options).flatMap((part) => [...part])),
        point.score_sqrt as number[],
        root,
      );
      sameScore(direct.score(point.packed.direct, true, options), point.score_profiled.direct as number[], (j) =>
        size(k_fe + j),
      );
      sameScore(sqrt.score(point.packed.sqrt, true, options), point.score_profiled.sqrt as number[], (j) =>
        root(k_fe + j),
      );
    }
  });
});

/** Cases whose covariances statsmodels inverts without losing digits, and whose information has an inverse. */
const settled = cases.filter((recorded) => {
  const { at_estimates: given, points } = loadPoints(recorded.dataset, recorded.case);
  const point = points.find((one) => one.point === "estimates" && one.reml === recorded.arguments.reml)!;
  return smallest(point) > SMALLEST && !isRecordedError(given.cov_params);
});

describe("at statsmodels' estimates", () => {
  test("most cases are compared", () => {
    expect(settled.length).toBeGreaterThanOrEqual(0.75 * cases.length);
  });

  test.each(titled(settled))("%s has statsmodels' covariances, scale and random effects", (_, recorded) => {
    const model = modelOf(recorded);
    const { at_estimates: given, points } = loadPoints(recorded.dataset, recorded.case);
    const point = points.find((one) => one.point === "estimates" && one.reml === recorded.arguments.reml)!;
    if (isRecordedError(given.cov_params)) throw new Error("no covariance recorded");
    const { cov_re, vcomp } = point;
    const start_params = MixedLMParams.from_components({ fe_params: given.fe_params, cov_re, vcomp });
    const result = model.fit({ start_params, do_cg: false, reml: recorded.arguments.reml });
    const se = given.cov_params.map((row, j) => Math.sqrt(Math.abs(row[j] ?? 0)));
    const covariance = result.cov_params().values;
    given.cov_params.forEach((row, i) => {
      row.forEach((value, j) => {
        near(covariance[i]![j]!, value ?? Number.NaN, RELATIVE * se[i]! * se[j]!);
      });
    });
    expect(result.scale / (given.scale as number)).toBeCloseTo(1, 8);
    if (isRecordedError(recorded.random_effects)) return;
    const unit = RELATIVE * Math.sqrt(result.scale) * (1 + Math.max(...cov_re.flat(), ...vcomp));
    for (const { group, ...effects } of recorded.random_effects)
      sameSeries(result.random_effects.get(group)!, effects, () => unit);
  });
});

function usable(recorded: StatsmodelsCase): PointEvaluation[] {
  return loadPoints(recorded.dataset, recorded.case).points.filter((point) => {
    const values = [point.hessian, point.loglike, point.get_scale, point.get_fe_params, point.score_full];
    return !values.some(isRecordedError) && smallest(point) > SMALLEST;
  });
}

function smallest({ cov_re, vcomp }: PointEvaluation): number {
  if (cov_re.length === 0) return Math.min(...vcomp);
  const { values } = symmetricEigen(fromRows(cov_re));
  return Math.min(...vcomp, values[0]!, values[0]! / values[values.length - 1]!);
}
