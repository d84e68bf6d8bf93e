// What tests and intervals need of a fit: estimates with their covariance, and the terms that the columns came from.
// A small record, so that tests feed it with recorded numbers and no test depends on a fit.

import type { MatrixSpec } from "@mixedlm/design";
import { isList } from "@mixedlm/formula";
import type { Frame } from "../labelled/frame.ts";
import { isFrame } from "../labelled/labelled-values.ts";
import { covarianceEntry, covarianceShape } from "./inference-errors.ts";

/**
 * Estimates of a mixed model. The variance parameters are divided by `scale`, as in statsmodels' `params`: a test of
 * them is one of ratios.
 */
export interface Estimated {
  /** Names of the parameters: k_fe fixed effects, then the variance parameters. */
  readonly names: readonly string[];
  /** The estimates, one for each name. */
  readonly params: ArrayLike<number>;
  /** Covariance of `params`, rows; NaN where there is none. */
  readonly covariance: MatrixRows;
  /** Residual variance. */
  readonly scale: number;
  /** Number of fixed effects. */
  readonly k_fe: number;
  /** Residual degrees of freedom, for t and F. */
  readonly df_resid: number;
  /** Whether tests use t and F where nothing else is asked for. */
  readonly use_t: boolean;
  /** Terms and factors of the fixed effects; null for models of arrays. */
  readonly fixed: MatrixSpec | null;
}

/** A matrix as its rows. */
export type MatrixRows = readonly ArrayLike<number>[];

/** A matrix as users give it. */
export type MatrixLike = MatrixRows | Frame;

/**
 * The covariance that a test uses: the fit's own, or `cov_p` instead. One of the fixed effects alone is widened by NaN,
 * so that it cannot be used for variances by mistake.
 *
 * @throws {@link SmfError} `covariance-shape`, `not-numeric`
 */
export function covarianceRows(estimated: Estimated, cov_p: MatrixLike | null | undefined): MatrixRows {
  if (cov_p === null || cov_p === undefined) return estimated.covariance;
  const { k_fe, names } = estimated;
  const rows = rowsOf(cov_p, "cov_p", [names.length, k_fe]);
  if (rows.length === names.length) return rows;
  return names.map((_, i) => names.map((__, j) => rows[i]?.[j] ?? Number.NaN));
}

/**
 * A square matrix of one of the sizes that are right, as rows. Its entries are numbers; NaN is one.
 *
 * @throws {@link SmfError} `covariance-shape`, `not-numeric`
 */
export function rowsOf(given: MatrixLike, what: string, sizes: readonly number[]): MatrixRows {
  const rows = isFrame(given) ? given.values : given;
  const length = isList(rows) ? rows.length : -1;
  const widths = isList(rows) ? rows.map((row) => Number(row?.length)) : [];
  if (!sizes.includes(length) || widths.some((width) => width !== length))
    throw covarianceShape(what, length, widths.find((width) => width !== length) ?? length, sizes);
  for (const [i, row] of rows.entries()) {
    const j = Array.from(row).findIndex((value: unknown) => typeof value !== "number");
    if (j >= 0) throw covarianceEntry(what, i, j, row[j]);
  }
  return rows;
}

/**
 * r'Cs. Where r or s is zero C is not looked at: a parameter without a covariance does not spoil what it has no part
 * in.
 */
export function bilinear(r: ArrayLike<number>, C: MatrixRows, s: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < r.length; i++) {
    if (r[i] === 0) continue;
    for (let j = 0; j < s.length; j++) if (s[j] !== 0) sum += r[i]! * C[i]![j]! * s[j]!;
  }
  return sum;
}
