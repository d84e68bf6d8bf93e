import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { anova, type Fit, fitMoments, fromJSON, type NullBoundary } from "../../src/index.ts";
import { modelOf, nestingOf } from "../../src/nesting/nesting.ts";
import { fitOf, tableOf } from "../engine-fits.ts";

const ml = (dataset: string, formula: string): Fit => fitOf({ dataset, formula, reml: false });

/** What a comparison says of the larger model's boundary. */
const boundaryOf = (small: Fit, large: Fit): NullBoundary | null | undefined => anova(small, large).rows[1]?.boundary;

/** Data set, left side and fixed effects, random terms of a model and of one that contains it. */
type Case = readonly [dataset: string, fixed: string, small: string, large: string];

/** With what is on the boundary of the larger model: variances, covariances that go with them, correlations. */
const NESTED: readonly (readonly [...Case, number, number, number])[] = [
  ["machines", "score ~ Machine", "(1 | Worker)", "(1 | Worker) + (1 | Worker:Machine)", 1, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker) + (1 | Worker:Machine)", "(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker)", "(Machine | Worker)", 2, 3, 0],
  ["machines", "score ~ Machine", "(1 | Worker:Machine)", "(Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker)", "homcs(0 + Machine | Worker)", 0, 0, 1],
  ["machines", "score ~ Machine", "(1 | Worker:Machine)", "homcs(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker) + (1 | Worker:Machine)", "cs(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "homdiag(0 + Machine | Worker)", "diag(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker:Machine)", "diag(0 + Machine | Worker)", 0, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "homdiag(Days | Subject)", "(Days || Subject)", 0, 0, 0],
  ["machines", "score ~ Machine", "diag(0 + Machine | Worker)", "(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "diag(0 + Machine | Worker)", "cs(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "homcs(0 + Machine | Worker)", "cs(0 + Machine | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "cs(0 + Machine | Worker)", "(C(Machine, Sum) | Worker)", 0, 0, 0],
  ["machines", "score ~ Machine", "(1 | Worker)", "diag(Machine | Worker)", 2, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "(1 | Subject)", "(Days | Subject)", 1, 1, 0],
  ["sleepstudy", "Reaction ~ Days", "(0 + Days | Subject)", "(Days | Subject)", 1, 1, 0],
  ["sleepstudy", "Reaction ~ Days", "(Days || Subject)", "(Days | Subject)", 0, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "(1 | Subject)", "(Days || Subject)", 1, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "(Days | Subject)", "(center(Days) | Subject)", 0, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "(Days | Subject)", "(poly(Days, 2) | Subject)", 1, 2, 0],
  ["sleepstudy", "Reaction ~ Days", "(1 | Subject)", "ar1(0 + factor(Days) | Subject)", 0, 0, 1],
  // two columns have one correlation
  ["sleepstudy", "Reaction ~ Days", "(Days | Subject)", "cs(Days | Subject)", 0, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "homcs(Days | Subject)", "ar1(Days | Subject)", 0, 0, 0],
  ["sleepstudy", "Reaction ~ Days", "(1 | Subject)", "cs(Days | Subject)", 1, 1, 0],
  ["pastes", "strength ~ 1", "(1 | sample)", "(1 | batch/cask)", 1, 0, 0],
  ["pastes", "strength ~ 1", "(1 | cask:batch)", "(1 | batch) + (1 | sample)", 1, 0, 0],
  ["penicillin", "diameter ~ 1", "(1 | plate)", "(1 | plate) + (1 | sample)", 1, 0, 0],
];

const APART: readonly Case[] = [
  ["machines", "score ~ Machine", "(0 + Machine | Worker)", "cs(0 + Machine | Worker)"],
  ["machines", "score ~ Machine", "diag(0 + Machine | Worker)", "homcs(0 + Machine | Worker)"],
  ["machines", "score ~ Machine", "(1 | Worker)", "diag(0 + Machine | Worker)"],
  ["machines", "score ~ Machine", "(1 | Worker) + (1 | Worker:Machine)", "diag(Machine | Worker)"],
  ["machines", "score ~ Machine", "(1 | Worker) + (1 | Worker:Machine)", "ar1(0 + Machine | Worker)"],
  ["sleepstudy", "Reaction ~ Days", "(Days | Subject)", "(Days || Subject)"],
  ["sleepstudy", "Reaction ~ Days", "(center(Days) || Subject)", "(Days || Subject)"],
  ["sleepstudy", "Reaction ~ Days", "(1 | Subject)", "(0 + Days | Subject)"],
  ["penicillin", "diameter ~ 1", "(1 | plate)", "(1 | sample)"],
];

describe("random effects", () => {
  test.each(NESTED)("of %s: %s + %s is a special case of %s %s", (dataset, fixed, left, right, ...counts) => {
    const [small, large] = [ml(dataset, `${fixed} + ${left}`), ml(dataset, `${fixed} + ${right}`)];
    const [variances, covariances, correlations] = counts;
    expect(boundaryOf(small, large)).toMatchObject({ variances, covariances, correlations });
    // and so it has no higher likelihood
    expect(large.objective).toBeLessThanOrEqual(small.objective + 1e-7);
  });

  test.each(APART)("of %s: %s + %s is no special case of %s", (dataset, fixed, left, right) => {
    const [small, large] = [ml(dataset, `${fixed} + ${left}`), ml(dataset, `${fixed} + ${right}`)];
    expect(nestingOf(modelOf(small), modelOf(large)).kind).toBe("not-nested");
  });

  test("as components of statsmodels are those that lme4 writes with bars", () => {
    const table = tableOf("pastes");
    const model = parseModel({
      formula: "strength ~ 1",
      group: columnFactor("batch"),
      reFormula: "1",
      vcFormula: { cask: "0 + C(cask)" },
    });
    const components = fitMoments(accumulate(buildDesign(model, table), table), { reml: false });
    const bars = ml("pastes", "strength ~ 1 + (1 | batch/cask)");
    expect(components.objective).toBeCloseTo(bars.objective, 8);
    expect([
      nestingOf(modelOf(components), modelOf(bars)).kind,
      nestingOf(modelOf(bars), modelOf(components)).kind,
    ]).toEqual(["nested", "nested"]);
    expect(boundaryOf(ml("pastes", "strength ~ 1 + (1 | batch)"), components)?.terms).toEqual([
      { term: "cask", variances: 1, covariances: 0, correlations: 0 },
    ]);
  });
});

describe("fixed effects", () => {
  const random = "(1 | Subject)";
  const sleep = (fixed: string): Fit => ml("sleepstudy", `Reaction ~ ${fixed} + ${random}`);

  test("are nested whatever the coding of categories, and whatever a column is called", () => {
    for (const [small, large] of [
      ["factor(Days)", "0 + C(Days, Helmert)"],
      ["Days", "poly(Days, 3)"],
      ["Days", "factor(Days)"],
      ["I(Days / 7) + 1", "center(Days)"],
      ["np.log(Days + 1)", "factor(Days)"],
    ] as const)
      expect(nestingOf(modelOf(sleep(small)), modelOf(sleep(large)))).toMatchObject({
        kind: "nested",
        boundary: [],
        cone: { kind: "interior" },
      });
    const rats = (fixed: string): Fit => ml("ratpups", `weight ~ ${fixed} + (1 | Litter)`);
    expect(nestingOf(modelOf(rats("sex + Treatment")), modelOf(rats("C(Treatment, Sum) * C(sex, Helmert)"))).kind).toBe(
      "nested",
    );
    expect(nestingOf(modelOf(rats("sex:Treatment")), modelOf(rats("Treatment + sex"))).kind).toBe("not-nested");
  });

  test("of fits without rows are decided by names, or said to be unknown", () => {
    const saved = (fit: Fit): Fit => fromJSON(JSON.stringify(fit));
    const [days, both] = [saved(sleep("Days")), saved(sleep("Days + I(Days ** 2)"))];
    expect(nestingOf(modelOf(days), modelOf(both)).kind).toBe("nested");
    expect(nestingOf(modelOf(days), modelOf(saved(sleep("center(Days) + I(Days ** 3)")))).kind).toBe("unknown");
    expect(nestingOf(modelOf(both), modelOf(days)).kind).toBe("not-nested");
    expect(() => anova(days, saved(sleep("factor(Days)")))).toThrow(
      expect.objectContaining({ code: "nesting-unknown" }),
    );
    const [by, sample] = [
      saved(ml("pastes", "strength ~ 1 + (1 | batch/cask)")),
      saved(ml("pastes", "strength ~ 1 + (1 | sample)")),
    ];
    expect(nestingOf(modelOf(sample), modelOf(by)).kind).toBe("unknown");
  });
});
