// Options and arguments under statsmodels' names that do not exist, are of the wrong kind or contradict each other.
import { distribution, fit, model, result, s } from "./good-objects.ts";
import { table } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

export const smfOptionCases: readonly BadInput[] = [
  {
    kind: "camel case",
    call: () => s.mixedlm("y ~ x", table, "g", { reFormula: "~x" }),
    code: "unknown-option",
    message:
      "`reFormula` is not an option of mixedlm; did you mean `re_formula`? (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  },
  {
    kind: "lme4's REML",
    call: () => s.mixedlm("y ~ x", table, "g", { reml: false }),
    code: "unknown-option",
    message:
      "`reml` is not an option of mixedlm (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  },
  {
    kind: "use_sparse: yes",
    call: () => s.mixedlm("y ~ x", table, "g", { use_sparse: "yes" }),
    code: "option-type",
    message: 'option `use_sparse` of mixedlm is "yes", expected true or false',
  },
  {
    kind: "use_sqrt: 1",
    call: () => s.mixedlm("y ~ x", table, "g", { use_sqrt: 1 }),
    code: "option-type",
    message: "option `use_sqrt` of mixedlm is 1, expected true or false",
  },
  {
    kind: "two ways of groups",
    call: () => s.mixedlm("y ~ x", table, "g", { groups: "g" }),
    code: "option-conflict",
    message: "groups are given twice, as the third argument and as the option `groups`; leave one out",
  },
  {
    kind: "missing: skip",
    call: () => s.mixedlm("y ~ x", table, "g", { missing: "skip" }),
    code: "option-type",
    message: 'option `missing` of mixedlm is "skip", expected "none", "drop" or "raise"',
  },
  {
    kind: "a list for vc_formula",
    call: () => s.mixedlm("y ~ x", table, "g", { vc_formula: ["0 + C(a)"] }),
    code: "option-type",
    message:
      'option `vc_formula` of mixedlm is an array of 1, expected formulas by name, such as {cask: "0 + C(cask)"}, or null',
  },
  {
    kind: "null for options",
    call: () => s.mixedlm("y ~ x", table, "g", null),
    code: "option-type",
    message:
      "the options of mixedlm are null, expected an object (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  },
  {
    kind: "a prototype-named option",
    call: () => s.mixedlm("y ~ x", table, "g", { constructor: 1 }),
    code: "unknown-option",
    message:
      "`constructor` is not an option of mixedlm (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  },
  {
    kind: "REML in capitals",
    call: () => model.fit({ REML: false }),
    code: "unknown-option",
    message:
      "`REML` is not an option of fit; did you mean `reml`? (options: start_params, reml, niter_sa, do_cg, fe_pen, cov_pen, free, full_output, method, gtol, maxiter, eps, maxcor, ftol, tol, maxls, disp, seed, niter, niter_success, T, stepsize, interval, minimizer, min_method, xtol, maxfun, norm, pgtol, factr, m, start_direc, onProgress, signal)",
  },
  {
    kind: "an unknown method",
    call: () => model.fit({ method: "newton-cg" }),
    code: "unknown-method",
    message: "`newton-cg` is not a method of fit (methods: bfgs, lbfgs, cg, powell, nm, basinhopping, minimize)",
  },
  {
    kind: "maxiter 0",
    call: () => model.fit({ maxiter: 0 }),
    code: "option-type",
    message: "option `maxiter` of fit is 0, expected a positive whole number",
  },
  {
    kind: "maxiter as a text",
    call: () => model.fit({ maxiter: "10" }),
    code: "option-type",
    message: 'option `maxiter` of fit is "10", expected a positive whole number',
  },
  {
    kind: "a start of another length",
    call: () => model.fit({ start_params: [1, 2] }),
    code: "start-params",
    message: "invalid start_params: 2 numbers, expected 3, or 1 without the fixed effects",
  },
  {
    kind: "NaN for a start",
    call: () => model.fit({ start_params: [1, 2, NaN] }),
    code: "params-value",
    message: "start_params is NaN at position 2 (counted from 0); every entry has to be a finite number",
  },
  {
    kind: "free of another shape",
    call: () => model.fit({ free: s.MixedLMParams.from_components({ fe_params: [1], cov_re: [[1]] }) }),
    code: "params-shape",
    message:
      "free has 1 fixed effects, 1 random-effects columns and 0 components, but the model has 2 fixed effects, 1 random-effects columns and 0 components",
  },
  {
    kind: "free: true",
    call: () => model.fit({ free: true }),
    code: "option-type",
    message: "option `free` of fit is true, expected MixedLMParams, or null",
  },
  {
    kind: "a negative niter_sa",
    call: () => model.fit({ niter_sa: -1 }),
    code: "option-type",
    message: "option `niter_sa` of fit is -1, expected a whole number from 0 up",
  },
  {
    kind: "a text for a norm",
    call: () => model.fit({ norm: "max" }),
    code: "option-type",
    message: 'option `norm` of fit is "max", expected a number, Infinity for the largest entry',
  },
  {
    kind: "a penalty on the other kind",
    call: () => model.fit({ cov_pen: new s.L2() }),
    code: "option-type",
    message: "`cov_pen` is a penalty on the fixed effects; give it as `fe_pen`",
  },
  {
    kind: "a text for a penalty",
    call: () => model.fit({ fe_pen: "l2" }),
    code: "option-type",
    message: 'option `fe_pen` of fit is "l2", expected an object with the functions func and deriv, or null',
  },
  {
    kind: "a signal that is none",
    call: () => model.fit({ signal: { aborted: 1 } }),
    code: "option-type",
    message: "option `signal` of fit is an object, expected an AbortSignal",
  },
  {
    kind: "a callback that is none",
    call: () => model.fit({ onProgress: 1 }),
    code: "option-type",
    message: "option `onProgress` of fit is 1, expected a function",
  },
  {
    kind: "an unknown penalty",
    call: () => model.fit_regularized({ method: "l3" }),
    code: "unknown-method",
    message: 'Invalid regularization method: `l3`; give "l1", or a Penalty such as new L2()',
  },
  {
    kind: "alpha as a text",
    call: () => model.fit_regularized({ alpha: "1" }),
    code: "option-type",
    message: 'option `alpha` of fit_regularized is "1", expected a number, an array of numbers, or null',
  },
  {
    kind: "a negative penalty",
    call: () => model.fit_regularized({ alpha: -1 }),
    code: "penalty-range",
    message: "alpha of l1 is -1, expected 0 or a positive number",
  },
  {
    kind: "no responses",
    call: () => result.bootstrap({ nrep: 0 }),
    code: "option-type",
    message: "option `nrep` of bootstrap is 0, expected a whole number from 1 to 10000000",
  },
  {
    kind: "a fraction of responses",
    call: () => result.bootstrap({ nrep: 1.5 }),
    code: "option-type",
    message: "option `nrep` of bootstrap is 1.5, expected a whole number from 1 to 10000000",
  },
  {
    kind: "a signal that is none, of a bootstrap",
    call: () => result.bootstrap({ signal: {} }),
    code: "option-type",
    message: "option `signal` of bootstrap is an object, expected an AbortSignal",
  },
  {
    kind: "unknown units",
    call: () => result.bootstrap({ units: "raw" }),
    code: "option-type",
    message: 'option `units` of bootstrap is "raw", expected "params" or "data"',
  },
  {
    kind: "a profile of what is not there",
    call: () => result.profile_re(5, "re"),
    code: "profile-parameter",
    message: "no random-effects column 5; give `g`, or a number from 0 to 0",
  },
  {
    kind: "a profile of another kind",
    call: () => result.profile_re(0, "random"),
    code: "option-type",
    message: 'option `vtype` of profile_re is "random", expected "re" or "vc"',
  },
  {
    kind: "no points of a profile",
    call: () => result.profile_re(0, "re", { num_low: -1 }),
    code: "option-type",
    message: "option `num_low` of profile_re is -1, expected a whole number from 0 to 10000000",
  },
  {
    kind: "an unknown option of a profile",
    call: () => result.profile_re(0, "re", { num: 1 }),
    code: "unknown-option",
    message:
      "`num` is not an option of profile_re (options: num_low, dist_low, num_high, dist_high, profile, method, maxiter, gtol, disp, onProgress, signal)",
  },
  {
    kind: "a row of another length",
    call: () => result.t_test([1]),
    code: "restriction",
    message:
      "row 0 (counted from 0) of r_matrix of t_test has 1 entries, expected 2 (the fixed effects) or 3 (all parameters)",
  },
  {
    kind: "NaN in a row",
    call: () => result.t_test([0, NaN, 0]),
    code: "restriction",
    message: "entry 1 of row 0 (both counted from 0) in r_matrix of t_test is NaN, expected a finite number",
  },
  {
    kind: "a coefficient that is not there",
    call: () => result.t_test("X = 0"),
    code: "unknown-name",
    message: "`X` is not among the names (Intercept, x, g Var)\n    X = 0\n    ^\nhint: did you mean `x`?",
  },
  {
    kind: "an unknown option of t_test",
    call: () => result.t_test("x = 0", { useT: true }),
    code: "unknown-option",
    message: "`useT` is not an option of t_test; did you mean `use_t`? (options: cov_p, use_t)",
  },
  {
    kind: "text for use_t",
    call: () => result.t_test("x = 0", { use_t: "yes" }),
    code: "option-type",
    message: 'option `use_t` of t_test is "yes", expected true, false or null',
  },
  {
    kind: "an unknown option of wald_test",
    call: () => result.wald_test("x = 0", { useF: true }),
    code: "unknown-option",
    message:
      "`useF` is not an option of wald_test; did you mean `use_f`? (options: cov_p, invcov, use_f, df_constraints, scalar)",
  },
  {
    kind: "null for options of a summary",
    call: () => result.summary(null),
    code: "option-type",
    message: "the options of summary are null, expected an object (options: yname, xname_fe, xname_re, title, alpha)",
  },
  {
    kind: "alpha 2",
    call: () => result.summary({ alpha: 2 }),
    code: "option-type",
    message: "option `alpha` of summary is 2, expected a number from 0 to 1, 0.05 for 95 % intervals",
  },
  {
    kind: "alpha of intervals as a text",
    call: () => result.conf_int("0.05"),
    code: "option-type",
    message: 'option `alpha` of conf_int is "0.05", expected a number from 0 to 1, 0.05 for 95 % intervals',
  },
  {
    kind: "no results",
    call: () => s.summary_col([]),
    code: "option-type",
    message: "option `results` of summary_col is an array of 0, expected a result of fit, or a list of at least one",
  },
  {
    kind: "a native fit for a result",
    call: () => s.summary_col([fit]),
    code: "option-type",
    message: "option `results` of summary_col is an object, expected a result of fit, or a list of at least one",
  },
  {
    kind: "stars: 1",
    call: () => s.summary_col([result], { stars: 1 }),
    code: "option-type",
    message: "option `stars` of summary_col is 1, expected true or false",
  },
  {
    kind: "a format that is none",
    call: () => s.summary_col([result], { float_format: "x" }),
    code: "format-syntax",
    message:
      "the number format `x` is no format of one number; it must hold one conversion such as `%.4f`, `%8.3g` or `%d`",
  },
  {
    kind: "draws of nothing",
    call: () => distribution.rvs(0),
    code: "option-type",
    message: "option `n` of rvs is 0, expected a positive whole number",
  },
  {
    kind: "draws beyond memory",
    call: () => distribution.rvs(1e9),
    code: "too-large",
    message: "rvs would be 12000000000 numbers, more than 100000000; draw fewer at a time",
  },
  {
    kind: "parameters that are missing",
    call: () => model.get_distribution(),
    code: "option-type",
    message: "option `scale` of get_distribution is undefined, expected a residual variance, 0 or more",
  },
  {
    kind: "a negative variance",
    call: () => model.get_distribution(result.params, -1),
    code: "option-type",
    message: "option `scale` of get_distribution is -1, expected a residual variance, 0 or more",
  },
  {
    kind: "transform: yes",
    call: () => result.predict(table, { transform: "yes" }),
    code: "option-type",
    message: 'option `transform` of predict is "yes", expected true or false',
  },
  {
    kind: "a label that is not there",
    call: () => result.params.get("X"),
    code: "unknown-label",
    message: 'no label "X"; did you mean `x`? (labels: Intercept, x, g Var)',
  },
  {
    kind: "a selector that is none",
    call: () => result.params.iloc(null),
    code: "option-type",
    message: "iloc was given null, expected an array, or a range such as { start: 0, stop: 2 }",
  },
  {
    kind: "a series of nothing",
    call: () => new s.Series(),
    code: "array-type",
    message: "the index of a Series is undefined, expected an array",
  },
  {
    kind: "a frame of numbers",
    call: () => new s.Frame([1], [1], [1]),
    code: "array-type",
    message: "the rows of a Frame are an array of 1, expected an array of rows, each an array",
  },
  {
    kind: "null for a penalty's options",
    call: () => new s.L2ConstraintsPenalty(null),
    code: "option-type",
    message: "the options of L2ConstraintsPenalty are null, expected an object (options: weights, restriction)",
  },
];
