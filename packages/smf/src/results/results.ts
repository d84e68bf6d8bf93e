// statsmodels' MixedLMResults: its names, its numbers, over one point of the covariance parameters. `params` and what
// hangs on it hold variances divided by the residual variance, as there; `fit` is the native result, where every
// number stands under its own name.
import type { TableLike } from "@mixedlm/design";
import { log, type Matrix, matrix, toRows } from "@mixedlm/linalg";
import { type Fit, normalSf } from "mixedlm";
import { notNative } from "../fitting/fit-errors.ts";
import type { Retvals } from "../fitting/optimizer-options.ts";
import { confidenceIntervals } from "../inference/confidence.ts";
import type { JointContrastResults, SingleContrastResults } from "../inference/contrast-results.ts";
import { type Covariances, type CovParamsOptions, covParams } from "../inference/cov-params.ts";
import type { Estimated } from "../inference/estimated.ts";
import { type PairwiseOptions, type PairwiseResults, tTestPairwise } from "../inference/pairwise.ts";
import type { NewRows, PredictOptions } from "../inference/predict.ts";
import { type ProfiledFit, type ProfileOptions, profileRe } from "../inference/profile-re.ts";
import type { Restrictions } from "../inference/restrictions.ts";
import { type TTestOptions, tTest } from "../inference/t-test.ts";
import { type WaldTermsOptions, type WaldTestResults, waldTestTerms } from "../inference/wald-terms.ts";
import { type FTestOptions, fTest, type WaldTestOptions, waldTest } from "../inference/wald-test.ts";
import { Frame } from "../labelled/frame.ts";
import type { Label } from "../labelled/labels.ts";
import { Series } from "../labelled/series.ts";
import type { MixedLM } from "../model/model.ts";
import { pack } from "../model/packing.ts";
import type { MixedLMParams } from "../model/params.ts";
import type { CovariancePenalty } from "../penalties/covariance-penalties.ts";
import type { Penalty } from "../penalties/penalties.ts";
import { type SaveOptions, saveResults } from "../saving/save-results.ts";
import { withoutData } from "../saving/stored-fit.ts";
import { type Bootstrap, type BootstrapOptions, bootstrap } from "../simulation/bootstrap.ts";
import type { MixedLMWarning } from "../warnings.ts";
import { conditionalCovariances, conditionalMeans, copyOf, fittedSeries } from "./conditional-effects.ts";
import { printable } from "./printable.ts";
import { ReadOnlyMap } from "./read-only-map.ts";
import type { ResultsInput } from "./results-input.ts";
import type { Summary } from "./summary.ts";
import { type SummaryOptions, summaryOf } from "./summary-of.ts";

/** A fitted linear mixed model, with statsmodels' attributes. */
export class MixedLMResults {
  static {
    printable(MixedLMResults.prototype);
  }

  /** Covariance matrix of the random effects, k_re x k_re. */
  readonly cov_re: Frame;
  /** `cov_re` divided by `scale`. */
  readonly cov_re_unscaled: Frame;
  /** Residual variance. */
  readonly scale: number;
  /** Log-likelihood; the restricted one under REML. */
  readonly llf: number;
  /** Akaike's criterion; NaN under REML, as in statsmodels. */
  readonly aic: number;
  /** Schwarz's criterion, with the rows as the sample size; NaN under REML, as in statsmodels. */
  readonly bic: number;
  /** Whether the optimum was found; see `warnings` where it was not. */
  readonly converged: boolean;
  /** What was maximised: the restricted likelihood, or the likelihood. */
  readonly method: "REML" | "ML";
  /** Whether that was the restricted likelihood. */
  readonly reml: boolean;
  /** Rows used. */
  readonly nobs: number;
  /** Residual degrees of freedom of tests by t and F: nobs - k_fe. */
  readonly df_resid: number;
  /** Number of `params`. */
  readonly df_modelwc: number;
  /** Columns with fixed effects. */
  readonly k_fe: number;
  /** Columns with random effects. */
  readonly k_re: number;
  /** Variances and covariances of these: k_re (k_re + 1) / 2. */
  readonly k_re2: number;
  /** Variance components. */
  readonly k_vc: number;
  /** Whether tests take the t distribution unless they are told: no. */
  readonly use_t: boolean = false;
  /** Whether the search worked with square roots of the covariances. */
  readonly use_sqrt: boolean;
  /** With `full_output`, the record of the last optimiser's run. */
  readonly hist: readonly Retvals[] | null;
  /** The penalty on `cov_re_unscaled`; null without one. */
  readonly cov_pen: CovariancePenalty | null;
  /** The penalty on the fixed effects; null without one. */
  readonly fe_pen: Penalty | null;
  /** Remarks on the fit, statsmodels' texts where it would give them. Nothing is printed. */
  readonly warnings: readonly MixedLMWarning[];
  /** Covariance matrix of `params`. */
  readonly normalized_cov_params: Frame;
  /** `params` and their standard errors; what is given out are copies. */
  readonly #params: Float64Array;
  readonly #bse: Float64Array;
  #bootstrap: Frame | null = null;
  #model: MixedLM;
  #input: ResultsInput;
  #randomEffects: ReadonlyMap<Label, Series> | null = null;
  #randomEffectsCov: ReadonlyMap<Label, Frame> | null = null;
  #fittedRows: { fittedvalues: Series; resid: Series } | null = null;

  constructor(model: MixedLM, input: ResultsInput) {
    const { k_fe, k_re, k_re2, k_vc, nobs } = model;
    const { reml, covariance, freepat } = input;
    const { beta, sigma2, psi } = input.estimates;
    const names = model.param_names;
    const covRe = k_re === 0 ? matrix(0, 0) : psi[0]!;
    const params = Float64Array.of(...beta, ...pack(psi.map(({ data }) => data)));
    const bse = params.map((_, j) => Math.sqrt(covariance.data[j * params.length + j]!));
    this.#model = model;
    this.#params = params;
    this.#bse = bse;
    this.cov_re = multipleOf(model.exog_re_names, covRe, sigma2);
    this.cov_re_unscaled = multipleOf(model.exog_re_names, covRe, 1);
    this.scale = sigma2;
    this.llf = input.llf;
    this.reml = reml;
    this.method = reml ? "REML" : "ML";
    const count = freepat === null ? params.length : freepat.get_packed(false, true).reduce((sum, own) => sum + own, 0);
    this.aic = reml ? Number.NaN : -2 * (this.llf - (count + 1));
    this.bic = reml ? Number.NaN : -2 * this.llf + log(nobs) * (count + 1);
    this.converged = input.converged;
    this.nobs = nobs;
    this.df_resid = nobs - k_fe;
    this.df_modelwc = params.length;
    this.k_fe = k_fe;
    this.k_re = k_re;
    this.k_re2 = k_re2;
    this.k_vc = k_vc;
    this.use_sqrt = input.use_sqrt;
    this.hist = input.hist;
    this.cov_pen = input.cov_pen;
    this.fe_pen = input.fe_pen;
    this.warnings = Object.freeze([...input.warnings]);
    this.normalized_cov_params = multipleOf(names, covariance, 1 / sigma2);
    this.#input = input;
    Object.freeze(this);
  }

  /** Fixed effects, then covariances and components divided by `scale` (statsmodels' packing). */
  get params(): Series {
    return new Series(this.#model.param_names, this.#params);
  }

  /** Fixed effects, units of the response per unit of the column. */
  get fe_params(): Series {
    return new Series(this.#model.exog_names, this.#params.subarray(0, this.k_fe));
  }

  /** Standard errors of `params`, from the inverse Hessian; NaN where that has a negative diagonal. */
  get bse(): Series {
    return new Series(this.#model.param_names, this.#bse);
  }

  /** Standard errors of the fixed effects. */
  get bse_fe(): Series {
    return new Series(this.#model.exog_names, this.#bse.subarray(0, this.k_fe));
  }

  /** sqrt(scale) times the standard errors of the covariance parameters, as statsmodels prints them. */
  get bse_re(): Series {
    const errors = this.#bse.subarray(this.k_fe).map((se) => Math.sqrt(this.scale) * se);
    return new Series(this.#model.param_names.slice(this.k_fe), errors);
  }

  /** `params` divided by their standard errors. */
  get tvalues(): Series {
    return new Series(this.#model.param_names, this.#tests());
  }

  /** Two-sided p-values of `tvalues`, by the normal distribution. */
  get pvalues(): Series {
    const tails = this.#tests().map((z) => 2 * normalSf(Math.abs(z)));
    return new Series(this.#model.param_names, tails);
  }

  /** Variances of the components, in the order of their names. */
  get vcomp(): Series {
    const variances = this.#params.subarray(this.k_fe + this.k_re2).map((ratio) => this.scale * ratio);
    return new Series(this.#model.vcomp_names, variances);
  }

  /** The point as parameters, covariances relative to the residual variance. */
  get params_object(): MixedLMParams {
    return this.#input.params_object.copy();
  }

  /** The mask of free parameters; null: all were. */
  get freepat(): MixedLMParams | null {
    return this.#input.freepat?.copy() ?? null;
  }

  /** The model that was fitted. */
  get model(): MixedLM {
    return this.#model;
  }

  /**
   * The native result: the exact optimum with its own standard errors and status.
   *
   * @throws {@link SmfError} `not-native` where something was penalised, held, or not optimised.
   */
  get fit(): Fit {
    if (this.#input.fit === null) throw notNative();
    return this.#input.fit;
  }

  /** Covariance matrix of `params`. */
  cov_params(): Frame;
  /**
   * A part or a combination of the covariance matrix of `params`: of columns by number or name, of the rows of
   * `r_matrix` (with `other`, between the two), under another `scale`, or of `cov_p` in its place.
   *
   * @throws {@link SmfError} see `covParams`.
   */
  cov_params(options: CovParamsOptions): Covariances;
  cov_params(options: CovParamsOptions = {}): Covariances {
    return covParams(this.#estimated, options);
  }

  /**
   * Wald intervals of `params` from normal quantiles, columns 0 (lower) and 1 (upper).
   *
   * @param alpha - one minus the level, from 0 to 1.
   * @param cols - parameters by number or name; default: all.
   * @throws {@link SmfError} `option-type`, `unknown-label`.
   */
  conf_int(alpha: number = 0.05, cols: readonly (number | string)[] | number | string | null = null): Frame {
    return confidenceIntervals(this.#estimated, alpha, cols);
  }

  /**
   * Tests each of some linear hypotheses: rows of numbers for the fixed effects or for all parameters, or a text such
   * as "Time = 0, C(Evit)[T.Evit100] = 0". Variance parameters are divided by `scale`.
   *
   * @throws {@link SmfError} see `tTest`.
   */
  t_test(r_matrix: Restrictions, options: TTestOptions = {}): SingleContrastResults {
    return tTest(this.#estimated, r_matrix, options);
  }

  /** Tests linear hypotheses jointly: chi-square, or F with `use_f`. @throws {@link SmfError} see `waldTest`. */
  wald_test(r_matrix: Restrictions, options: WaldTestOptions = {}): JointContrastResults {
    return waldTest(this.#estimated, r_matrix, options);
  }

  /** Tests linear hypotheses jointly by F. @throws {@link SmfError} see `fTest`. */
  f_test(r_matrix: Restrictions, options: FTestOptions = {}): JointContrastResults {
    return fTest(this.#estimated, r_matrix, options);
  }

  /** Tests the terms of the fixed part, each jointly. @throws {@link SmfError} see `waldTestTerms`. */
  wald_test_terms(options: WaldTermsOptions = {}): WaldTestResults {
    return waldTestTerms(this.#estimated, options);
  }

  /** Compares the levels of a categorical term pairwise. @throws {@link SmfError} see `tTestPairwise`. */
  t_test_pairwise(term_name: string, options: PairwiseOptions = {}): PairwiseResults {
    return tTestPairwise(this.#estimated, term_name, options);
  }

  /** Predictions of the fixed part: see {@link MixedLM.predict}. */
  predict<D extends TableLike<D>>(exog?: D | NewRows | null, options: PredictOptions = {}): Series {
    return this.model.predict(this.#params, exog, options);
  }

  /**
   * Profiles a variance: the log-likelihood maximised over everything else, at values around the estimate.
   *
   * @param re_ix - with `vtype` "re" number or name of a random-effects column, with "vc" the name of a component.
   * @returns rows of [value, log-likelihood].
   * @throws {@link SmfError} see `profileRe`.
   */
  profile_re(re_ix: number | string, vtype: "re" | "vc", options: ProfileOptions = {}): number[][] {
    return profileRe(this.#profiled(), re_ix, vtype, options);
  }

  /**
   * Draws responses from the fit and fits the model to each: a promise of means, standard deviations and all estimates.
   *
   * @throws {@link SmfError} see `bootstrap`.
   */
  async bootstrap(options: BootstrapOptions = {}): Promise<Bootstrap> {
    const { model, params_object, scale, reml } = this;
    const isConstrained = this.freepat !== null || this.cov_pen !== null || this.fe_pen !== null;
    const made = await bootstrap({ model, params_object, scale, reml, isConstrained }, options);
    if (options.store ?? true) this.#bootstrap = made.results;
    return made;
  }

  /** The estimates of the last bootstrap that was stored; null before. */
  get bootstrap_results(): Frame | null {
    return this.#bootstrap;
  }

  /** The result as JSON text, from which `load` makes it again. @throws {@link SmfError} see `saveResults`. */
  save(options: SaveOptions = {}): string {
    return saveResults(this.#model, this.#input, conditionalMeans(this.#model, this.#input), options);
  }

  /** Removes the rows from this result alone; what needs them then throws `data-removed`. */
  remove_data(): void {
    const bare = withoutData(this.#model, this.#input, conditionalMeans(this.#model, this.#input));
    this.#model = bare.model;
    this.#input = bare.input;
    this.#randomEffects = null;
    this.#randomEffectsCov = null;
    this.#fittedRows = null;
  }

  /** The Hessian of the log-likelihood at `params`, and whether a covariance is singular: as `model.hessian`. */
  get hessv(): [number[][], boolean] {
    return this.model.hessian(this.params_object, { reml: this.reml });
  }

  /** 1 where a combination of the fixed effects' columns is constant, else 0. */
  get k_constant(): 0 | 1 {
    return this.model.k_constant;
  }

  /** Conditional means of the random effects given the data: group label to Series. */
  get random_effects(): ReadonlyMap<Label, Series> {
    this.#randomEffects ??= new ReadOnlyMap("random_effects", conditionalMeans(this.#model, this.#input), copyOf);
    return this.#randomEffects;
  }

  /**
   * Conditional covariance matrices of the random effects given the data, fixed effects taken as known.
   *
   * @throws {@link SmfError} `too-large` when they are more than 1e8 numbers.
   */
  get random_effects_cov(): ReadonlyMap<Label, Frame> {
    this.#randomEffectsCov ??= new ReadOnlyMap("random_effects_cov", conditionalCovariances(this.#model, this.#input));
    return this.#randomEffectsCov;
  }

  /** Fitted values of the rows used, random effects included; labelled by row number in the table. */
  get fittedvalues(): Series {
    return copyOf(this.#rows().fittedvalues);
  }

  /** Response minus fitted values. */
  get resid(): Series {
    return copyOf(this.#rows().resid);
  }

  /**
   * The summary table; `String(result.summary())` prints it.
   *
   * @throws {@link SmfError} `unknown-option`, `option-type`; `name-count` when `xname_fe` or `xname_re` is not as long
   *   as what it names.
   */
  summary(options: SummaryOptions = {}): Summary {
    return summaryOf(this, options);
  }

  /** The summary's HTML, for notebooks. */
  _repr_html_(): string {
    return this.summary().as_html();
  }

  /** The printed summary. */
  toString(): string {
    return String(this.summary());
  }

  #rows(): { fittedvalues: Series; resid: Series } {
    this.#fittedRows ??= fittedSeries(this.#model, this.#input);
    return this.#fittedRows;
  }

  get #estimated(): Estimated {
    const { k_fe, df_resid, use_t, scale } = this;
    const { param_names: names, formula, design } = this.model;
    const covariance = toRows(this.#input.covariance);
    const fixed = formula === null ? null : design.fixed;
    return { names, params: this.#params, covariance, scale, k_fe, df_resid, use_t, fixed };
  }

  #tests(): Float64Array {
    return this.#params.map((value, j) => value / this.#bse[j]!);
  }

  #profiled(): ProfiledFit {
    const { reml, params_object, scale, freepat, cov_pen, fe_pen, model } = this;
    const { exog_re_names, vcomp_names } = model;
    const { engine } = this.#input;
    const isPenalised = cov_pen !== null || fe_pen !== null;
    return { engine, reml, params_object, scale, exog_re_names, vcomp_names, freepat, isPenalised };
  }
}

/** A square matrix times a number as a labelled frame. */
function multipleOf(names: readonly Label[], own: Matrix, factor: number): Frame {
  const rows = toRows(own).map((row) => row.map((value) => factor * value));
  return new Frame(names, names, rows);
}
