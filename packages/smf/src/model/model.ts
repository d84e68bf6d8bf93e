// statsmodels' MixedLM: a model with its data, ready to be fitted or evaluated. Nothing in it changes by a fit.

import {
  type CheckedFormula,
  type Design,
  type DesignRows,
  designChunks,
  designRows,
  type Table,
  type TableLike,
} from "@mixedlm/design";
import { holds, isArrayLike } from "@mixedlm/formula";
import type { DesignMoments } from "@mixedlm/moments";
import { accurateMoments, type Engine, engineOf } from "mixedlm";
import type { ArrayData } from "../arrays/array-columns.ts";
import { arrayLength, arrayType } from "../arrays/array-errors.ts";
import { type ArrayOptions, arraySource } from "../arrays/array-model.ts";
import { exogRe, groupList, rowIndices, type VCSpec, vcSpecOf } from "../arrays/vc-spec.ts";
import {
  feParamsAt,
  hessianAt,
  type LikelihoodOptions,
  loglikeAt,
  type PointOptions,
  type ScoreOptions,
  type ScoreParts,
  scaleAt,
  scoreAt,
  scoreFullAt,
  scoreSqrtAt,
} from "../fitting/evaluate.ts";
import { fitModel } from "../fitting/fit-model.ts";
import type { FitOptions } from "../fitting/fit-plan.ts";
import { fitRegularized, type RegularizedOptions } from "../fitting/fit-regularized.ts";
import type { ParamsLike } from "../fitting/given-point.ts";
import { type NewRows, type PredictingParams, type PredictOptions, predictFixed } from "../inference/predict.ts";
import { Frame } from "../labelled/frame.ts";
import type { Label } from "../labelled/labels.ts";
import { Series } from "../labelled/series.ts";
import type { MixedLMResults } from "../results/results.ts";
import { columnsRead, removedTable } from "../saving/saved-table.ts";
import { distributionOf, type MixedLMDistribution } from "../simulation/distribution.ts";
import type { CheckedOptions } from "./checked-options.ts";
import {
  type Formulas,
  formulaSource,
  type Labels,
  labelsOfRows,
  type MixedLMOptions,
  type ModelSource,
} from "./model-source.ts";

/** A linear mixed model and its data. */
export class MixedLM {
  /** The columns of the model as data. */
  readonly design: Design;
  /** The table, with columns for what was given as arrays. */
  readonly table: Table;
  /** The formula of the fixed part; null for a model of arrays. */
  readonly formula: string | null;
  /** Whether a search works with square roots of the covariances. */
  readonly use_sqrt: boolean;
  /** Name of the response. */
  readonly endog_names: string;
  /** Names of the fixed effects' columns. */
  readonly exog_names: readonly string[];
  /** Names of the random effects' columns. */
  readonly exog_re_names: readonly string[];
  /** Names of the variance components. */
  readonly vcomp_names: readonly string[];
  /** Names of `params`: fixed effects, `g Var`, `g x t Cov`, …, components. */
  readonly param_names: readonly string[];
  /** Labels of the groups, sorted. */
  readonly group_labels: readonly Label[];
  /** Number of groups. */
  readonly n_groups: number;
  /** Rows used. */
  readonly nobs: number;
  /** The same as {@link nobs}. */
  readonly n_totobs: number;
  /** Columns with fixed effects. */
  readonly k_fe: number;
  /** Columns with random effects; components do not count. */
  readonly k_re: number;
  /** Variances and covariances of these columns: k_re (k_re + 1) / 2. */
  readonly k_re2: number;
  /** Variance components. */
  readonly k_vc: number;
  /** k_fe + k_re2, as statsmodels counts. */
  readonly k_params: number;
  /** What the model was made of. */
  readonly source: ModelSource;
  #moments: DesignMoments | undefined;
  #sizes: Float64Array | undefined;
  #engine: Engine | undefined;
  /** The rows as they were last read, as long as nobody needs their memory. */
  #lastRows: WeakRef<DesignRows> | null = null;

  /** The form that this package uses: what `formulaSource` and `arraySource` make. */
  constructor(source: ModelSource);
  /**
   * A model of arrays, as statsmodels' constructor.
   *
   * @param endog - the response: one column.
   * @param exog - columns with fixed effects, a column of ones among them where an intercept is wanted.
   * @param groups - a label for each row.
   * @throws {@link SmfError} and DesignError: see `arraySource`.
   */
  constructor(endog: ArrayData, exog: ArrayData, groups: Labels, options?: ArrayOptions);
  constructor(first: ModelSource | ArrayData, exog?: ArrayData, groups?: Labels, options: ArrayOptions = {}) {
    // what is missing or of the wrong kind is an error of the arrays
    const source = isSource(first) ? first : arraySource(first, exog!, groups!, options);
    const { design, table } = source;
    this.source = source;
    this.design = design;
    this.table = table;
    this.formula = source.formula;
    this.use_sqrt = source.use_sqrt;
    this.endog_names = design.response.names[0]!;
    this.exog_names = design.fixed.names;
    this.exog_re_names = source.exog_re_names;
    this.vcomp_names = design.components.map(({ name }) => name);
    const components = this.vcomp_names.map((name) => `${name} Var`);
    this.param_names = Object.freeze([...this.exog_names, ...source.covariance_names, ...components]);
    // statsmodels' models have one grouping factor and at most one term with a covariance matrix
    this.group_labels = design.groups[0]!.levels;
    this.n_groups = this.group_labels.length;
    this.nobs = design.rows.kept;
    this.n_totobs = this.nobs;
    this.k_fe = this.exog_names.length;
    this.k_re = this.exog_re_names.length;
    this.k_re2 = (this.k_re * (this.k_re + 1)) / 2;
    this.k_vc = this.vcomp_names.length;
    this.k_params = this.k_fe + this.k_re2;
    // a fault of the rows is found now, unless the rows are not there
    this.#moments = source.group_sizes === undefined ? accurateMoments(design, table, "error") : undefined;
  }

  /**
   * Makes a model from a formula: `mixedlm` under statsmodels' other name, the groups among the options.
   *
   * @param formula - the fixed part, such as "Weight ~ Time".
   * @param data - a table.
   * @throws {@link SmfError}, FormulaError and DesignError: see `mixedlm`.
   */
  static from_formula<F extends string, D extends TableLike<D>, G extends string, R extends string, V extends Formulas>(
    formula: CheckedFormula<F, D>,
    data: D,
    options: CheckedOptions<D, G, R, V>,
  ): MixedLM;
  static from_formula(formula: string, data: TableLike, options: MixedLMOptions = {}): MixedLM {
    return new MixedLM(formulaSource(formula, data, options));
  }

  /** What the likelihood needs of the rows. */
  get moments(): DesignMoments {
    this.#moments ??= accurateMoments(this.design, this.table, "error");
    return this.#moments;
  }

  /** Rows of each group. */
  get group_sizes(): Float64Array {
    this.#sizes ??= this.source.group_sizes ?? groupSizes(this.design, this.table, this.moments);
    return this.#sizes.slice();
  }

  /** The likelihood's engine, for evaluations without a fit. */
  get engine(): Engine {
    this.#engine ??= engineOf(this.moments);
    return this.#engine;
  }

  /** The response of the rows used, labelled by row number in the table. */
  get endog(): Series {
    const { rows, y } = this.#rows();
    return new Series(labelsOfRows(this.source, rows), y, { name: this.endog_names });
  }

  /** The fixed effects' columns of the rows used. */
  get exog(): Frame {
    const { rows, n, X } = this.#rows();
    const lines = Array.from(rows, (_, i) => this.exog_names.map((__, j) => X[j * n + i]!));
    return new Frame(labelsOfRows(this.source, rows), this.exog_names, lines);
  }

  /** The random effects' columns of the rows used; null without any. */
  get exog_re(): Frame | null {
    const columns = exogRe(this.design, this.table);
    return columns === null
      ? null
      : new Frame(labelsOfRows(this.source, this.#rows().rows), this.exog_re_names, columns);
  }

  /** The variance components as matrices of each group, zeros written out. @throws {@link SmfError} see `vcSpecOf`. */
  get exog_vc(): VCSpec {
    return vcSpecOf(this.design, this.table);
  }

  /** The group of each row used. */
  get groups(): Label[] {
    return Array.from(this.#rows().codes[0]!, (g) => this.group_labels[g]!);
  }

  /** The rows of each group, by its label: positions among the rows used. */
  get row_indices(): Map<Label, number[]> {
    const rows = rowIndices(this.#rows().codes[0]!, this.n_groups);
    return new Map(this.group_labels.map((label, g) => [label, rows[g]!]));
  }

  /** The response of each group. */
  get endog_li(): number[][] {
    return this.group_list(this.#rows().y);
  }
  /** The fixed effects' columns of each group, as rows of k_fe numbers. */
  get exog_li(): (readonly number[])[][] {
    return this.group_list(this.exog.values);
  }
  /** The random effects' columns of each group, as rows of k_re numbers; null without any. */
  get exog_re_li(): (readonly number[])[][] | null {
    const columns = exogRe(this.design, this.table);
    return columns === null ? null : this.group_list(columns);
  }

  /** 1 where a combination of the fixed effects' columns is constant, else 0. */
  get k_constant(): 0 | 1 {
    return this.source.k_constant ?? (this.engine.products.fixed.intercept === null ? 0 : 1);
  }

  /**
   * Splits an array, one element for each row used, into the groups in their order.
   *
   * @throws {@link SmfError} `array-type`, `array-length`.
   */
  group_list<T>(array: ArrayLike<T>): T[][] {
    if (!isArrayLike(array)) throw arrayType("what group_list splits", array);
    if (array.length !== this.nobs) throw arrayLength("group_list", array.length, this.nobs);
    return groupList(array, this.row_indices.values());
  }

  /** Names of the random effects of group `g` (its number in `group_labels`): columns, then `component[column]`. */
  random_effect_names(g: number): string[] {
    const components = this.design.components.flatMap(({ name, names }) =>
      names[g]!.map((column) => `${name}[${column}]`),
    );
    return [...this.exog_re_names, ...components];
  }

  /**
   * The log-likelihood, the residual variance profiled out.
   *
   * @param profile_fe - whether the fixed effects are those that maximise it, whatever the point says.
   * @returns -Infinity where a covariance is not positive semi-definite.
   * @throws {@link SmfError} `start-params` for a vector of another length, `unknown-option`, `option-type`.
   */
  loglike(params: ParamsLike, profile_fe: boolean = true, options: PointOptions = {}): number {
    return loglikeAt(this, params, profile_fe, options);
  }

  /**
   * The score of {@link loglike} in packed parameters: of the covariances alone, or with `profile_fe` false of the
   * fixed effects first. Covariances are square roots if `use_sqrt` says so.
   *
   * @throws {@link SmfError} as {@link loglike}; `not-a-covariance`.
   */
  score(params: ParamsLike, profile_fe: boolean = true, options: ScoreOptions = {}): Float64Array {
    return scoreAt(this, params, profile_fe, options);
  }

  /** The score in fixed effects (0 unless `calc_fe`), the lower triangle of cov_re, and components. */
  score_full(params: ParamsLike, calc_fe: boolean, options: PointOptions = {}): ScoreParts {
    return scoreFullAt(this, params, calc_fe, options);
  }

  /** The same in square roots: fixed effects, the Cholesky factor of cov_re, and standard deviations. */
  score_sqrt(params: ParamsLike, calc_fe: boolean = true, options: PointOptions = {}): ScoreParts {
    return scoreSqrtAt(this, params, calc_fe, options);
  }

  /**
   * The Hessian of the log-likelihood in fixed effects, the lower triangle of cov_re and components (not their square
   * roots), the last two relative to the residual variance; and whether a covariance is singular.
   */
  hessian(params: ParamsLike, options: LikelihoodOptions = {}): [number[][], boolean] {
    return hessianAt(this, params, options);
  }

  /**
   * Generalised least-squares fixed effects, and whether a covariance is singular.
   *
   * @param cov_re - relative to the residual variance, as are the components.
   * @param tol - below this eigenvalue or component a covariance counts as singular.
   */
  get_fe_params(
    cov_re: ArrayLike<ArrayLike<number>>,
    vcomp: ArrayLike<number>,
    tol: number = 1e-10,
  ): [Float64Array, boolean] {
    return feParamsAt(this, cov_re, vcomp, tol);
  }

  /** The residual variance that belongs to fixed effects and relative covariances. */
  get_scale(
    fe_params: ArrayLike<number>,
    cov_re: ArrayLike<ArrayLike<number>>,
    vcomp: ArrayLike<number>,
    options: LikelihoodOptions = {},
  ): number {
    return scaleAt(this, fe_params, cov_re, vcomp, options);
  }

  /**
   * Fits the model.
   *
   * The search follows the path of statsmodels' optimisers, and the exact optimum is computed beside it. Where the path
   * converged and came within 1e-4 of the optimum's log-likelihood, its estimates are the result: the digits that
   * statsmodels prints. Elsewhere the optimum is the result, and a warning says where the path stopped. Where no
   * optimum was found, `converged` is false and a warning says so, whatever the path reports.
   *
   * @throws {@link SmfError} see {@link FitOptions}; FitError when the data cannot identify the model (`fitMoments`).
   */
  fit(options: FitOptions = {}): MixedLMResults {
    return fitModel(this, options);
  }

  /**
   * Fits the model with an L1 penalty on the fixed effects, or a penalised model: see {@link RegularizedOptions}.
   *
   * @throws {@link SmfError} and FitError: see `fitRegularized`.
   */
  fit_regularized(options: RegularizedOptions = {}): MixedLMResults {
    return fitRegularized(this, options);
  }

  /**
   * The fixed part X beta (and offset), without random effects.
   *
   * @param params - the fixed effects first; what follows does not count.
   * @param exog - new data: a table for the formula, or the fixed effects' columns; default: the rows used.
   * @throws {@link SmfError} and DesignError: see `predictFixed`.
   */
  predict<D extends TableLike<D>>(
    params: PredictingParams,
    exog?: D | NewRows | null,
    options: PredictOptions = {},
  ): Series {
    return predictFixed(this, params, exog, options);
  }

  /**
   * The distribution of responses at given parameters; `.rvs(n, { seed })` draws from it.
   *
   * @param params - fixed effects, covariances and components packed, the last two relative to `scale`.
   * @param exog - the fixed effects' columns of the rows used, where they are others than the model's.
   * @throws {@link SmfError} see `distributionOf`.
   */
  get_distribution(params: PredictingParams, scale: number, exog?: NewRows | null): MixedLMDistribution {
    return distributionOf(this, params, scale, exog);
  }

  /**
   * The same model without its rows, as a result without them keeps it; nothing of this one changes. What needs rows
   * throws `data-removed` then.
   */
  without_data(): MixedLM {
    const { source, design, table, group_sizes, k_constant } = this;
    const removed = removedTable(columnsRead(design, table), table.numRows);
    return new MixedLM({ ...source, table: removed, row_labels: null, group_sizes, k_constant });
  }

  #rows(): DesignRows {
    const known = this.#lastRows?.deref();
    if (known !== undefined) return known;
    const rows = designRows(this.design, this.table);
    this.#lastRows = new WeakRef(rows);
    return rows;
  }
}

/** Rows of each group. Without a random effect of the groups themselves the moments do not know them. */
function groupSizes(design: Design, table: Table, { layout, factors }: DesignMoments): Float64Array {
  const own = layout.factors.findIndex(({ group, component }) => group === 0 && component === null);
  if (own >= 0) return factors[own]!.weight;
  const sizes = new Float64Array(design.groups[0]!.levels.length);
  for (const { codes } of designChunks(design, table)) for (const g of codes[0]!) sizes[g]!++;
  return sizes;
}

/** Tells a source from the arrays of statsmodels' constructor. */
function isSource(first: ModelSource | ArrayData): first is ModelSource {
  return holds((own) => "design" in (own as object) && "exog_re_names" in (own as object), first);
}
