// A fit -> one row about the whole of it, by broom.mixed's names.

import { twoDecimals } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** What one row says of a fit. */
export interface Glance {
  /** Rows used; `fit.n`. */
  readonly nobs: number;
  /** Parameters: fixed effects, covariance parameters and the residual variance; `fit.df`. */
  readonly npar: number;
  /** Residual standard deviation. */
  readonly sigma: number;
  /** The (restricted) log-likelihood. */
  readonly logLik: number;
  /** Akaike's criterion; see {@link Fit.aic}. */
  readonly aic: number;
  /** The same corrected for small samples. */
  readonly aicc: number;
  /** Schwarz's criterion. */
  readonly bic: number;
  /** Minus twice the restricted log-likelihood; null by maximum likelihood. */
  readonly remlCriterion: number | null;
  /** Minus twice the log-likelihood; null by REML. */
  readonly deviance: number | null;
  /** Rows less parameters. */
  readonly dfResidual: number;
  /** Kind of point: see `fit.status`. */
  readonly status: "interior" | "boundary" | "not-converged";
}

/**
 * Describes a fit in one row.
 *
 * @throws {@link FitError} `not-a-fit`.
 * @see Bolker & Robinson, the R package broom.mixed, `glance.merMod`.
 */
export function glance(fit: Fit): Glance & Printed {
  partsOf(fit);
  const { n, df, sigma, logLik, aic, aicc, bic, reml, objective, status } = fit;
  const row: Glance = {
    nobs: n,
    npar: df,
    sigma,
    logLik,
    aic,
    aicc,
    bic,
    remlCriterion: reml ? objective : null,
    deviance: reml ? null : objective,
    dfResidual: n - df,
    status: status.kind,
  };
  return printed(row, tables);
}

function tables({ nobs, npar, sigma, logLik, aic, aicc, bic, dfResidual, status }: Glance): ResultTable[] {
  return [
    {
      title: "",
      columns: [
        { head: "Rows", kind: "count" },
        { head: "Parameters", kind: "count" },
        { head: "Sigma", kind: "number" },
        ...["logLik", "AIC", "AICc", "BIC"].map((head) => ({ head, kind: "label" as const })),
        { head: "df residual", kind: "count" },
        { head: "Status", kind: "label" },
      ],
      rows: [[nobs, npar, sigma, ...[logLik, aic, aicc, bic].map(twoDecimals), dfResidual, status]],
      notes: [],
    },
  ];
}
