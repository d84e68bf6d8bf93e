// Every recorded fit of lme4 and every recorded true optimum, by the public path.
import type { Matrix } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { isPlainCase, listCases, loadCase, loadLme4Case } from "../../../tools/fixtures/load.ts";
import { covRe, groupCovariance, groupEffects, vcomp } from "./fit-parts.ts";
import { fixedEffects, levelLabel, randomTerms } from "./lme4-record.ts";
import { fitted } from "./model-cache.ts";
import { LME4_TOLERANCE, OPTIMUM_TOLERANCE, SEARCH_LIMITS } from "./tolerances.ts";

const cases = listCases().filter(({ dataset, case: name }) => {
  const recorded = loadCase(dataset, name);
  return isPlainCase(recorded) && recorded.arguments.groups_as !== "ones";
});
const lme4Cases = cases.flatMap(({ dataset, case: name }) => {
  const record = loadLme4Case(dataset, name);
  return record === undefined ? [] : [{ id: `${dataset} ${name}`, dataset, name, record }];
});
const optima = cases.map(({ dataset, case: name }) => ({ id: `${dataset} ${name}`, dataset, name }));

test("lme4 has recorded 78 fits", () => {
  expect(lme4Cases).toHaveLength(78);
});

describe.each(lme4Cases)("lme4's fit of $id", ({ dataset, name, record }) => {
  const { design, fit } = fitted(dataset, name);
  const terms = randomTerms(record, design);
  const components = design.randomEffects.length === 0 ? terms : terms.slice(1);
  const unstructured = design.randomEffects.length === 0 ? undefined : terms[0];

  test("the criterion is lme4's, and never above it", () => {
    const size = Math.abs(record.criterion);
    expect(fit.objective).toBeLessThanOrEqual(record.criterion + LME4_TOLERANCE.worse * size);
    near(fit.objective, record.criterion, LME4_TOLERANCE.criterion * size);
  });

  test("fixed effects and their standard errors", () => {
    const { fixef, se } = fixedEffects(record, design.fixed.names);
    fixef.forEach((value, j) => {
      near(fit.beta[j]!, value, LME4_TOLERANCE.fixef * se[j]!);
      near(fit.stdError[j]!, se[j]!, LME4_TOLERANCE.se * se[j]!);
    });
  });

  test("residual standard deviation, theta and the covariances of the random effects", () => {
    near(fit.sigma, record.sigma, LME4_TOLERANCE.sigma * record.sigma);
    nearMatrix(covRe(fit), unstructured?.covariance ?? [], LME4_TOLERANCE.varCorr);
    expect(vcomp(fit)).toHaveLength(components.length);
    components.forEach(({ covariance }, c) => {
      near(vcomp(fit)[c], covariance[0]![0]!, LME4_TOLERANCE.varCorr * covariance[0]![0]!);
    });
    const theta = terms.flatMap((term) => term.theta);
    expect(fit.theta).toHaveLength(theta.length);
    theta.forEach((value, t) => {
      near(fit.theta[t]!, value, LME4_TOLERANCE.theta * Math.max(1, value));
    });
  });

  test("conditional means and covariances of the random effects", () => {
    const sd = (covariance: readonly (readonly number[])[], j: number): number => Math.sqrt(covariance[j]![j]!);
    const k = unstructured?.covariance.length ?? 0;
    design.groups[0].levels.forEach((level, g) => {
      const b = groupEffects(fit, g);
      const conditional = groupCovariance(fit, g);
      if (unstructured !== undefined) {
        const { mean, covariance } = unstructured.levels.get(String(level))!;
        mean.forEach((value, j) => {
          near(b[j], value, LME4_TOLERANCE.ranef * sd(unstructured.covariance, j));
        });
        nearMatrix(leadingBlock(conditional, k), covariance, LME4_TOLERANCE.condVar, unstructured.covariance);
      }
      let at = k;
      components.forEach((term, c) => {
        for (const column of design.components[c]!.names[g]!) {
          const { mean, covariance } = term.levels.get(levelLabel(term, String(level), column))!;
          near(b[at], mean[0]!, LME4_TOLERANCE.ranef * sd(term.covariance, 0));
          const variance = conditional.data[at * (conditional.nrow + 1)];
          near(variance, covariance[0]![0]!, LME4_TOLERANCE.condVar * term.covariance[0]![0]!);
          at += 1;
        }
      });
      expect(at).toBe(b.length);
    });
  });

  test("the status says singular where lme4 does", () => {
    expect(fit.status.kind).toBe(record.singular ? "boundary" : "interior");
    expect(fit.warnings.map(({ code }) => code)).toEqual(record.singular ? ["singular"] : []);
  });
});

test("half of the models take few evaluations", () => {
  const counts = optima
    .map(({ dataset, name }) => fitted(dataset, name).fit.optimization.evaluations)
    .sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(SEARCH_LIMITS.median);
});

describe.each(optima)("the true optimum of $id", ({ dataset, name }) => {
  const { fit } = fitted(dataset, name);
  const { optimum } = loadCase(dataset, name);

  test("log-likelihood, fixed effects and standard errors", () => {
    // relative to the terms that it is the sum of, which may cancel
    near(fit.logLik, optimum.llf, OPTIMUM_TOLERANCE.llf * (Math.abs(optimum.llf) + fit.n));
    optimum.fe_params.forEach((value, j) => {
      near(fit.beta[j]!, value, OPTIMUM_TOLERANCE.fixef * optimum.se_fe[j]!);
      near(fit.stdError[j]!, optimum.se_fe[j]!, OPTIMUM_TOLERANCE.se * optimum.se_fe[j]!);
    });
  });

  test("residual variance, covariances and theta", () => {
    near(fit.sigma ** 2, optimum.scale, OPTIMUM_TOLERANCE.scale * optimum.scale);
    // a zero variance is recorded as the square of what a search could not tell from zero
    const theirs = optimum.cov_re.map((row) => row.map((v) => (Math.abs(v) < 1e-60 * optimum.scale ? 0 : v)));
    nearMatrix(covRe(fit), theirs, OPTIMUM_TOLERANCE.covRe);
    optimum.vcomp.forEach((value, c) => {
      near(vcomp(fit)[c], value, OPTIMUM_TOLERANCE.vcomp * value + 1e-60 * optimum.scale);
    });
    // recorded row by row, ours column by column; the recorded columns of lambda have either sign
    const k = covRe(fit).nrow;
    const size = (k * (k + 1)) / 2;
    expect(optimum.theta).toHaveLength(fit.theta.length);
    optimum.theta.slice(size).forEach((value, c) => {
      near(fit.theta[size + c]!, Math.abs(value), OPTIMUM_TOLERANCE.theta * Math.max(1, Math.abs(value)));
    });
    for (let i = 0; i < k; i++)
      for (let j = 0; j <= i; j++) {
        const sign = Math.sign(optimum.theta[(j * (j + 3)) / 2]!) || 1;
        const value = sign * optimum.theta[(i * (i + 1)) / 2 + j]!;
        const ours = fit.theta[j * k - (j * (j - 1)) / 2 + (i - j)]!;
        near(ours, value, OPTIMUM_TOLERANCE.theta * Math.max(1, Math.abs(value)));
      }
  });

  test("few evaluations and a gradient of zero", () => {
    const isPlainModel = loadLme4Case(dataset, name) !== undefined;
    expect(fit.optimization.evaluations).toBeLessThanOrEqual(isPlainModel ? 15 : SEARCH_LIMITS.evaluations);
    expect(fit.optimization.gradient).toBeLessThanOrEqual(SEARCH_LIMITS.gradient);
  });

  test("standard errors, log-likelihood and theta follow from the same fit", () => {
    const { estimates, logLik, objective, stdError, vcov, sigma, theta, k, p } = fit;
    expect(logLik).toBe(-objective / 2);
    expect(objective).toBe(estimates.objective);
    expect(theta).toHaveLength(k);
    expect(estimates.sigma2 / sigma ** 2).toBeCloseTo(1, 14);
    stdError.forEach((se, j) => {
      expect(se).toBe(Math.sqrt(vcov.data[j * (p + 1)]!));
    });
  });
});

/** |value - expected| <= tolerance, and neither is NaN. */
function near(value: number, expected: number, tolerance: number): void {
  expect(Number.isFinite(expected)).toBe(true);
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance);
}

/** Entries i, j agree to tolerance sqrt(v_ii v_jj), where v are the variances in `scale`. */
function nearMatrix(
  ours: Matrix,
  expected: readonly (readonly number[])[],
  tolerance: number,
  scale: readonly (readonly number[])[] = expected,
): void {
  expect([ours.nrow, ours.ncol]).toEqual([expected.length, expected.length]);
  expected.forEach((row, i) => {
    row.forEach((value, j) => {
      near(ours.data[j * ours.nrow + i]!, value, tolerance * Math.sqrt(scale[i]![i]! * scale[j]![j]!));
    });
  });
}

function leadingBlock({ data, nrow }: Matrix, k: number): Matrix {
  return {
    nrow: k,
    ncol: k,
    data: Float64Array.from({ length: k * k }, (_, at) => data[Math.floor(at / k) * nrow + (at % k)]!),
  };
}
