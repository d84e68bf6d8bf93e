// The fit as a value: what it holds agrees with itself, none of it can be changed, and it prints and travels as text.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { fitMoments, lmm } from "../../src/index.ts";
import { column, lmmOf, table } from "../lmm-record.ts";

const { fit } = lmmOf("sleepstudy/slope-reml");
const { fit: ml } = lmmOf("sleepstudy/slope-ml");

describe("the numbers of a fit", () => {
  test("sizes", () => {
    const { n, p, q, k, df, sizes } = fit;
    expect({ n, p, q, k, df }).toEqual({ n: 180, p: 2, q: 36, k: 3, df: 6 });
    expect(sizes).toEqual([{ group: "Subject", levels: 18 }]);
    expect(lmmOf("penicillin/crossed-ml").fit.sizes).toEqual([
      { group: "plate", levels: 24 },
      { group: "sample", levels: 6 },
    ]);
  });

  test("AICc is AIC and 2 df (df + 1) / (n - df - 1), infinite where that has no denominator", () => {
    expect(fit.aicc).toBeCloseTo(fit.aic + 84 / 173, 10);
    const small = { y: [1, 2, 4, 3.5], g: ["a", "a", "b", "b"] };
    const { n, df, aicc, aic, bic } = lmm("y ~ 1 + (1 | g)", small);
    expect([n, df, aicc]).toEqual([4, 3, Number.POSITIVE_INFINITY]);
    expect(bic - aic).toBeCloseTo(3 * (Math.log(4) - 2), 12);
  });

  test("each method has its own criterion and refuses the other's by name", () => {
    expect(fit.remlCriterion).toBe(fit.objective);
    expect(ml.deviance).toBe(ml.objective);
    expect(() => fit.deviance).toThrowErrorMatchingInlineSnapshot(
      `[FitError: a fit by REML has no \`deviance\`: what was minimised is \`remlCriterion\` (or \`objective\` in either case); for \`deviance\` fit with lmm(..., { reml: false })]`,
    );
    expect(() => ml.remlCriterion).toThrow(
      expect.objectContaining({ code: "not-defined", data: { name: "remlCriterion", instead: "deviance" } }),
    );
  });

  test("theta is named entry by entry", () => {
    const { theta, thetaNames, terms, sigma } = fit;
    expect(thetaNames).toEqual(["Subject: Intercept", "Subject: Days.Intercept", "Subject: Days"]);
    const [a, b, c] = theta as [number, number, number];
    expect(terms[0]!.covariance[0]![0]! / sigma ** 2).toBeCloseTo(a * a, 12);
    expect(terms[0]!.covariance[1]![0]! / sigma ** 2).toBeCloseTo(a * b, 12);
    expect(terms[0]!.covariance[1]![1]! / sigma ** 2).toBeCloseTo(b * b + c * c, 12);
  });

  test.each([
    ["(Days || Subject)", ["Subject: Intercept", "Subject: Days"]],
    ["homdiag(Days | Subject)", ["Subject: Intercept, Days"]],
    ["cs(Days | Subject)", ["Subject: Intercept", "Subject: Days", "Subject: rho"]],
    ["ar1(0 + C(Days) | Subject)", ["Subject: C(Days)[0], …, C(Days)[9]", "Subject: rho"]],
  ])("theta of %s", (term, names) => {
    const { theta, thetaNames } = lmm(`Reaction ~ Days + ${term}`, table("sleepstudy"));
    expect(thetaNames).toEqual(names);
    expect(theta).toHaveLength(names.length);
  });

  test("fitted values and residuals add up to the response, row by row", () => {
    const response = column<number>("sleepstudy", "Reaction");
    expect(fit.rows).toEqual(Array.from({ length: 180 }, (_, i) => i));
    fit.rows.forEach((row, i) => {
      expect(fit.fitted[i]! + fit.residuals[i]!).toBeCloseTo(response[row]!, 10);
    });
  });

  test("fitted values have the offset in them", () => {
    const { fit: own } = lmmOf("tenrows/weights-and-offset-reml");
    const offset = column<number>("tenrows", "b");
    const groups = column<string>("tenrows", "c");
    const effects = own.ranef()[0]!;
    own.fitted.forEach((value, i) => {
      expect(value).toBeCloseTo(offset[i]! + own.beta[0]! + effects.of(groups[i]!)![0]!, 12);
    });
  });

  test("the log ends at the optimum", () => {
    const { log, evaluations } = lmmOf("oxide/nested-reml").fit.optimization;
    expect(log).toHaveLength(evaluations);
    const best = log.reduce((least, { objective }) => Math.min(least, objective), Number.POSITIVE_INFINITY);
    expect(best).toBe(lmmOf("oxide/nested-reml").fit.objective);
  });
});

describe("nothing changes a fit", () => {
  test.each([
    ["an interior fit", fit],
    ["a fit with warnings", lmmOf("dyestuff2/one-way-ml").fit],
    ["rows left out", lmmOf("gcsemv/missing-values-reml").fit],
  ])("fields, vectors and records are frozen: %s", (_name, fit) => {
    const seen: unknown[] = [fit];
    const { engine: _, design: __, ...records } = fit;
    const open: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null || seen.includes(value)) return;
      seen.push(value);
      if (path !== "" && !path.startsWith(".blocks") && !Object.isFrozen(value)) open.push(path);
      for (const [name, part] of Object.entries(value)) look(part, `${path}.${name}`);
    };
    look(records, "");
    for (const name of ["coefficients", "thetaNames", "terms", "components"] as const) look(fit[name], `.${name}`);
    look(fit.ranef(), ".ranef");
    look(fit.fitted, ".fitted");
    expect(open).toEqual([]);
    expect(Object.isFrozen(fit)).toBe(true);
    expect(Object.isFrozen(fit.design)).toBe(true);
  });

  test("matrices and estimates are copies", () => {
    const before = JSON.stringify([fit, fit.ranef()]);
    const { vcov, estimates } = fit;
    vcov.data.fill(0);
    for (const values of [estimates.beta, estimates.vcov.data, ...estimates.b, ...estimates.lambda]) values.fill(0);
    for (const { data } of estimates.psi) data.fill(0);
    expect(fit.vcov.data[0]).toBeCloseTo(fit.stdError[0]! ** 2, 12);
    expect(JSON.stringify([fit, fit.ranef()])).toBe(before);
    const again = lmmOf("sleepstudy/slope-reml").fit;
    again.estimates.b[0]!.fill(0);
    expect(JSON.stringify(again.ranef())).toBe(JSON.stringify(fit.ranef()));
    expect(again.fitted).toEqual(fit.fitted);
  });

  test("what is worked out on demand is worked out once", () => {
    expect(fit.ranef()).toBe(fit.ranef());
    expect(fit.ranef()[0]!.covariances).toBe(fit.ranef()[0]!.covariances);
    expect(fit.fitted).toBe(fit.fitted);
  });
});

describe("a fit of moments", () => {
  const data = table("sleepstudy");
  const terms = parseMixedFormula("Reaction ~ Days + (Days | Subject)");
  const moments = accumulate(buildDesign(terms, data, { missing: "drop" }), data);
  const own = fitMoments(moments);

  test("is the same fit, without rows", () => {
    const { checksum: _, reference, ...file } = own.toJSON();
    expect(fit.toJSON()).toMatchObject(file);
    expect(reference).not.toBeNull();
    expect(JSON.stringify(own.ranef())).toBe(JSON.stringify(fit.ranef()));
    expect(() => own.fitted).toThrow(expect.objectContaining({ code: "no-table" }));
  });

  test("refuses dependent columns unless it is told to leave them out", () => {
    const text = "Reaction ~ Days + I(2 * Days) + (1 | Subject)";
    const dependent = accumulate(buildDesign(parseMixedFormula(text), data), data);
    expect(() => fitMoments(dependent)).toThrow(expect.objectContaining({ code: "rank-deficient" }));
    expect(fitMoments(dependent, { dependent: "drop" }).dropped).toEqual(["I(2 * Days)"]);
  });
});

describe("text", () => {
  test("is laid out as lme4 prints a fit", () => {
    expect(String(fit)).toMatchInlineSnapshot(`
      "Linear mixed model fit by REML
      Formula: Reaction ~ Days + (Days | Subject)
      REML criterion: 1743.63

      Random effects:
       Group     Name       Variance  Std.Dev.  Corr
       Subject   Intercept    612.09    24.740
                 Days          35.07     5.922  0.07
       Residual               654.94    25.592
      Number of observations: 180; groups: Subject, 18

      Fixed effects:
                  Estimate  Std. Error  t value
       Intercept   251.405       6.825   36.838
       Days         10.467       1.546    6.771

      optimum in the interior: all variances positive"
    `);
  });

  test("by maximum likelihood has the information criteria; weights, offset and rows left out are named", () => {
    const data = {
      y: [2, 1, 4, 9, 12, null, 9, 7, 8],
      x: [1, 2, 3, 4, 5, 6, 7, 8, 10],
      g: [..."aaabbbccc"],
      w: [..."123123123"].map(Number),
    };
    const own = lmm("y ~ x + I(2 * x) + (1 | g)", data, { reml: false, weights: "w", offset: "x" });
    expect(String(own)).toMatchInlineSnapshot(`
      "Linear mixed model fit by maximum likelihood
      Formula: y ~ x + I(2 * x) + (1 | g)
      Weights: w
      Offset: x
      AIC: 43.77  BIC: 44.09  logLik: -17.88  deviance: 35.77

      Random effects:
       Group     Name       Variance  Std.Dev.
       g         Intercept     7.997     2.828
       Residual                3.422     1.850
      Number of observations: 8; groups: g, 3
      1 of 9 rows left out, where a value is missing

      Fixed effects:
                  Estimate  Std. Error  t value
       Intercept    4.1639      2.7157    1.533
       x           -0.4478      0.3991   -1.122
      Left out, combinations of the others: I(2 * x)

      optimum in the interior: all variances positive"
    `);
  });

  test("of several terms and structures", () => {
    const own = lmm("score ~ Machine + (1 | Worker) + cs(0 + Machine | Worker)", table("machines"));
    expect(String(own)).toMatchInlineSnapshot(`
      "Linear mixed model fit by REML
      Formula: score ~ Machine + (1 | Worker) + cs(0 + Machine | Worker)
      REML criterion: 209.22

      Random effects:
       Group     Name        Variance  Std.Dev.       Corr
       Worker    Intercept     0.0000    0.0000
       Worker    Machine[A]   16.9290    4.1145
                 Machine[B]   70.8921    8.4197  0.74 (cs)
                 Machine[C]   19.9077    4.4618
       Residual                0.9257    0.9621
      Number of observations: 54; groups: Worker, 6

      Fixed effects:
                     Estimate  Std. Error  t value
       Intercept       52.356       1.695   30.889
       Machine[T.B]     7.967       2.499    3.188
       Machine[T.C]    13.917       1.319   10.549

      optimum on the boundary: the variance of Intercept over Worker is 0. This is the best fit and no failure: the data show no such variation beyond chance. The other estimates are valid, and the same as without it"
    `);
  });

  test("is what a console shows", () => {
    const inspect = (fit as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]!;
    expect(inspect()).toBe(String(fit));
  });

  test("JSON is a plain record of the estimates", () => {
    const record = JSON.parse(JSON.stringify(fit));
    const { formula, n, theta, terms, objective, coefficients, status } = fit;
    expect(record).toMatchObject({ formula, n, theta, terms, objective, coefficients, status });
  });
});

describe("the boundary in plain words", () => {
  test.each([
    [
      "dyestuff2/one-way-reml",
      "optimum on the boundary: the variance of Intercept over Batch is 0. This is the best fit and no failure: the data show no such variation beyond chance. The other estimates are valid, and the same as without it",
    ],
    [
      "cake/slope-reml",
      "optimum on the boundary: the correlation of Intercept and temp over recipe:replicate is 1. This is the best fit and no failure: the data support fewer random effects than the model has. Fixed effects, variances and fitted values are valid; do not interpret the correlations",
    ],
    [
      "early/slope-reml",
      "optimum on the boundary: the correlation of Intercept and age over id is -1. This is the best fit and no failure: the data support fewer random effects than the model has. Fixed effects, variances and fitted values are valid; do not interpret the correlations",
    ],
    [
      "chickweight/quadratic-reml",
      "optimum on the boundary: the effects of Intercept, Time, I(Time ** 2) over Chick are linearly dependent. This is the best fit and no failure: the data support fewer random effects than the model has. Fixed effects, variances and fitted values are valid; do not interpret the correlations",
    ],
  ])("%s", (name, text) => {
    const { fit: own, record } = lmmOf(name);
    expect(record.singular).toBe(true);
    expect(own.status).toMatchObject({ kind: "boundary", text });
    expect(own.warnings.filter(({ code }) => code === "singular").map(({ message }) => message)).toEqual([text]);
  });

  test("estimates without the term that is zero are the same", () => {
    const { fit: own } = lmmOf("dyestuff2/one-way-ml");
    const y = column<number>("dyestuff2", "Yield");
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length;
    expect(own.beta[0]).toBeCloseTo(mean, 12);
    expect(own.sigma ** 2).toBeCloseTo(variance, 10);
    expect(own.objective).toBeCloseTo(y.length * (1 + Math.log(2 * Math.PI * variance)), 10);
  });
});
