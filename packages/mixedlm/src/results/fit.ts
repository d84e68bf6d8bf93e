// The fitted model: estimates in the data's own units, how they were found, and what to think of them. It is a class
// for what is worked out on demand; nothing in it can be changed. Vectors are frozen, matrices and what the engine
// works with are copies.

import type { Design } from "@mixedlm/design";
import { log, type Matrix } from "@mixedlm/linalg";
import type { MomentLayout } from "@mixedlm/moments";
import { rawTheta } from "../coordinates/coordinates.ts";
import type { Estimates } from "../criterion/estimates.ts";
import type { Engine } from "../engine/engine.ts";
import { noTable, notDefined } from "../errors.ts";
import { type ModelFile, toJSON } from "../model-file/to-json.ts";
import { canonicalParameters } from "../parameters/covariance-parameters.ts";
import { thetaEntries } from "../parameters/theta-entries.ts";
import type { FitStatus, FitWarning } from "../search/fit-status.ts";
import type { Optimum } from "../search/optimum.ts";
import { type FitParts, keepParts, partsOf } from "./fit-parts.ts";
import { fitText } from "./fit-text.ts";
import { fittedRows } from "./fitted-rows.ts";
import { type FittedComponent, type FittedTerm, fittedComponents, fittedTerms } from "./fitted-terms.ts";
import { type RandomEffects, randomEffectsOf } from "./random-effects.ts";

/** A fixed effect. */
export interface Coefficient {
  /** The column of X, as in {@link Fit.names}. */
  readonly name: string;
  /** Units of y per unit of the column. */
  readonly estimate: number;
  /** Standard error, in the same units. */
  readonly stdError: number;
  /** Estimate over standard error. */
  readonly tValue: number;
}

/** How the optimum was found. */
export interface Optimization {
  /** Evaluations of the criterion, with or without derivatives. */
  readonly evaluations: number;
  /** Largest absolute entry of the gradient of minus twice the log-likelihood, in coordinates free of units. */
  readonly gradient: number;
  /**
   * Criterion and theta at each evaluation, the start first; `Infinity` where the criterion does not exist. Empty for a
   * fit that was read from a file.
   */
  readonly log: readonly {
    /** Minus twice the (restricted) log-likelihood. */
    readonly objective: number;
    /** As {@link Fit.theta}. */
    readonly theta: readonly number[];
  }[];
}

/** Levels of a grouping factor. */
export interface GroupSize {
  /** The grouping factor; `b:a` for combinations. */
  readonly group: string;
  /** How many levels it has in the rows used. */
  readonly levels: number;
}

/** What a fit is made of. */
export interface FitInput extends Omit<FitParts, "reference"> {
  /** Remarks that come before those of the search. */
  readonly remarks: readonly FitWarning[];
  readonly reference?: FitParts["reference"];
}

/** A fitted linear mixed model. Every field is frozen; what is copied on reading says so. */
export class Fit {
  /** The model as it was written. */
  readonly formula: string;
  /** Names, levels and codings: what columns the model has. */
  readonly design: Design;
  /** Whether the criterion is that of REML; other results say it as `criterion: "REML" | "ML"`. */
  readonly reml: boolean;
  /** Rows used. */
  readonly n: number;
  /** Fixed effects. */
  readonly p: number;
  /** Random effects of all levels. */
  readonly q: number;
  /** Covariance parameters, the residual's not among them. */
  readonly k: number;
  /** Levels of each grouping factor. */
  readonly sizes: readonly GroupSize[];
  /** Names of the fixed effects, length p. */
  readonly names: readonly string[];
  /** Columns of X that were left out as combinations of those before them. */
  readonly dropped: readonly string[];
  /** Fixed effects, length p, units of y per unit of the column. */
  readonly beta: readonly number[];
  /** Their standard errors, length p. */
  readonly stdError: readonly number[];
  /**
   * Covariance parameters relative to the residual standard deviation, length k, raw units, term after term: the lower
   * triangle of the covariance's square root, column by column; of a structured term standard deviations and rho.
   */
  readonly theta: readonly number[];
  /** Residual standard deviation, units of y (of a row with weight 1). */
  readonly sigma: number;
  /** The criterion minimised: minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** The (restricted) log-likelihood, `-objective / 2`. */
  readonly logLik: number;
  /** Number of parameters, p + k + 1; comparisons and tables call it `npar`. */
  readonly df: number;
  /**
   * Akaike's criterion, `objective + 2 df`. By REML it compares models with the same fixed effects only, as in lme4.
   */
  readonly aic: number;
  /** The same corrected for small samples, `aic + 2 df (df + 1) / (n - df - 1)`; infinite where n <= df + 1. */
  readonly aicc: number;
  /** Schwarz's criterion, `objective + df log(n)`. */
  readonly bic: number;
  /** What kind of point the estimates are, and what that means. */
  readonly status: FitStatus;
  /** Remarks, none of which is printed. */
  readonly warnings: readonly FitWarning[];
  /** How the optimum was found. */
  readonly optimization: Optimization;
  /** Where random effects stand in `estimates.b`. */
  readonly blocks: MomentLayout;
  /** What evaluations at other points start from. It works in its own memory, which is not to be written to. */
  readonly engine: Engine;
  // what takes longer than it is asked for: made when first read
  #coefficients: readonly Coefficient[] | null = null;
  #thetaNames: readonly string[] | null = null;
  #terms: readonly FittedTerm[] | null = null;
  #components: readonly FittedComponent[] | null = null;
  #ranef: readonly RandomEffects[] | null = null;
  #rows: FittedValues | null = null;

  /** Made by `lmm`, `fitMoments` and `fromJSON`. */
  constructor({ moments, optimum, table, remarks, reference = null }: FitInput) {
    const { design, layout } = moments;
    const { engine, estimates, kept, theta, status, warnings } = optimum;
    const { factors, n } = engine.products;
    const { names } = design.fixed;
    this.formula = design.formula;
    this.design = design;
    this.reml = optimum.reml;
    this.n = n;
    this.p = kept.length;
    this.q = factors.reduce((sum, { levels, columns }) => sum + levels * columns, 0);
    this.k = theta.length;
    this.sizes = frozen(design.groups.map(({ name, levels }) => Object.freeze({ group: name, levels: levels.length })));
    this.names = frozen(kept.map((j) => names[j]));
    this.dropped = frozen(names.filter((_, j) => !kept.includes(j)));
    this.beta = frozen(Array.from(estimates.beta));
    this.stdError = frozen(this.beta.map((_, j) => Math.sqrt(estimates.vcov.data[j * (this.p + 1)])));
    this.theta = frozen(Array.from(theta));
    this.sigma = Math.sqrt(estimates.sigma2);
    this.objective = estimates.objective;
    this.logLik = -estimates.objective / 2;
    this.df = this.p + this.k + 1;
    this.aic = this.objective + 2 * this.df;
    const left = n - this.df - 1;
    this.aicc = left > 0 ? this.aic + (2 * this.df * (this.df + 1)) / left : Number.POSITIVE_INFINITY;
    this.bic = this.objective + this.df * log(n);
    this.status = deepFrozen(status);
    this.warnings = deepFrozen([...remarks, ...warnings]);
    this.optimization = optimizationOf(optimum);
    this.blocks = layout;
    this.engine = engine;
    keepParts(this, { moments, optimum, table, reference });
    printable(this);
    Object.freeze(this);
  }

  /** The fixed effects by name. */
  get coefficients(): readonly Coefficient[] {
    const { names, beta, stdError } = this;
    this.#coefficients ??= frozen(names.map((name, j) => coefficient(name, beta[j], stdError[j])));
    return this.#coefficients;
  }

  /** What the entries of `theta` are: `Subject: Intercept`, `Subject: Days.Intercept`, `Subject: Days`. */
  get thetaNames(): readonly string[] {
    const { terms } = this.engine.products;
    this.#thetaNames ??= frozen(thetaEntries(this.design, terms).map(({ name }) => name));
    return this.#thetaNames;
  }

  /** Random terms in the order of the formula. */
  get terms(): readonly FittedTerm[] {
    this.#terms ??= fittedTerms(this.design, partsOf(this).optimum);
    return this.#terms;
  }

  /** Variance components in the order of the formula. */
  get components(): readonly FittedComponent[] {
    this.#components ??= fittedComponents(this.design, partsOf(this).optimum);
    return this.#components;
  }

  /** Covariance matrix of `beta`, p x p; a copy. */
  get vcov(): Matrix {
    const { vcov } = partsOf(this).optimum.estimates;
    return { ...vcov, data: vcov.data.slice() };
  }

  /** The estimates in relative form, and the conditional means of the random effects by factor; a copy. */
  get estimates(): Estimates {
    const { lambda, beta, psi, b, ...numbers } = partsOf(this).optimum.estimates;
    return {
      ...numbers,
      vcov: this.vcov,
      lambda: lambda.map((own) => own.slice()),
      beta: beta.slice(),
      psi: psi.map((own) => ({ ...own, data: own.data.slice() })),
      b: b.map((own) => own.slice()),
    };
  }

  /**
   * Minus twice the log-likelihood of a fit by maximum likelihood.
   *
   * @throws {@link FitError} `not-defined` under REML.
   */
  get deviance(): number {
    if (this.reml) throw notDefined("deviance");
    return this.objective;
  }

  /**
   * Minus twice the restricted log-likelihood of a fit by REML.
   *
   * @throws {@link FitError} `not-defined` under maximum likelihood.
   */
  get remlCriterion(): number {
    if (!this.reml) throw notDefined("remlCriterion");
    return this.objective;
  }

  /** Random effects given the data, one record for each of `terms`; worked out once. */
  ranef(): readonly RandomEffects[] {
    const { design, blocks, engine, reml } = this;
    this.#ranef ??= randomEffectsOf({ design, blocks, engine, estimates: partsOf(this).optimum.estimates, reml });
    return this.#ranef;
  }

  /**
   * Fitted values of the rows used, random effects and offset included, units of y; worked out once, from the table,
   * which must not have changed.
   *
   * @throws {@link FitError} `no-table` for a fit of moments.
   */
  get fitted(): readonly number[] {
    return this.#fittedRows().fitted;
  }

  /** Response minus fitted values. See {@link Fit.fitted}. */
  get residuals(): readonly number[] {
    return this.#fittedRows().residuals;
  }

  /** Numbers of the rows used, counted from 0 in the table. See {@link Fit.fitted}. */
  get rows(): readonly number[] {
    return this.#fittedRows().rows;
  }

  /** The fit as plain text, as lme4 lays it out. */
  toString(): string {
    return fitText(this);
  }

  /** The fit as its model file, which `fromJSON` reads: JSON without rows. */
  toJSON(): ModelFile {
    return toJSON(this);
  }

  #fittedRows(): FittedValues {
    this.#rows ??= this.#makeRows();
    return this.#rows;
  }

  #makeRows(): FittedValues {
    const { table } = partsOf(this);
    if (table === null) throw noTable();
    const { rows, y, fitted } = fittedRows(this, table);
    return {
      rows: frozen(Array.from(rows)),
      fitted: frozen(Array.from(fitted)),
      residuals: frozen(Array.from(y, (value, i) => value - fitted[i])),
    };
  }
}

/** The log is in raw units, which is worked out when it is read. */
function optimizationOf({ engine: { products }, evaluations, evaluationCount, gradient }: Optimum): Optimization {
  let log: Optimization["log"] | null = null;
  return Object.freeze({
    evaluations: evaluationCount,
    gradient,
    get log() {
      log ??= frozen(
        evaluations.map(({ objective, parameters }) => {
          const theta = rawTheta(products, canonicalParameters(products.terms, parameters));
          return Object.freeze({ objective, theta: frozen(theta) });
        }),
      );
      return log;
    },
  });
}

/** Values row by row. */
interface FittedValues {
  readonly rows: readonly number[];
  readonly fitted: readonly number[];
  readonly residuals: readonly number[];
}

function frozen<T>(list: readonly T[]): readonly T[] {
  return Object.freeze(list);
}

/** Freezes a record with all that it holds. */
function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFrozen(part);
  return Object.freeze(value);
}

function coefficient(name: string, estimate: number, stdError: number): Coefficient {
  return Object.freeze({ name, estimate, stdError, tValue: estimate / stdError });
}

/** Makes `console.log(fit)` print its text instead of its fields, where consoles know how. */
function printable(fit: Fit): void {
  Object.defineProperty(fit, Symbol.for("nodejs.util.inspect.custom"), { value: () => fitText(fit) });
}
