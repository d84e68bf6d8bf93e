// Kenward and Roger's covariance and degrees of freedom: against pbkrtest, which computes them with dense matrices, against the
// definition for what pbkrtest does not know (weights, structured covariances), and where they are known exactly.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { tableOf } from "../engine-fits.ts";
import { uniform } from "../models.ts";
import { nativeFit } from "../native-fits.ts";
import { denseKenwardRoger } from "./dense-inference.ts";
import { INFERENCE_MODELS } from "./dense-models.ts";
import { matched, ourRows, RECORDED_MODELS, relative, unitRow } from "./inference-record.ts";

/**
 * pbkrtest's arithmetic is exact up to rounding. What is left is how far lme4's polished theta is from ours, some 1e-10 of the
 * covariances: seen were 1.3e-10 in covariances and F, 2e-11 in degrees of freedom.
 */
const PBKRTEST = 1e-9;

const recorded = RECORDED_MODELS.filter(([, { kenwardRoger }]) => kenwardRoger !== undefined);

describe("against pbkrtest", () => {
  test("seventeen models, two of them singular", () => {
    expect(recorded).toHaveLength(17);
    expect(recorded.filter(([, { singular }]) => singular)).toHaveLength(2);
  });

  test.each(recorded)("the adjusted covariance: %s", (_, record) => {
    const { fit, order } = matched(record);
    const { vcov } = fixedInference(fit, "kenward-roger");
    const theirs = record.vcovAdj!;
    order.forEach((r, i) => {
      order.forEach((c, j) => {
        const unit = Math.sqrt(theirs[r]![r]! * theirs[c]![c]!);
        expect(Math.abs(vcov.data[j * fit.p + i]! - theirs[r]![c]!) / unit).toBeLessThan(PBKRTEST);
      });
    });
  });

  test.each(recorded)("degrees of freedom of each coefficient: %s", (_, record) => {
    const { fit, order } = matched(record);
    const { df } = fixedInference(fit, "kenward-roger");
    fit.names.forEach((name, j) => {
      expect(relative(df(unitRow(fit.p, j)), record.kenwardRoger![order[j]!]!), name).toBeLessThan(PBKRTEST);
    });
  });

  test.each(recorded)("F tests of several rows, of one unit or not: %s", (_, record) => {
    const { fit, order } = matched(record);
    const { fTest } = fixedInference(fit, "kenward-roger");
    for (const { L, kenwardRoger } of record.tests) {
      const theirs = kenwardRoger!;
      const ours = fTest(ourRows(L, order));
      expect(ours.numDf).toBe(theirs.numDf);
      expect(relative(ours.denDf, theirs.denDf)).toBeLessThan(PBKRTEST);
      expect(relative(ours.statistic, theirs.statistic)).toBeLessThan(PBKRTEST);
    }
  });
});

describe("the definition with dense matrices", () => {
  test.each(INFERENCE_MODELS)("covariance and degrees of freedom: %s", (_, make) => {
    const { fit, dense } = make();
    const theirs = denseKenwardRoger(dense);
    const { df, vcov } = fixedInference(fit, "kenward-roger");
    const { p } = fit;
    for (let j = 0; j < p; j++) {
      for (let i = 0; i < p; i++) {
        const unit = Math.sqrt(theirs.vcov.data[i * (p + 1)]! * theirs.vcov.data[j * (p + 1)]!);
        expect(Math.abs(vcov.data[j * p + i]! - theirs.vcov.data[j * p + i]!) / unit).toBeLessThan(1e-6);
      }
      expect(relative(df(unitRow(p, j)), theirs.df(unitRow(p, j)))).toBeLessThan(1e-6);
    }
  });
});

describe("where they are known", () => {
  test.each([
    ["dyestuff", 0, 5],
    ["dyestuff2", 0, 5],
    ["ergostool", 2, 24],
    ["sleepstudy", 1, 17],
    ["machines", 1, 10],
    ["cake", 5, 210],
    ["oats", 1, 45],
    ["orthodont", 1, 25],
    ["cake-slope", 3, 44],
  ] as const)("%s, coefficient %i has %i degrees of freedom exactly", (name, j, exact) => {
    const fit = nativeFit(name);
    expect(relative(fixedInference(fit, "kenward-roger").df(unitRow(fit.p, j)), exact)).toBeLessThan(1e-8);
  });

  test("three machines with any covariance: Hotelling's test, F scaled by 4/5 with 2 and 4 degrees of freedom", () => {
    const fit = nativeFit("machines-us");
    const rows = [unitRow(3, 1), unitRow(3, 2)];
    const { statistic, denDf } = fixedInference(fit, "kenward-roger").fTest(rows);
    expect(relative(denDf, 4)).toBeLessThan(1e-8);
    expect(relative(statistic, 0.8 * fixedInference(fit, "residual").fTest(rows).statistic)).toBeLessThan(1e-8);
  });

  test("a balanced design needs no adjustment of the covariance", () => {
    const fit = nativeFit("oats");
    const { vcov } = fixedInference(fit, "kenward-roger");
    vcov.data.forEach((value, e) => {
      expect(value).toBeCloseTo(fit.vcov.data[e]!, 6);
    });
  });
});

test("a fit by maximum likelihood is refused, and told what to do", () => {
  expect(() => fixedInference(nativeFit("sleepstudy", false), "kenward-roger")).toThrow(
    expect.objectContaining({ code: "needs-reml", message: expect.stringContaining("reml: true") }),
  );
});

test("rows that follow from others count once", () => {
  const { fTest } = fixedInference(nativeFit("cake"), "kenward-roger");
  const [a, b] = [unitRow(18, 1), unitRow(18, 2)];
  const both = a.map((value, j) => 3 * value - 1e-4 * b[j]!);
  const [plain, redundant] = [fTest([a, b]), fTest([a, b, both])];
  expect(redundant.numDf).toBe(2);
  expect(relative(redundant.denDf, plain.denDf)).toBeLessThan(1e-9);
  expect(relative(redundant.statistic, plain.statistic)).toBeLessThan(1e-9);
});

test("of structured covariances the adjustment does not depend on parameters: compound symmetry is two variances", () => {
  const table = tableOf("machines");
  // the same covariance, as linear parameters: one variance that columns share, one of the whole worker
  const shared = lmm("score ~ Machine + (1 | Worker) + homdiag(0 + Machine | Worker)", table);
  const own = lmm("score ~ Machine + homcs(0 + Machine | Worker)", table);
  const [ours, theirs] = [own, shared].map((fit) => fixedInference(fit, "kenward-roger"));
  for (let j = 0; j < 3; j++) {
    for (let i = 0; i < 3; i++) {
      const unit = Math.sqrt(theirs!.vcov.data[i * 4]! * theirs!.vcov.data[j * 4]!);
      expect(Math.abs(ours!.vcov.data[j * 3 + i]! - theirs!.vcov.data[j * 3 + i]!) / unit).toBeLessThan(1e-6);
    }
    expect(relative(ours!.df(unitRow(3, j)), theirs!.df(unitRow(3, j)))).toBeLessThan(1e-6);
  }
});

test("where a structure says next to nothing of its correlation, no variance shrinks and nothing is not a number", () => {
  const random = uniform(5);
  const g = Array.from({ length: 90 }, (_, i) => `g${Math.floor(i / 9)}`);
  const c = g.map((_, i) => ["p", "q", "r"][i % 3]!);
  const y = g.map(() => random());
  for (const structure of ["cs", "homcs", "ar1"]) {
    const fit = lmm(`y ~ c + ${structure}(0 + c | g)`, { y, c, g });
    const { vcov, df, fTest } = fixedInference(fit, "kenward-roger");
    for (let j = 0; j < 3; j++) {
      expect(vcov.data[j * 4]!).toBeGreaterThanOrEqual(fit.vcov.data[j * 4]! * (1 - 1e-12));
      expect(df(unitRow(3, j))).toBeGreaterThan(0);
    }
    const { pValue, denDf } = fTest([unitRow(3, 1), unitRow(3, 2)]);
    expect(denDf).toBeGreaterThan(0);
    expect(pValue).toBeGreaterThan(0);
    expect(pValue).toBeLessThanOrEqual(1);
  }
});
