// Standard errors and intervals of variance parameters: against numDeriv's Hessian of lme4's criterion in theta and sigma, and
// glmmTMB and nlme for structured covariances; against the definition with dense matrices; and at boundaries, where there are none.
import { describe, expect, test } from "vitest";
import { FitError, lmm, type VarianceParameter, varianceParameters } from "../../src/index.ts";
import { matchedTerms, tableOf } from "../engine-fits.ts";
import { uniform } from "../models.ts";
import { nativeFit } from "../native-fits.ts";
import { denseSatterthwaite } from "./dense-inference.ts";
import { INFERENCE_MODELS } from "./dense-models.ts";
import { RECORD, relative } from "./inference-record.ts";

/** Richardson differences at lme4's polished optimum: standard deviations' standard errors differed by less than 2e-9. */
const NUM_DERIV = 1e-7;
/** glmmTMB differences a gradient once, with a step of 1e-3, at an optimum that a relative change of 1e-8 ended. */
const GLMM_TMB = 1e-3;
/**
 * Ends of nlme's intervals, in units of their lengths: its fdHess takes second differences of a criterion near 400 with steps of
 * 6e-6, so that rounding is 400 * 2e-16 / (6e-6)^2 = 2e-3 of a curvature near 1. Ours agree with numDeriv's to 1e-7 above.
 */
const NLME = 3e-3;

const find = (rows: readonly VarianceParameter[], name: string, scale: string): VarianceParameter => {
  const row = rows.find((own) => own.name === name && own.scale === scale);
  if (row === undefined) throw new Error(`no ${name} on the scale ${scale}: ${rows.map((own) => own.name).join("; ")}`);
  return row;
};

describe("against numDeriv's Hessian of lme4's criterion", () => {
  test.each(RECORD.variances.map((own) => [`${own.name}, ${own.reml ? "REML" : "ML"}`, own] as const))(
    "standard errors: %s",
    (_, record) => {
      const fit = nativeFit(record.name, record.reml);
      const { rows } = varianceParameters(fit);
      for (const { index, theirs, columns } of matchedTerms(fit, record.terms)) {
        const { group, names } = fit.terms[index]!;
        names.forEach((name, i) => {
          const r = columns[i]!;
          const own = `sd(${name} | ${group})`;
          expect(relative(find(rows, own, "sd").stdError!, theirs.sd[r]!)).toBeLessThan(NUM_DERIV);
          expect(relative(find(rows, own, "variance").stdError!, theirs.covariance[r]![r]!)).toBeLessThan(NUM_DERIV);
          names.slice(0, i).forEach((other, j) => {
            const c = columns[j]!;
            const pair = `cor(${other}, ${name} | ${group})`;
            expect(relative(find(rows, pair, "covariance").stdError!, theirs.covariance[r]![c]!)).toBeLessThan(
              NUM_DERIV,
            );
            expect(relative(find(rows, pair, "correlation").stdError!, theirs.correlation[r]![c]!)).toBeLessThan(
              NUM_DERIV,
            );
          });
        });
      }
      expect(relative(find(rows, "sigma", "sd").stdError!, record.sigma)).toBeLessThan(NUM_DERIV);
      expect(relative(find(rows, "sigma", "variance").stdError!, record.variance)).toBeLessThan(NUM_DERIV);
    },
  );

  test("sixteen models by REML, three by maximum likelihood", () => {
    expect(RECORD.variances.filter(({ reml }) => reml)).toHaveLength(16);
    expect(RECORD.variances.filter(({ reml }) => !reml)).toHaveLength(3);
  });

  test("the variance of the pigs has the standard error 6.939, not that of a criterion whose residual variance is profiled out", () => {
    const { rows } = varianceParameters(lmm("Weight ~ Time + (1 | Pig)", tableOf("dietox")));
    const { estimate, stdError } = find(rows, "sd(Intercept | Pig)", "variance");
    expect(estimate).toBeCloseTo(40.394, 3);
    expect(stdError).toBeCloseTo(6.939, 3);
  });
});

describe("structured covariances", () => {
  test.each(RECORD.structured.map((own) => [own.formula, own] as const))("against glmmTMB: %s", (_, record) => {
    const fit = lmm(record.formula, tableOf(record.dataset));
    const { rows } = varianceParameters(fit);
    const deviations = rows.filter(({ name, scale }) => name.startsWith("sd(") && scale === "logSd");
    expect(deviations).toHaveLength(record.logSd.length);
    deviations.forEach(({ estimate, stdError }, k) => {
      expect(Math.abs(estimate! - record.logSd[k]!)).toBeLessThan(GLMM_TMB * record.logSdError[k]!);
      expect(relative(stdError!, record.logSdError[k]!)).toBeLessThan(GLMM_TMB);
    });
    const rho = rows.find(({ name }) => name.startsWith("rho("))!;
    const least = fit.terms[0]!.structure === "ar1" ? -1 : -1 / (fit.terms[0]!.names.length - 1);
    const slope = (1 - least) / ((rho.estimate! - least) * (1 - rho.estimate!));
    expect(relative(rho.stdError! * slope, record.zError)).toBeLessThan(GLMM_TMB);
    expect(relative(find(rows, "sigma", "logSd").stdError!, record.logSigmaError)).toBeLessThan(GLMM_TMB);
  });

  test.each(RECORD.intervals.map((own) => [own.formula, own] as const))("intervals against nlme: %s", (_, record) => {
    const { rows } = varianceParameters(lmm(record.formula, tableOf(record.dataset)));
    const ours = rows.filter(({ name, scale }) => name !== "sigma" && (scale === "sd" || scale === "correlation"));
    expect(ours).toHaveLength(record.random.length);
    ours.forEach(({ lower, estimate, upper }, k) => {
      const theirs = record.random[k]!;
      const unit = theirs[2]! - theirs[0]!;
      [lower!, estimate!, upper!].forEach((value, e) => {
        expect(Math.abs(value - theirs[e]!) / unit).toBeLessThan(NLME);
      });
    });
    const { lower, upper } = find(rows, "sigma", "sd");
    const length = record.sigma[2]! - record.sigma[0]!;
    expect(Math.abs(lower! - record.sigma[0]!) / length).toBeLessThan(NLME);
    expect(Math.abs(upper! - record.sigma[2]!) / length).toBeLessThan(NLME);
  });
});

test.each(INFERENCE_MODELS)("standard errors are those of the dense Hessian: %s", (_, make) => {
  const { fit, dense } = make();
  const { covariance } = denseSatterthwaite(dense, fit.reml);
  const { rows } = varianceParameters(fit);
  const k = dense.parameters.length;
  const theirs = dense.parameters.map((__, j) => Math.sqrt(covariance.data[j * (k + 1)]!));
  const isStructured = fit.terms[0]!.rho !== null;
  // in the order of the dense parameters: sds and rho, or lower triangles by rows; then the residual variance
  const ours = isStructured
    ? rows.filter(({ name, scale }) => (scale === "sd" && name !== "sigma") || scale === "correlation")
    : fit.terms.flatMap(({ names, group }) =>
        names.flatMap((name, i) => [
          ...names.slice(0, i).map((other) => find(rows, `cor(${other}, ${name} | ${group})`, "covariance")),
          find(rows, `sd(${name} | ${group})`, "variance"),
        ]),
      );
  [...ours, find(rows, "sigma", "variance")].forEach(({ stdError }, j) => {
    expect(relative(stdError!, theirs[j]!)).toBeLessThan(1e-5);
  });
});

describe("at a boundary", () => {
  test("a variance of 0 has no standard error, and the residual has that of a model without it", () => {
    const fit = nativeFit("dyestuff2");
    const { rows } = varianceParameters(fit);
    for (const scale of ["variance", "sd", "logSd"] as const) {
      const row = find(rows, "sd(Intercept | Batch)", scale);
      expect(row).toMatchObject({ estimate: scale === "logSd" ? null : 0, stdError: null, lower: null, upper: null });
      expect(row.note).toBe("variance is 0");
    }
    // 29 degrees of freedom: the variance of a variance is 2 sigma^4 / 29
    expect(relative(find(rows, "sigma", "variance").stdError!, fit.sigma ** 2 * Math.sqrt(2 / 29))).toBeLessThan(1e-9);
  });

  test("a perfect correlation has no standard error, the deviations beside it have", () => {
    const { rows } = varianceParameters(nativeFit("cake-slope"));
    const pair = "cor(Intercept, temp | recipe:replicate)";
    const correlation = find(rows, pair, "correlation");
    expect(correlation).toMatchObject({ stdError: null, lower: null, note: "correlation is at its bound" });
    expect(correlation.estimate).toBeCloseTo(1, 12);
    expect(find(rows, "sd(temp | recipe:replicate)", "sd").stdError).toBeGreaterThan(0);
  });

  test("standard deviations beside one of 0 have standard errors, also under one correlation", () => {
    const random = uniform(5);
    const g = Array.from({ length: 270 }, (_, i) => `g${Math.floor(i / 9)}`);
    const effects = Array.from({ length: 30 }, () => 6 * random() - 3);
    const c = g.map((_, i) => ["p", "q", "r"][i % 3]!);
    const y = g.map((_, i) => (c[i] === "p" ? 0 : effects[Math.floor(i / 9)]!) + 2 * random());
    const fit = lmm("y ~ c + cs(0 + c | g)", { y, c, g });
    expect(fit.theta[0]).toBe(0);
    const { rows } = varianceParameters(fit);
    expect(find(rows, "sd(c[p] | g)", "sd").note).toBe("variance is 0");
    expect(find(rows, "sd(c[q] | g)", "sd").stdError).toBeGreaterThan(0);
    for (const { note, stdError } of rows) expect(stdError === null).toBe(note !== null);
  });

  test("a correlation with a column of variance 0 does not exist", () => {
    const table = tableOf("dyestuff2");
    const t = Array.from({ length: table.numRows() }, (_, i) => i % 5);
    const read = (name: string) => Array.from({ length: table.numRows() }, (_, i) => table.get(name, i));
    const fit = lmm("Yield ~ 1 + (1 + t | Batch)", {
      Yield: read("Yield") as number[],
      Batch: read("Batch") as string[],
      t,
    });
    for (const row of varianceParameters(fit).rows) {
      expect(row.stdError === null, JSON.stringify(row)).toBe(row.note !== null);
      for (const value of [row.estimate, row.stdError, row.lower, row.upper]) expect(value).not.toBeNaN();
    }
  });
});

test("intervals of one parameter are the same interval on every scale", () => {
  const { rows } = varianceParameters(nativeFit("sleepstudy"), { alpha: 0.1 });
  const [variance, sd, log] = (["variance", "sd", "logSd"] as const).map((scale) =>
    find(rows, "sd(Days | Subject)", scale),
  );
  expect(variance!.lower).toBeCloseTo(sd!.lower! ** 2, 10);
  expect(Math.log(sd!.upper!)).toBeCloseTo(log!.upper!, 12);
  // 1.6448... standard errors to each side
  expect((log!.upper! - log!.lower!) / (2 * log!.stdError!)).toBeCloseTo(1.6448536269514722, 12);
});

test("results are frozen data that can be printed", () => {
  const result = varianceParameters(nativeFit("sleepstudy"));
  expect(Object.isFrozen(result) && Object.isFrozen(result.rows) && Object.isFrozen(result.rows[0])).toBe(true);
  expect(JSON.parse(JSON.stringify(result))).toEqual({ alpha: 0.05, rows: result.rows });
  expect(String(result)).toContain("cor(Intercept, Days | Subject)");
});

test("options are checked", () => {
  const fit = nativeFit("sleepstudy");
  expect(() => varianceParameters(fit, { alpha: 2 })).toThrow(expect.objectContaining({ code: "option-type" }));
  expect(() => varianceParameters(fit, { level: 0.9 } as never)).toThrow(
    expect.objectContaining({ code: "unknown-option" }),
  );
  expect(() => varianceParameters({} as never)).toThrow(FitError);
});

test.each([1e-6, 1e6])("units of a covariate and of the response only scale them: times %d", (factor) => {
  const table = tableOf("sleepstudy");
  const read = (name: string) => Array.from({ length: table.numRows() }, (_, i) => table.get(name, i) as number);
  const [Reaction, Days, Subject] = [read("Reaction"), read("Days"), read("Subject").map(String)];
  const of = (days: number, unit: number): readonly VarianceParameter[] => {
    const scaled = { Reaction: Reaction.map((v) => v * unit), Days: Days.map((v) => v * days), Subject };
    return varianceParameters(lmm("Reaction ~ Days + (Days | Subject)", scaled)).rows;
  };
  const plain = of(1, 1);
  for (const rows of [of(factor, 1), of(1, factor)])
    for (const scale of ["logSd", "correlation"]) {
      const errors = (own: readonly VarianceParameter[]) =>
        own.flatMap((row) => (row.scale === scale ? [row.stdError!] : []));
      const theirs = errors(plain);
      errors(rows).forEach((error, k) => {
        expect(relative(error, theirs[k]!)).toBeLessThan(1e-6);
      });
    }
});
