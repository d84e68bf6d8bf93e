// Every public name of statsmodels' classes around MixedLM -> how it is written here, or why it is not there. This is
// documentation as data: a page is made of it, a test walks every expression on real objects and compares the names
// with statsmodels' own list. Nothing else imports it, so a program that only fits models does not carry it.

/** A name without a counterpart: one sentence that says why, and what to use. */
export interface AbsentName {
  /** Why it is not here, and what to use in its place. */
  readonly absent: string;
}

/**
 * An expression, such as `result.bse_fe` or `model.fit()`, or the reason why there is none. It starts from an object of
 * the class (`model`, `result`, `params`, `vc`, `test`, `wald`, `terms`, `summary`, `distribution`), from a class for
 * static methods, or from `smf`, the package.
 */
export type NameHere = string | AbsentName;

/** Names of one class of statsmodels. */
export type NamesOfClass = Readonly<Record<string, NameHere>>;

const NO_ROW_SCORES =
  "There is no score of a row by itself, as rows of a group are not independent; statsmodels raises.";
const SUMMARY_IS_WHOLE = "A summary is made whole: `new Summary(table)` takes any table.";

const MODEL: NamesOfClass = {
  data: {
    absent:
      "Internal to statsmodels; what is read from it has its own name: `model.param_names`, `model.exog_re_names`, `model.vcomp_names`, `model.table`.",
  },
  endog: "model.endog",
  endog_li: "model.endog_li",
  endog_names: "model.endog_names",
  exog: "model.exog",
  exog_li: "model.exog_li",
  exog_names: "model.exog_names",
  exog_re: "model.exog_re",
  exog_re2_li: { absent: "An intermediate result of statsmodels: the cross-products of `model.exog_re_li`." },
  exog_re_li: "model.exog_re_li",
  exog_vc: "model.exog_vc",
  fe_pen: "result.fe_pen",
  fit: "model.fit()",
  fit_regularized: "model.fit_regularized()",
  formula: "model.formula",
  from_formula: "MixedLM.from_formula()",
  get_distribution: "model.get_distribution()",
  get_fe_params: "model.get_fe_params()",
  get_scale: "model.get_scale()",
  group_labels: "model.group_labels",
  group_list: "model.group_list()",
  groups: "model.groups",
  hessian: "model.hessian()",
  information: {
    absent: "Raises NotImplementedError in statsmodels; the information is minus `model.hessian(params)[0]`.",
  },
  initialize: { absent: "A step of statsmodels' constructor; a model is complete when it is made." },
  k_constant: "model.k_constant",
  k_fe: "model.k_fe",
  k_params: "model.k_params",
  k_re: "model.k_re",
  k_re2: "model.k_re2",
  k_vc: "model.k_vc",
  loglike: "model.loglike()",
  n_groups: "model.n_groups",
  n_totobs: "model.n_totobs",
  nobs: "model.nobs",
  predict: "model.predict()",
  re_pen: { absent: "Always None in statsmodels; a penalty on covariances is `cov_pen`." },
  reml: "result.reml",
  row_indices: "model.row_indices",
  score: "model.score()",
  score_full: "model.score_full()",
  score_sqrt: "model.score_sqrt()",
  use_sqrt: "model.use_sqrt",
};

const RESULTS: NamesOfClass = {
  aic: "result.aic",
  bic: "result.bic",
  bootstrap: "result.bootstrap()",
  bse: "result.bse",
  bse_fe: "result.bse_fe",
  bse_re: "result.bse_re",
  bsejac: { absent: NO_ROW_SCORES },
  bsejhj: { absent: NO_ROW_SCORES },
  conf_int: "result.conf_int()",
  converged: "result.converged",
  cov_params: "result.cov_params()",
  cov_pen: "result.cov_pen",
  cov_re: "result.cov_re",
  cov_re_unscaled: "result.cov_re_unscaled",
  covjac: { absent: NO_ROW_SCORES },
  covjhj: { absent: NO_ROW_SCORES },
  df_modelwc: "result.df_modelwc",
  df_resid: "result.df_resid",
  f_test: "result.f_test()",
  fe_params: "result.fe_params",
  fittedvalues: "result.fittedvalues",
  freepat: "result.freepat",
  get_nlfun: { absent: "Raises NotImplementedError in statsmodels." },
  hessv: "result.hessv",
  hist: "result.hist",
  initialize: { absent: "A step of statsmodels' constructor; a result is complete when it is made." },
  k_constant: "result.k_constant",
  k_fe: "result.k_fe",
  k_re: "result.k_re",
  k_re2: "result.k_re2",
  k_vc: "result.k_vc",
  llf: "result.llf",
  load: "smf.load()",
  method: "result.method",
  model: "result.model",
  nobs: "result.nobs",
  normalized_cov_params: "result.normalized_cov_params",
  params: "result.params",
  params_object: "result.params_object",
  predict: "result.predict()",
  profile_re: "result.profile_re()",
  pvalues: "result.pvalues",
  random_effects: "result.random_effects",
  random_effects_cov: "result.random_effects_cov",
  reml: "result.reml",
  remove_data: "result.remove_data()",
  resid: "result.resid",
  save: "result.save()",
  scale: "result.scale",
  score_obsv: { absent: NO_ROW_SCORES },
  summary: "result.summary()",
  t_test: "result.t_test()",
  t_test_pairwise: "result.t_test_pairwise()",
  tvalues: "result.tvalues",
  use_sqrt: "result.use_sqrt",
  use_t: "result.use_t",
  vcomp: "result.vcomp",
  wald_test: "result.wald_test()",
  wald_test_terms: "result.wald_test_terms()",
};

/**
 * The names by class, as statsmodels 0.13.5 has them. A model here is not changed by a fit: what statsmodels notes in
 * it (`reml`, `cov_pen`, `fe_pen`) is found in the result.
 */
export const NAMES: {
  /** The model; `model` in the expressions. */
  readonly MixedLM: NamesOfClass;
  /** What statsmodels' model has before a fit, and what becomes of it here. */
  readonly "MixedLM (not yet fitted)": NamesOfClass;
  /** The result of a fit; `result`. */
  readonly MixedLMResults: NamesOfClass;
  /** statsmodels' wrapper of the result, which adds labels; also `result`. */
  readonly MixedLMResultsWrapper: NamesOfClass;
  /** A point of the parameters; `params`. */
  readonly MixedLMParams: NamesOfClass;
  /** Variance components as matrices; `vc`. */
  readonly VCSpec: NamesOfClass;
  /** Tests of single combinations by t or z; `test`. */
  readonly ContrastResults: NamesOfClass;
  /** Joint tests by F or chi-square; `wald`. */
  readonly "ContrastResults (Wald)": NamesOfClass;
  /** Tests of all terms; `terms`. */
  readonly WaldTestResults: NamesOfClass;
  /** A printed table; `summary`. */
  readonly Summary: NamesOfClass;
  /** Responses as the model has them; `distribution`. */
  readonly Distribution: NamesOfClass;
} = {
  MixedLM: { cov_pen: "result.cov_pen", ...MODEL },
  "MixedLM (not yet fitted)": MODEL,
  MixedLMResults: RESULTS,
  MixedLMResultsWrapper: RESULTS,
  MixedLMParams: {
    copy: "params.copy()",
    cov_re: "params.cov_re",
    fe_params: "params.fe_params",
    from_components: "MixedLMParams.from_components()",
    from_packed: "MixedLMParams.from_packed()",
    get_packed: "params.get_packed()",
    k_fe: "params.k_fe",
    k_re: "params.k_re",
    k_re2: "params.k_re2",
    k_tot: "params.k_tot",
    k_vc: "params.k_vc",
    vcomp: "params.vcomp",
  },
  VCSpec: { colnames: "vc.colnames", mats: "vc.mats", names: "vc.names" },
  ContrastResults: {
    conf_int: "test.conf_int()",
    dist: { absent: "An object of SciPy; `test.distribution` names it and `test.dist_args` has its arguments." },
    dist_args: "test.dist_args",
    distribution: "test.distribution",
    effect: "test.effect",
    pvalue: "test.pvalue",
    sd: "test.sd",
    statistic: "test.statistic",
    summary: "test.summary()",
    summary_frame: "test.summary_frame()",
    tvalue: "test.tvalue",
  },
  "ContrastResults (Wald)": {
    conf_int: "wald.conf_int()",
    df_denom: "wald.df_denom",
    dist: { absent: "An object of SciPy; `wald.distribution` names it and `wald.dist_args` has its arguments." },
    dist_args: "wald.dist_args",
    distribution: "wald.distribution",
    effect: "wald.effect",
    pvalue: "wald.pvalue",
    sd: { absent: "Always None in statsmodels: a joint test has no single standard error." },
    statistic: "wald.statistic",
    summary: "wald.summary()",
    summary_frame: "wald.summary_frame()",
    tvalue: "wald.statistic",
  },
  WaldTestResults: {
    col_names: "terms.col_names",
    df_constraints: "terms.df_constraints",
    dist_args: { absent: "Always None in statsmodels; see `terms.df_constraints` and `terms.df_denom`." },
    distribution: "terms.distribution",
    pvalues: "terms.pvalues",
    statistic: "terms.statistic",
    summary_frame: "terms.summary_frame()",
    table: "terms.table",
    temp: { absent: "The restrictions, which statsmodels keeps for tests of its own." },
  },
  Summary: {
    add_array: { absent: SUMMARY_IS_WHOLE },
    add_base: { absent: SUMMARY_IS_WHOLE },
    add_df: { absent: SUMMARY_IS_WHOLE },
    add_dict: { absent: SUMMARY_IS_WHOLE },
    add_text: { absent: SUMMARY_IS_WHOLE },
    add_title: { absent: SUMMARY_IS_WHOLE },
    as_html: "summary.as_html()",
    as_latex: "summary.as_latex()",
    as_text: "summary.as_text()",
    extra_txt: "summary.extra_txt",
    settings: {
      absent: "How statsmodels' writers are to set its tables; the cells of `summary.tables` are texts already.",
    },
    tables: "summary.tables",
    title: "summary.title",
  },
  Distribution: {
    cov_re: "distribution.cov_re",
    exog: "distribution.exog",
    fe_params: "distribution.fe_params",
    group_idx: "distribution.group_idx",
    model: "distribution.model",
    rvs: "distribution.rvs()",
    scale: "distribution.scale",
    vcomp: "distribution.vcomp",
  },
};
