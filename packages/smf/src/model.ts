// statsmodels' MixedLM: a model with its data, ready to be fitted. Fitting changes nothing in it.
import {
  covarianceNames,
  type Design,
  designChunks,
  designRows,
  type GroupingFactor,
  randomEffectNames,
  type Table,
} from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { accurateMoments, estimatesAt, type Fit, fitMoments } from "mixedlm";
import { Frame, type Label, Series } from "./labelled.ts";
import { checkOptions } from "./options.ts";
import { fromPackedSqrt } from "./params.ts";
import { MixedLMResults, type ResultsInput } from "./results.ts";
import { checkMethods, followPath, type Path } from "./scipy-path.ts";
import { onBoundary, otherRemarks, pathLeft, retries } from "./warnings.ts";

/** What can be chosen about a fit. */
export interface FitOptions {
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean;
  /** The optimiser whose path is followed, or several that are tried in turn: default `["bfgs", "lbfgs", "cg"]`. */
  readonly method?: string | readonly string[];
  /** Iterations of each optimiser. Default 100. */
  readonly maxiter?: number;
  /** Largest entry of the gradient, of the log-likelihood per row, at which an optimiser stops. Default 1e-5. */
  readonly gtol?: number;
}

const FIT_OPTIONS = { reml: "boolean", method: "method", maxiter: "count", gtol: "positive" } as const;

/** Below this distance in log-likelihood, the path's own estimates are the result: its digits are statsmodels'. */
const AT_OPTIMUM = 1e-4;

/** A linear mixed model and its data. */
export class MixedLM {
  /** The columns of the model as data. */
  readonly design: Design;
  /** The table, with a column for groups that were given as an array. */
  readonly table: Table;
  /** What the likelihood needs of the rows. */
  readonly moments: DesignMoments;
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
  /** Labels of the groups, sorted; and rows of each. */
  readonly group_labels: readonly Label[];
  readonly group_sizes: Float64Array;
  readonly n_groups: number;
  /** Rows used. */
  readonly nobs: number;
  readonly k_fe: number;
  readonly k_re: number;
  readonly k_re2: number;
  readonly k_vc: number;

  /**
   * @param groupName - what the groups are called in the names of random effects; default: their column.
   */
  constructor(design: Design, table: Table, groupName?: string) {
    this.design = design;
    this.table = table;
    this.moments = accurateMoments(design, table, "error");
    this.endog_names = design.response.names[0]!;
    this.exog_names = design.fixed.names;
    // statsmodels' models have one grouping factor and at most one term with a covariance matrix
    const [group] = design.groups as [GroupingFactor];
    this.exog_re_names = randomEffectNames(design.randomEffects[0]?.names ?? [], groupName ?? group.name);
    this.vcomp_names = design.components.map(({ name }) => name);
    this.param_names = [
      ...this.exog_names,
      ...covarianceNames(this.exog_re_names),
      ...this.vcomp_names.map((name) => `${name} Var`),
    ];
    this.group_labels = group.levels;
    this.group_sizes = groupSizes(design, table, this.moments);
    this.n_groups = group.levels.length;
    this.nobs = this.moments.n;
    this.k_fe = this.exog_names.length;
    this.k_re = this.exog_re_names.length;
    this.k_re2 = (this.k_re * (this.k_re + 1)) / 2;
    this.k_vc = this.vcomp_names.length;
  }

  /** The response of the rows used, labelled by row number in the table. */
  get endog(): Series {
    const { rows, y } = designRows(this.design, this.table);
    return new Series(Array.from(rows), y);
  }

  /** The fixed effects' columns of the rows used. */
  get exog(): Frame {
    const { rows, n, X } = designRows(this.design, this.table);
    const lines = Array.from(rows, (_, i) => this.exog_names.map((__, j) => X[j * n + i]!));
    return new Frame(Array.from(rows), this.exog_names, lines);
  }

  /** Names of the random effects of group `g` (its number in `group_labels`): columns, then `component[column]`. */
  random_effect_names(g: number): string[] {
    const components = this.design.components.flatMap(({ name, names }) =>
      names[g]!.map((column) => `${name}[${column}]`),
    );
    return [...this.exog_re_names, ...components];
  }

  /**
   * Fits the model.
   *
   * The search follows the path of statsmodels' optimisers, and the exact optimum is computed beside it. Where the path
   * converged and came within 1e-4 of the optimum's log-likelihood, its estimates are the result: the digits that
   * statsmodels prints. Elsewhere the optimum is the result, and a warning says where the path stopped. Where no optimum
   * was found, `converged` is false and a warning says so, whatever the path reports.
   *
   * @throws {@link SmfError} `unknown-option`, `option-type`, `unknown-method`; FitError when the data cannot identify
   *   the model (see `fitMoments`).
   */
  fit(options: FitOptions = {}): MixedLMResults {
    checkOptions("fit", options, FIT_OPTIONS);
    const { reml = true, method = ["bfgs", "lbfgs", "cg"], ...stop } = options;
    const methods = checkMethods(typeof method === "string" ? [method] : method);
    const fit = fitMoments(this.moments, { reml });
    const path = followPath(fit.engine, reml, methods, stop);
    return new MixedLMResults(this, choose(fit, path, this));
  }
}

/** Rows of each group. Without a random effect of the groups themselves the moments do not know them. */
function groupSizes(design: Design, table: Table, { blocks, factors }: DesignMoments): Float64Array {
  const own = blocks.factors.findIndex(({ group, component }) => group === 0 && component === null);
  if (own >= 0) return factors[own]!.weight;
  const sizes = new Float64Array(design.groups[0]!.levels.length);
  for (const { codes } of designChunks(design, table)) for (const g of codes[0]!) sizes[g]!++;
  return sizes;
}

/** The path's end where it is the optimum, the optimum elsewhere; and what is to be said of it. */
function choose(fit: Fit, path: Path, { design, k_re }: MixedLM): ResultsInput {
  const { engine, reml, status } = fit;
  const boundary = status.kind === "boundary" ? [onBoundary(status.directions)] : [];
  const remarks = [...boundary, ...otherRemarks(design.warnings, fit.warnings)];
  const converged = status.kind !== "not-converged";
  const atOptimum = path.converged && path.logLik >= fit.logLik - AT_OPTIMUM;
  const estimates = atOptimum ? estimatesAt(engine, fromPackedSqrt(path.packed, k_re), reml) : null;
  if (estimates !== null) return { fit, estimates, converged, warnings: [...retries(path), ...remarks] };
  return { fit, estimates: fit.estimates, converged, warnings: [pathLeft(path, fit), ...remarks] };
}
