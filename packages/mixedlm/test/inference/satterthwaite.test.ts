// Satterthwaite's degrees of freedom: where they are known exactly, against lmerTest, which differences the criterion, and
// against the definition with dense matrices for structured covariances, weights and crossed factors.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { tableOf } from "../engine-fits.ts";
import { nativeFit } from "../native-fits.ts";
import { denseSatterthwaite } from "./dense-inference.ts";
import { INFERENCE_MODELS } from "./dense-models.ts";
import { hasOneDf, matched, ourRows, RECORDED_MODELS, relative, unitRow } from "./inference-record.ts";

/**
 * lmerTest's Hessian and Jacobian are Richardson differences, whose error in degrees of freedom was seen up to 2e-8 of them
 * on these models, and 1.2e-6 at the singular fit of cake, where the criterion is flat in theta.
 */
const LMER_TEST = { regular: 1e-7, singular: 1e-5 };

describe("against lmerTest", () => {
  test.each(RECORDED_MODELS)("degrees of freedom of each coefficient: %s", (_, record) => {
    const { fit, order } = matched(record);
    const { df, vcov } = fixedInference(fit, "satterthwaite");
    expect(vcov).toEqual(fit.vcov);
    const close = record.singular ? LMER_TEST.singular : LMER_TEST.regular;
    fit.names.forEach((name, j) => {
      expect(relative(df(unitRow(fit.p, j)), record.satterthwaite[order[j]!]!), name).toBeLessThan(close);
    });
  });

  test.each(RECORDED_MODELS)(
    "F tests, whose degrees of freedom are the same where rows are of one unit: %s",
    (_, record) => {
      const { fit, order } = matched(record);
      const inference = fixedInference(fit, "satterthwaite");
      const { fTest } = inference;
      const close = record.singular ? LMER_TEST.singular : LMER_TEST.regular;
      for (const { L, sameUnit, satterthwaite } of record.tests) {
        const ours = fTest(ourRows(L, order));
        expect(ours.numDf).toBe(satterthwaite.numDf);
        // of a perfectly clear effect F is large, and its digits are those of beta and vcov
        expect(relative(ours.statistic, satterthwaite.statistic)).toBeLessThan(1e-6);
        if (sameUnit || hasOneDf(inference, ourRows(L, order)))
          expect(relative(ours.denDf, satterthwaite.denDf)).toBeLessThan(close);
        // its axes depend on the units, ours are those with the fewest degrees of freedom
        else expect(ours.denDf).toBeLessThan(satterthwaite.denDf * (1 + close));
      }
    },
  );
});

describe("where they are known", () => {
  test.each([
    ["dyestuff", 0, 5],
    ["dyestuff2", 0, 29],
    ["ergostool", 1, 24],
    ["sleepstudy", 0, 17],
    ["sleepstudy", 1, 17],
    ["machines", 1, 10],
    ["machines-us", 2, 5],
    ["cake", 5, 210],
    ["cake", 17, 210],
    ["oats", 1, 45],
    ["orthodont", 1, 25],
    ["pastes", 0, 9],
  ] as const)("%s, coefficient %i has %i degrees of freedom exactly", (name, j, exact) => {
    const fit = nativeFit(name);
    expect(relative(fixedInference(fit).df(unitRow(fit.p, j)), exact)).toBeLessThan(1e-8);
  });

  test("the F test of treatments in blocks has (s - 1)(t - 1) residual degrees of freedom, and F is that of the table of squares", () => {
    const fit = nativeFit("ergostool");
    const { statistic, numDf, denDf } = fixedInference(fit).fTest([1, 2, 3].map((j) => unitRow(4, j)));
    expect([numDf, relative(denDf, 24)]).toEqual([3, expect.closeTo(0, 8)]);
    // of R's aov(effort ~ Type + Error(Subject)): mean squares 81.19444 / 3 and 29.05556 / 24
    expect(relative(statistic, 81.19444444444444 / 3 / (29.05555555555556 / 24))).toBeLessThan(1e-8);
  });

  test("strata of a split plot: varieties have (blocks - 1)(varieties - 1) = 10", () => {
    const table = tableOf("oats");
    // sums to zero keep whole-plot contrasts free of the subplots
    const fit = lmm("yield ~ C(Variety, Sum) + factor(nitro) + (1 | Block/Variety)", table);
    const rows = fit.names.flatMap((name, j) => (name.includes("Variety") ? [unitRow(fit.p, j)] : []));
    expect(rows).toHaveLength(2);
    expect(relative(fixedInference(fit).fTest(rows).denDf, 10)).toBeLessThan(1e-8);
  });
});

describe("the definition with dense matrices", () => {
  test.each(INFERENCE_MODELS)("degrees of freedom: %s", (_, make) => {
    const { fit, dense } = make();
    const theirs = denseSatterthwaite(dense, fit.reml);
    const { df } = fixedInference(fit);
    fit.names.forEach((name, j) => {
      expect(relative(df(unitRow(fit.p, j)), theirs.df(unitRow(fit.p, j))), name).toBeLessThan(1e-6);
    });
  });
});

test("units of a covariate and of the response do not matter, not even to a test of rows of different units", () => {
  const columns = tableOf("orthodont");
  const table = (factor: number, unit: number) => {
    const read = (name: string) => Array.from({ length: columns.numRows() }, (_, i) => columns.get(name, i) as number);
    const [distance, age] = [read("distance"), read("age")];
    return {
      distance: distance.map((v) => v * unit),
      age: age.map((v) => v * factor),
      Sex: read("Sex") as never,
      Subject: read("Subject") as never,
    };
  };
  const formula = "distance ~ age * Sex + (age | Subject)";
  const plain = fixedInference(lmm(formula, table(1, 1)));
  for (const [factor, unit] of [
    [1e-6, 1],
    [1e6, 1],
    [1, 1e6],
  ] as const) {
    const scaled = fixedInference(lmm(formula, table(factor, unit)));
    for (let j = 0; j < 4; j++) expect(relative(scaled.df(unitRow(4, j)), plain.df(unitRow(4, j)))).toBeLessThan(1e-6);
    const rows = [1, 2, 3].map((j) => unitRow(4, j));
    expect(relative(scaled.fTest(rows).denDf, plain.fTest(rows).denDf)).toBeLessThan(1e-6);
  }
});

test("a correlation of 1 counts as known: degrees of freedom are those of the random intercept that the term has become", () => {
  const table = tableOf("cake");
  const perfect = lmm("angle ~ recipe + temp + ar1(0 + factor(temp) | recipe:replicate)", table);
  const intercept = lmm("angle ~ recipe + temp + (1 | recipe:replicate)", table);
  expect(perfect.terms[0]!.rho).toBe(1);
  for (let j = 0; j < 4; j++) {
    const [ours, theirs] = [perfect, intercept].map((fit) => fixedInference(fit).df(unitRow(4, j)));
    expect(relative(ours!, theirs!)).toBeLessThan(1e-6);
  }
});
