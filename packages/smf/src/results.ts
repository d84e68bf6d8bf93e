// statsmodels' MixedLMResults: its names, its numbers, over one point of the covariance parameters. `params` and what
// hangs on it hold variances divided by the residual variance, as there; `fit` is the native result, where every
// number stands under its own name.
import { type Matrix, matrix } from "@mixedlm/linalg";
import {
  conditionalCovariance,
  type Engine,
  type Estimates,
  type Fit,
  fittedRows,
  normalQuantile,
  normalSf,
} from "mixedlm";
import type { CovariancePenalty } from "./covariance-penalties.ts";
import { notNative } from "./errors.ts";
import { type EffectPlaces, groupEffects, levelsOf } from "./group-effects.ts";
import { Frame, type Label, Series } from "./labelled.ts";
import type { MixedLM } from "./model.ts";
import { checkOption } from "./options.ts";
import { type MixedLMParams, pack } from "./params.ts";
import type { Penalty } from "./penalties.ts";
import { printable } from "./printable.ts";
import type { OptimizerRecord } from "./scipy-path.ts";
import { type Summary, type SummaryOptions, summaryOf } from "./summary.ts";
import type { MixedLMWarning } from "./warnings.ts";

/** What a fit hands to its results. */
export interface ResultsInput {
  readonly engine: Engine;
  /** The native fit: the exact optimum. Null where something is penalised, held, or not optimised. */
  readonly fit: Fit | null;
  /** The point that the results describe: the optimum, or where statsmodels' path ended close to it. */
  readonly estimates: Estimates;
  readonly reml: boolean;
  /** That point as parameters, covariances relative to the residual variance. */
  readonly params_object: MixedLMParams;
  /** Covariance matrix of `params`; NaN where there is none. */
  readonly covariance: Matrix;
  readonly converged: boolean;
  readonly warnings: readonly MixedLMWarning[];
  /** Log-likelihood less penalties. */
  readonly llf: number;
  /** The optimiser's record, where it was asked for. */
  readonly hist: readonly OptimizerRecord[] | null;
  readonly freepat: MixedLMParams | null;
  readonly cov_pen: CovariancePenalty | null;
  readonly fe_pen: Penalty | null;
  readonly use_sqrt: boolean;
  /** Random effects of each group in the order of `model.random_effect_names(g)`, where they are known already. */
  readonly random_effects?: readonly Float64Array[];
}

/** A fitted linear mixed model, with statsmodels' attributes. */
export class MixedLMResults {
  /** Fixed effects, then covariances and components divided by `scale` (statsmodels' packing). */
  readonly params: Series;
  /** Fixed effects, units of the response per unit of the column. */
  readonly fe_params: Series;
  /** Standard errors of `params`, from the inverse Hessian; NaN where that has a negative diagonal. */
  readonly bse: Series;
  readonly bse_fe: Series;
  /** sqrt(scale) times the standard errors of the covariance parameters, as statsmodels prints them. */
  readonly bse_re: Series;
  readonly tvalues: Series;
  readonly pvalues: Series;
  /** Covariance matrix of the random effects, k_re x k_re. */
  readonly cov_re: Frame;
  /** `cov_re` divided by `scale`. */
  readonly cov_re_unscaled: Frame;
  /** Variances of the components, in the order of their names. */
  readonly vcomp: Series;
  /** Residual variance. */
  readonly scale: number;
  /** Log-likelihood; the restricted one under REML. */
  readonly llf: number;
  /** Akaike's and Schwarz's criteria; NaN under REML, as in statsmodels. */
  readonly aic: number;
  readonly bic: number;
  readonly converged: boolean;
  readonly method: "REML" | "ML";
  readonly reml: boolean;
  /** Rows used. */
  readonly nobs: number;
  readonly df_resid: number;
  readonly df_modelwc: number;
  readonly k_fe: number;
  readonly k_re: number;
  readonly k_re2: number;
  readonly k_vc: number;
  /** Whether tests take the t distribution unless they are told: no. */
  readonly use_t: boolean = false;
  readonly use_sqrt: boolean;
  /** The point as parameters, covariances relative to the residual variance. */
  readonly params_object: MixedLMParams;
  /** With `full_output`, the record of the last optimiser's run. */
  readonly hist: readonly OptimizerRecord[] | null;
  /** The mask of free parameters and the penalties of the fit. */
  readonly freepat: MixedLMParams | null;
  readonly cov_pen: CovariancePenalty | null;
  readonly fe_pen: Penalty | null;
  /** Remarks on the fit, statsmodels' texts where it would give them. Nothing is printed. */
  readonly warnings: readonly MixedLMWarning[];
  /** Covariance matrix of `params`. */
  readonly normalized_cov_params: Frame;
  #model: MixedLM;
  #input: ResultsInput;
  readonly #lazy: Map<string, unknown> = new Map();

  constructor(model: MixedLM, input: ResultsInput) {
    const { k_fe, k_re, k_re2, k_vc, nobs } = model;
    const { reml, covariance, freepat } = input;
    const { beta, sigma2, psi } = input.estimates;
    const names = model.param_names;
    const covRe = k_re === 0 ? matrix(0, 0) : psi[0]!;
    const params = Float64Array.of(...beta, ...pack(psi.map(({ data }) => data)));
    const bse = params.map((_, j) => Math.sqrt(covariance.data[j * params.length + j]!));
    const t = params.map((value, j) => value / bse[j]!);
    this.#model = model;
    this.params = new Series(names, params);
    this.fe_params = new Series(model.exog_names, beta);
    this.bse = new Series(names, bse);
    this.bse_fe = new Series(model.exog_names, bse.subarray(0, k_fe));
    this.bse_re = new Series(
      names.slice(k_fe),
      bse.subarray(k_fe).map((se) => Math.sqrt(sigma2) * se),
    );
    this.tvalues = new Series(names, t);
    this.pvalues = new Series(
      names,
      t.map((z) => 2 * normalSf(Math.abs(z))),
    );
    this.cov_re = square(model.exog_re_names, covRe, sigma2);
    this.cov_re_unscaled = square(model.exog_re_names, covRe, 1);
    this.vcomp = new Series(
      model.vcomp_names,
      psi.slice(k_re === 0 ? 0 : 1).map(({ data }) => sigma2 * data[0]!),
    );
    this.scale = sigma2;
    this.llf = input.llf;
    this.reml = reml;
    this.method = reml ? "REML" : "ML";
    const count = freepat === null ? params.length : freepat.get_packed(false, true).reduce((sum, own) => sum + own, 0);
    this.aic = reml ? Number.NaN : -2 * (this.llf - (count + 1));
    this.bic = reml ? Number.NaN : -2 * this.llf + Math.log(nobs) * (count + 1);
    this.converged = input.converged;
    this.nobs = nobs;
    this.df_resid = nobs - k_fe;
    this.df_modelwc = params.length;
    this.k_fe = k_fe;
    this.k_re = k_re;
    this.k_re2 = k_re2;
    this.k_vc = k_vc;
    this.use_sqrt = input.use_sqrt;
    this.params_object = input.params_object.copy();
    this.hist = input.hist;
    this.freepat = freepat?.copy() ?? null;
    this.cov_pen = input.cov_pen;
    this.fe_pen = input.fe_pen;
    this.warnings = Object.freeze([...input.warnings]);
    this.normalized_cov_params = square(names, covariance, 1 / sigma2);
    this.#input = input;
    printable(this);
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
  cov_params(): Frame {
    const { index, columns, values } = this.normalized_cov_params;
    return new Frame(
      index,
      columns,
      values.map((row) => row.map((v) => v * this.scale)),
    );
  }

  /**
   * Wald intervals of `params` from normal quantiles, columns 0 (lower) and 1 (upper).
   *
   * @param alpha - one minus the level, from 0 to 1.
   * @throws {@link SmfError} `option-type`.
   */
  conf_int(alpha: number = 0.05): Frame {
    checkOption("conf_int", "alpha", alpha, "probability");
    const width = -normalQuantile(alpha / 2);
    const rows = Array.from(this.params, (value, j) => {
      const half = width * this.bse.values[j]!;
      return [value - half, value + half];
    });
    return new Frame(this.params.index, [0, 1], rows);
  }

  /** Conditional means of the random effects given the data: group label to Series. */
  get random_effects(): Map<Label, Series> {
    return this.#once("random_effects", () => {
      const known = this.#input.random_effects;
      if (known !== undefined)
        return new Map(
          this.model.group_labels.map((label, g) => [label, new Series(this.model.random_effect_names(g), known[g]!)]),
        );
      const { b } = this.#input.estimates;
      const { factors } = this.model.moments.blocks;
      const effects = (g: number): Series =>
        new Series(
          this.model.random_effect_names(g),
          groupEffects(this.#places(), g).map(
            ({ factor, level, column }) => b[factor]![level * factors[factor]!.columns + column]!,
          ),
        );
      return new Map(this.model.group_labels.map((label, g) => [label, effects(g)]));
    });
  }

  /** Conditional covariance matrices of the random effects given the data, fixed effects taken as known. */
  get random_effects_cov(): Map<Label, Frame> {
    return this.#once("random_effects_cov", () => {
      const { engine, estimates } = this.#input;
      const { blocks } = this.model.moments;
      const covariance = (g: number): Frame => {
        const effects = groupEffects(this.#places(), g);
        const { levels, position } = levelsOf(effects, blocks);
        const { data, nrow } = conditionalCovariance(engine, estimates.lambda, this.reml, levels)!;
        const names = this.model.random_effect_names(g);
        const at = effects.map(position);
        return new Frame(
          names,
          names,
          at.map((row) => at.map((column) => data[column * nrow + row]!)),
        );
      };
      return new Map(this.model.group_labels.map((label, g) => [label, covariance(g)]));
    });
  }

  /** Fitted values of the rows used, random effects included; labelled by row number in the table. */
  get fittedvalues(): Series {
    return this.#rows().fittedvalues;
  }

  /** Response minus fitted values. */
  get resid(): Series {
    return this.#rows().resid;
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

  /** The printed summary. */
  toString(): string {
    return String(this.summary());
  }

  #rows(): { fittedvalues: Series; resid: Series } {
    return this.#once("rows", () => {
      const { beta, b } = this.#input.estimates;
      const { design, table, moments } = this.model;
      const { rows, y, fitted } = fittedRows(design, table, moments.blocks, beta, b);
      const index = Array.from(rows);
      return {
        fittedvalues: new Series(index, fitted),
        resid: new Series(
          index,
          y.map((v, i) => v - fitted[i]!),
        ),
      };
    });
  }

  #places(): EffectPlaces {
    return { blocks: this.model.moments.blocks, design: this.model.design, engine: this.#input.engine };
  }

  #once<T>(key: string, make: () => T): T {
    if (!this.#lazy.has(key)) this.#lazy.set(key, make());
    return this.#lazy.get(key) as T;
  }
}

/** A square matrix times a number as a labelled frame. */
function square(names: readonly Label[], { data, nrow }: Matrix, factor: number): Frame {
  const rows = names.map((_, i) => names.map((__, j) => factor * data[j * nrow + i]!));
  return new Frame(names, names, rows);
}
