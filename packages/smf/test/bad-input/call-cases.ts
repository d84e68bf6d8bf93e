// Calls on a fit: options of each, and something else where a fit belongs.
import { draws, fit, means, n, result, slopes } from "./good-objects.ts";
import type { BadInput } from "./run-cases.ts";

export const callCases: readonly BadInput[] = [
  {
    kind: "type 3 in digits",
    call: () => n.anova(fit, { type: 3 }),
    code: "option-type",
    message: 'option `type` of anova is 3, expected "I", "II" or "III"',
  },
  {
    kind: "a fit and a number",
    call: () => n.anova(fit, 5),
    code: "not-a-fit",
    message: "5 is no fitted model: give what `lmm` or `fromJSON` returned",
  },
  {
    kind: "a fit and statsmodels' result",
    call: () => n.anova(fit, result),
    code: "not-a-fit",
    message: "a result in statsmodels' words is no native fit: give its `fit`, as in `summary(result.fit)`",
  },
  {
    kind: "an unknown option of a comparison",
    call: () => n.anova(fit, slopes, { reml: false }),
    code: "unknown-option",
    message: "`reml` is not an option of anova (options: refit, tests, seed, onProgress, signal)",
  },
  {
    kind: "an unknown method of intervals",
    call: () => n.confidenceIntervals(fit, { method: "Wald" }),
    code: "option-type",
    message: 'option `method` of confidenceIntervals is "Wald", expected "wald", "profile" or "bootstrap"',
  },
  {
    kind: "a prototype-named method",
    call: () => n.confidenceIntervals(fit, { method: "constructor" }),
    code: "option-type",
    message: 'option `method` of confidenceIntervals is "constructor", expected "wald", "profile" or "bootstrap"',
  },
  {
    kind: "an option of another method",
    call: () => n.confidenceIntervals(fit, { method: "wald", replicates: 10 }),
    code: "unknown-option",
    message: 'option `replicates` of confidenceIntervals belongs to the method "bootstrap"; the method here is "wald"',
  },
  {
    kind: "a parameter that is not there",
    call: () => n.profile(fit, { parameters: "sd(x | g)" }),
    code: "unknown-parameter",
    message:
      '`sd(x | g)` is not a parameter of this fit (parameters: Intercept; x; sd(Intercept | g); sigma; or "fixed", "variance")',
  },
  {
    kind: "marginal means of nothing known",
    call: () => n.marginalMeans(fit, "X"),
    code: "unknown-variable",
    message: "`X` in marginalMeans is no variable of the fixed effects; did you mean `x`? (variables: x)",
  },
  {
    kind: "null for specs",
    call: () => n.marginalMeans(fit, null),
    code: "marginal-specs",
    message:
      'null says of no variables that means are wanted: give a name, an array of names, or a text such as "~ recipe | temperature" or "pairwise ~ recipe"',
  },
  {
    kind: "values at what is not there",
    call: () => n.marginalMeans(fit, "x", { at: { z: 1 } }),
    code: "unknown-variable",
    message: "`z` in marginalMeans is no variable of the fixed effects (variables: x)",
  },
  {
    kind: "a map for values",
    call: () => n.marginalMeans(fit, "x", { at: new Map([["x", 1]]) }),
    code: "option-type",
    message: "option `at` of marginalMeans is a Map, expected an object",
  },
  {
    kind: "infinity as a value",
    call: () => n.marginalMeans(fit, "x", { at: { x: Infinity } }),
    code: "grid-value",
    message: "option `at` gives `x` Infinity, expected a finite number or an array of them",
  },
  {
    kind: "unknown weights",
    call: () => n.marginalMeans(fit, "x", { weights: "propotional" }),
    code: "option-type",
    message:
      'option `weights` of marginalMeans is "propotional", expected "equal", "proportional", "outer", "cells" or "flat"',
  },
  {
    kind: "trends of what is not there",
    call: () => n.marginalTrends(fit, "z"),
    code: "unknown-variable",
    message: "`z` in marginalTrends is no variable of the fixed effects (variables: x)",
  },
  {
    kind: "an unknown method of contrasts",
    call: () => n.meanContrasts(means, "pairwize"),
    code: "contrast-method",
    message:
      '"pairwize" is no method of contrasts; did you mean "pairwise"? (methods: pairwise, revpairwise, trt.vs.ctrl, trt.vs.ctrl1, trt.vs.ctrlk, poly, consec, mean_chg, eff, del.eff, helmert; or an object of coefficients by label)',
  },
  {
    kind: "contrasts without any",
    call: () => n.meanContrasts(means, {}),
    code: "contrast-method",
    message:
      "an object is no method of contrasts (methods: pairwise, revpairwise, trt.vs.ctrl, trt.vs.ctrl1, trt.vs.ctrlk, poly, consec, mean_chg, eff, del.eff, helmert; or an object of coefficients by label)",
  },
  {
    kind: "contrasts of another number of means",
    call: () => n.meanContrasts(means, { a: [1, 0, -1] }),
    code: "contrast-coefficients",
    message: "contrast `a` is 3 entries, expected 2 finite numbers, for x1, x2",
  },
  {
    kind: "a fit for means",
    call: () => n.meanContrasts(fit, "pairwise"),
    code: "not-marginal",
    message:
      "an object holds no marginal means: give what `marginalMeans`, `marginalTrends` or `meanContrasts` returned, not a copy of it",
  },
  {
    kind: "a control that is not there",
    call: () => n.marginalMeans(fit, "x", { at: { x: [1, 2] }, contrasts: "trt.vs.ctrl", ref: 7 }),
    code: "unknown-factor-level",
    message: "7 is no level of `x` (levels: 1, 2)",
  },
  {
    kind: "an unknown type of robust covariance",
    call: () => n.robustInference(fit, { type: "HC1" }),
    code: "option-type",
    message: 'option `type` of robustInference is "HC1", expected "CR0", "CR1", "CR1S", "CR2" or "CR3"',
  },
  {
    kind: "a cluster that is not there",
    call: () => n.robustInference(fit, { cluster: "h" }),
    code: "unknown-class",
    message:
      'option `cluster` is "h", which is neither a grouping factor nor a column of the table (grouping factors: g)',
  },
  {
    kind: "an unknown level of predictions",
    call: () => n.predict(fit, null, { level: "marginal" }),
    code: "option-type",
    message: 'option `level` of predict is "marginal", expected "conditional" or "population"',
  },
  {
    kind: "options in the place of new data",
    call: () => n.predict(fit, { level: "population" }),
    code: "options-as-data",
    message:
      "the new data of predict has no columns, but what options are called (`level`): to predict the fit's own rows give null as newData, `predict(fit, null, { ... })`",
  },
  {
    kind: "an unknown interval",
    call: () => n.predict(fit, null, { interval: "both" }),
    code: "option-type",
    message: 'option `interval` of predict is "both", expected "confidence", "prediction" or "none"',
  },
  {
    kind: "a number for new data",
    call: () => n.simulate(fit, { newData: 5 }),
    code: "option-type",
    message: "option `newData` of simulate is 5, expected a table",
  },
  {
    kind: "an unknown type of residuals",
    call: () => n.residuals(fit, { type: "deviance" }),
    code: "option-type",
    message: 'option `type` of residuals is "deviance", expected "response", "pearson", "scaled" or "studentized"',
  },
  {
    kind: "an unknown way to refit",
    call: () => n.influence(fit, { refit: true }),
    code: "option-type",
    message: 'option `refit` of influence is true, expected "one-step" or "exact"',
  },
  {
    kind: "a group that is not there",
    call: () => n.influence(fit, { by: "h" }),
    code: "unknown-class",
    message: 'option `by` is "h", which is neither a grouping factor nor a column of the table (grouping factors: g)',
  },
  {
    kind: "a smaller study of no groups",
    call: () => n.power(fit, { test: "x", sizes: [0] }),
    code: "option-type",
    message: "option `sizes` of power is an array of 1, expected an array of whole numbers, 1 or more",
  },
  {
    kind: "a study beyond memory",
    call: () => n.power(fit, { test: "x", sizes: [1e12] }),
    code: "power-size",
    message: "at size 1000000000000 of `g` the study would have 3000000000000 rows; at most 20000000 are simulated",
  },
  {
    kind: "no test",
    call: () => n.power(fit, {}),
    code: "option-type",
    message:
      'option `test` of power is undefined, expected a text such as "Days", rows of numbers, or { smaller: formula }',
  },
  {
    kind: "two ways to another size",
    call: () => n.power(fit, { test: "x", along: "g", within: "g", sizes: [3] }),
    code: "power-group",
    message: "give `along` for numbers of groups, or `within` for rows in each group, not both",
  },
  {
    kind: "a parameter that power does not know",
    call: () => n.power(fit, { test: "x", parameters: { "sd(g)": 1 } }),
    code: "unknown-parameter",
    message: "the model has no parameter `sd(g)` (parameters: `Intercept`, `x`, `sd(Intercept | g)`, `sigma`)",
  },
  {
    kind: "a map for parameters",
    call: () => n.power(fit, { test: "x", parameters: new Map() }),
    code: "option-type",
    message: "option `parameters` of power is a Map, expected a record of numbers by the names of parameters",
  },
  {
    kind: "statistics that are no numbers",
    call: () => n.bootstrap(fit, { replicates: 2, statistic: () => "a" }),
    code: "statistic-value",
    message:
      "`statistic` has to return a record of numbers, such as { ratio: 0.3 }, for the fit itself and for every replicate",
  },
  {
    kind: "intervals of something else",
    call: () => n.bootstrapIntervals({}),
    code: "not-a-bootstrap",
    message: "an object is not what `bootstrap(fit)` returns",
  },
  {
    kind: "an unknown type of interval",
    call: () => n.bootstrapIntervals(draws, { type: "bca" }),
    code: "option-type",
    message: 'option `type` of bootstrapIntervals is "bca", expected "percentile", "basic" or "normal"',
  },
  {
    kind: "an unknown adjustment",
    call: () => n.adjustPValues([0.1], "bonferoni"),
    code: "adjustment-family",
    message: '"bonferoni" is no adjustment (adjustments: none, bonferroni, sidak, holm, hochberg, fdr, by)',
  },
  {
    kind: "a p-value in a list",
    call: () => n.adjustPValues([[0.1]], "holm"),
    code: "p-value",
    message: "p-value 0 is an array of 1, expected a number from 0 to 1, or NaN for none",
  },
  {
    kind: "an unknown scale",
    call: () => n.randomEffectsPca(fit, { scale: "corelation" }),
    code: "option-type",
    message: 'option `scale` of randomEffectsPca is "corelation", expected "covariance" or "correlation"',
  },
  {
    kind: "no matrix of correlations",
    call: () => n.multivariateTSf(2, undefined, 5),
    code: "not-a-correlation",
    message:
      "the correlation is undefined, expected a matrix, or rows of numbers, as many as each has: [[1, 0.5], [0.5, 1]]",
  },
  {
    kind: "correlations that are no square",
    call: () => n.multivariateTSf(2, [[1, 0.5]], 5),
    code: "not-a-correlation",
    message:
      "the correlation is an array of 1, expected a matrix, or rows of numbers, as many as each has: [[1, 0.5], [0.5, 1]]",
  },
  {
    kind: "rows that are none",
    call: () => n.toColumns([1]),
    code: "not-rows",
    message: "row 0 of toColumns is 1, expected an array of records, such as `tidy(fit)` returns",
  },
  {
    kind: "null for a fit",
    call: () => n.summary(null),
    code: "not-a-fit",
    message: "null is no fitted model: give what `lmm` or `fromJSON` returned",
  },
  {
    kind: "a promise for a fit",
    call: () => n.tidy(Promise.resolve(fit)),
    code: "not-a-fit",
    message: "a Promise is no fitted model: give what `lmm` or `fromJSON` returned",
  },
  {
    kind: "statsmodels' result for a fit",
    call: () => n.contrast(result, "x"),
    code: "not-a-fit",
    message: "a result in statsmodels' words is no native fit: give its `fit`, as in `summary(result.fit)`",
  },
  {
    kind: "JSON for a fit",
    call: () => n.predict(JSON.stringify(n.toJSON(fit)).padEnd(5000)),
    code: "not-a-fit",
    message:
      '"{"format":"mixedlm-model","version":1,"f..." (5000 characters) is no fitted model: give what `lmm` or `fromJSON` returned',
  },
  {
    kind: "a spread fit",
    call: () => n.residuals({ ...fit }),
    code: "not-a-fit",
    message: "an object is no fitted model: give what `lmm` or `fromJSON` returned",
  },
];
