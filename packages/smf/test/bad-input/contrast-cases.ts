// Levels, seeds, degrees of freedom and combinations of coefficients that are none.
import { fit, inference, ml, n, robust } from "./good-objects.ts";
import type { BadInput } from "./run-cases.ts";

export const contrastCases: readonly BadInput[] = [
  {
    kind: "alpha 0",
    call: () => n.summary(fit, { alpha: 0 }),
    code: "option-type",
    message: "option `alpha` of summary is 0, expected a number more than 0 and less than 1",
  },
  {
    kind: "alpha 1",
    call: () => n.tidy(fit, { alpha: 1 }),
    code: "option-type",
    message: "option `alpha` of tidy is 1, expected a number more than 0 and less than 1",
  },
  {
    kind: "alpha 2",
    call: () => n.varianceParameters(fit, { alpha: 2 }),
    code: "option-type",
    message: "option `alpha` of varianceParameters is 2, expected a number more than 0 and less than 1",
  },
  {
    kind: "a text for alpha",
    call: () => n.contrast(fit, "x", { alpha: "0.05" }),
    code: "option-type",
    message: 'option `alpha` of contrast is "0.05", expected a number more than 0 and less than 1',
  },
  {
    kind: "NaN for alpha",
    call: () => n.profileIntervals(fit, { alpha: NaN }),
    code: "option-type",
    message: "option `alpha` of profileIntervals is NaN, expected a number more than 0 and less than 1",
  },
  {
    kind: "a seed with a fraction",
    call: () => n.bootstrap(fit, { seed: 1.5 }),
    code: "option-type",
    message: "option `seed` of bootstrap is 1.5, expected a whole number, 0 or more",
  },
  {
    kind: "a negative seed",
    call: () => n.simulate(fit, { seed: -1 }),
    code: "option-type",
    message: "option `seed` of simulate is -1, expected a whole number, 0 or more",
  },
  {
    kind: "a text for a seed",
    call: () => n.exactVarianceTest(fit, { seed: "1" }),
    code: "option-type",
    message: 'option `seed` of exactVarianceTest is "1", expected a whole number, 0 or more',
  },
  {
    kind: "no replicates",
    call: () => n.bootstrap(fit, { replicates: 0 }),
    code: "option-type",
    message: "option `replicates` of bootstrap is 0, expected a whole number from 1 to 10000000",
  },
  {
    kind: "a thousand million replicates",
    call: () => n.bootstrap(fit, { replicates: 1e9 }),
    code: "option-type",
    message: "option `replicates` of bootstrap is 1000000000, expected a whole number from 1 to 10000000",
  },
  {
    kind: "replicates beyond memory",
    call: () =>
      n.simulate(fit, { replicates: 1e7 + 0, newData: { x: new Float64Array(100), g: new Array(100).fill("g1") } }),
    code: "option-type",
    message: "option `replicates` of simulate is 10000000, expected at most 2000000: each has a number a row",
  },
  {
    kind: "NaN replicates",
    call: () => n.quantileResiduals(fit, { replicates: NaN }),
    code: "option-type",
    message: "option `replicates` of quantileResiduals is NaN, expected a whole number from 1 to 10000000",
  },
  {
    kind: "a million points of a profile",
    call: () => n.profile(fit, { points: 1e6 }),
    code: "option-type",
    message: "option `points` of profile is 1000000, expected a whole number from 1 to 1000",
  },
  {
    kind: "an unknown ddf",
    call: () => n.summary(fit, { ddf: "kenward" }),
    code: "option-type",
    message:
      'option `ddf` of summary is "kenward", expected "satterthwaite", "kenward-roger", "residual", "normal", or what `robustInference` or `fixedInference` returned',
  },
  {
    kind: "a ddf that is prototype-named",
    call: () => n.summary(fit, { ddf: "constructor" }),
    code: "option-type",
    message:
      'option `ddf` of summary is "constructor", expected "satterthwaite", "kenward-roger", "residual", "normal", or what `robustInference` or `fixedInference` returned',
  },
  {
    kind: "an unknown ddf of fixedInference",
    call: () => n.fixedInference(fit, "satterwaite"),
    code: "option-type",
    message:
      'option `ddf` of fixedInference is "satterwaite", expected "satterthwaite", "kenward-roger", "residual", "normal", or what `robustInference` or `fixedInference` returned',
  },
  {
    kind: "null for ddf",
    call: () => n.fixedInference(fit, null),
    code: "option-type",
    message:
      'option `ddf` of fixedInference is null, expected "satterthwaite", "kenward-roger", "residual", "normal", or what `robustInference` or `fixedInference` returned',
  },
  {
    kind: "kenward-roger of a fit by ML",
    call: () => n.contrast(ml, "x", { ddf: "kenward-roger" }),
    code: "needs-reml",
    message:
      'degrees of freedom by "kenward-roger" need a fit by REML; fit with lmm(..., { reml: true }), or use "satterthwaite"',
  },
  {
    kind: "an inference of another fit",
    call: () => n.contrast(ml, "x", { ddf: robust }),
    code: "option-type",
    message: "option `ddf` is an inference about another fit (y ~ x + (1 | g)): make it of this one (y ~ x + (1 | g))",
  },
  {
    kind: "a coefficient that is not there",
    call: () => n.contrast(fit, "X"),
    code: "unknown-name",
    message: "`X` is not among the names (Intercept, x)\n    X\n    ^\nhint: did you mean `x`?",
  },
  {
    kind: "a row of another length",
    call: () => n.contrast(fit, [1]),
    code: "contrast-length",
    message: "hypothesis 0 has 1 numbers, expected 2: `Intercept`, `x`",
  },
  {
    kind: "NaN in a row",
    call: () => n.contrast(fit, [NaN, 1]),
    code: "contrast-value",
    message: "hypothesis 0 holds NaN, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "infinity in a row",
    call: () => n.jointTest(fit, [[0, Infinity]]),
    code: "contrast-value",
    message: "hypothesis 0 holds Infinity, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "1e308 in a row",
    call: () => n.contrast(fit, [0, 1e308]),
    code: "contrast-value",
    message:
      "the largest number of hypothesis 0 is 1e+308, too large or too small to be squared; divide the row, and its value, by it",
  },
  {
    kind: "1e-200 in a row",
    call: () => n.jointTest(fit, [0, 1e-200]),
    code: "contrast-value",
    message:
      "the largest number of hypothesis 0 is 1e-200, too large or too small to be squared; divide the row, and its value, by it",
  },
  {
    kind: "zeros",
    call: () => n.contrast(fit, [0, 0]),
    code: "contrast-empty",
    message: "hypothesis 0 has only zeros: it says nothing of the fixed effects",
  },
  {
    kind: "no hypotheses",
    call: () => n.jointTest(fit, []),
    code: "contrast-empty",
    message: "there are no hypotheses; give at least one",
  },
  {
    kind: "texts beside numbers",
    call: () => n.contrast(fit, [[0, 1], "x"]),
    code: "contrast-value",
    message: 'hypothesis 1 holds "x", expected a text for all hypotheses, or rows of finite numbers',
  },
  {
    kind: "a number for hypotheses",
    call: () => n.contrast(fit, 1),
    code: "contrast-value",
    message: "hypothesis 0 holds 1, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "values beside texts",
    call: () => n.contrast(fit, "x = 1", { value: 1 }),
    code: "contrast-value",
    message: 'option `value` is for rows of numbers; a text says its value itself, such as "Days = 10"',
  },
  {
    kind: "too many values",
    call: () => n.contrast(fit, [0, 1], { value: [1, 2] }),
    code: "contrast-length",
    message: "option `value` has 2 numbers, expected 1: one for each hypothesis, or one number for all",
  },
  {
    kind: "a length for hypotheses",
    call: () => n.contrast(fit, { length: 1e12 }),
    code: "contrast-value",
    message: "hypothesis 0 holds an object, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "df of a row of another length",
    call: () => robust.df([1]),
    code: "contrast-length",
    message: "hypothesis 0 has 1 numbers, expected 2: `Intercept`, `x`",
  },
  {
    kind: "df of nothing",
    call: () => robust.df(),
    code: "contrast-value",
    message: "hypothesis 0 holds undefined, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "a variance of texts",
    call: () => inference.variance(["a", "b"]),
    code: "contrast-value",
    message: 'hypothesis 0 holds "a", expected a text for all hypotheses, or rows of finite numbers',
  },
  {
    kind: "a covariance of one row",
    call: () => inference.covariance([0, 1]),
    code: "contrast-value",
    message: "hypothesis 0 holds undefined, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "an F test of one row that is not in a list",
    call: () => inference.fTest([0, 1]),
    code: "contrast-value",
    message: "hypothesis 0 holds 0, expected a text for all hypotheses, or rows of finite numbers",
  },
  {
    kind: "an F test of nothing",
    call: () => robust.fTest([]),
    code: "contrast-empty",
    message: "there are no hypotheses; give at least one",
  },
  {
    kind: "an F test with too many values",
    call: () => inference.fTest([[0, 1]], [1, 2]),
    code: "contrast-length",
    message: "option `value` has 2 numbers, expected 1: one for each hypothesis, or one number for all",
  },
];
