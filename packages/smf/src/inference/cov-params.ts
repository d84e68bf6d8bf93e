// The covariance of the parameters, of some of them, or of linear combinations: statsmodels' `cov_params`.

import { isList } from "@mixedlm/formula";
import { Frame } from "../labelled/frame.ts";
import { unknownLabel } from "../labelled/label-errors.ts";
import { checkOptions } from "../model/options.ts";
import { bilinear, covarianceRows, type Estimated, type MatrixLike, type MatrixRows } from "./estimated.ts";
import { covarianceArguments, restrictionKind } from "./inference-errors.ts";
import { linearRestrictions, type RestrictionRows } from "./restrictions.ts";

/** What can be asked of `cov_params`. */
export interface CovParamsOptions {
  /** Combinations of parameters: rows of k_fe or k_params numbers, or one row. */
  readonly r_matrix?: RestrictionRows | null;
  /** Parameters by position or name: one, or a list. Not together with `r_matrix`. */
  readonly column?: number | string | readonly (number | string)[] | null;
  /** Residual variance in the place of the fit's own. */
  readonly scale?: number | null;
  /** Another covariance of all parameters, or of the fixed effects; `scale` does not matter then. */
  readonly cov_p?: MatrixLike | null;
  /** Second combinations: the covariance between those of `r_matrix` and these. */
  readonly other?: RestrictionRows | null;
}

/** What `cov_params` may answer. */
export type Covariances = Frame | number | number[] | number[][];

const OPTIONS = {
  r_matrix: "anything",
  column: "anything",
  scale: "threshold",
  cov_p: "anything",
  other: "anything",
} as const;

/**
 * Covariances of parameters or of combinations. Parameters without a covariance give NaN where they are involved, and
 * nowhere else.
 *
 * @returns a labelled matrix without arguments and for a list of columns; a number for one column; for `r_matrix` rows
 *   of numbers, or a number when it (and `other`) is one row by itself.
 * @throws {@link SmfError} `option-conflict`, `unknown-label`, `restriction`, `covariance-shape`.
 * @see statsmodels 0.13.5, `LikelihoodModelResults.cov_params`, as it is documented.
 */
export function covParams(
  estimated: Estimated,
  options?: Omit<CovParamsOptions, "column" | "r_matrix" | "other"> & {
    readonly column?: readonly (number | string)[];
  },
): Frame;
export function covParams(
  estimated: Estimated,
  options: CovParamsOptions & { readonly column: number | string },
): number;
export function covParams(
  estimated: Estimated,
  options: CovParamsOptions & { readonly r_matrix: MatrixLike; readonly other?: MatrixLike | null },
): number[][];
export function covParams(estimated: Estimated, options: CovParamsOptions): Covariances;
export function covParams(estimated: Estimated, options: CovParamsOptions = {}): Covariances {
  checkOptions("cov_params", options, OPTIONS);
  const r_matrix = options.r_matrix ?? null;
  const column = options.column ?? null;
  const other = options.other ?? null;
  if (column !== null && (r_matrix !== null || other !== null))
    throw covarianceArguments("cov_params: give `column` by itself, without `r_matrix` and `other`");
  if (other !== null && r_matrix === null) throw covarianceArguments("cov_params: `other` needs `r_matrix` beside it");
  const C = scaled(estimated, options);
  if (r_matrix !== null) return between(estimated, C, r_matrix, other ?? r_matrix);
  const { names } = estimated;
  if (isList(column))
    return covarianceFrame(
      names,
      C,
      column.map((one) => parameterPosition(names, one)),
    );
  if (column !== null) {
    const at = parameterPosition(names, column as number | string);
    return C[at]![at]!;
  }
  return covarianceFrame(names, C, Array.from(names.keys()));
}

function scaled(estimated: Estimated, { scale, cov_p }: CovParamsOptions): MatrixRows {
  const C = covarianceRows(estimated, cov_p);
  const given = cov_p !== null && cov_p !== undefined;
  if (given || scale === null || scale === undefined) return C;
  return C.map((row) => Array.from(row, (value) => (value * scale) / estimated.scale));
}

function between(
  estimated: Estimated,
  C: MatrixRows,
  r_matrix: RestrictionRows,
  other: RestrictionRows,
): number | number[][] | number[] {
  const [left, right] = [r_matrix, other].map((given) => {
    if (typeof given !== "object") throw restrictionKind("cov_params", given);
    return linearRestrictions("cov_params", estimated, given).rows;
  }) as [readonly Float64Array[], readonly Float64Array[]];
  const product = left.map((r) => right.map((s) => bilinear(r, C, s)));
  const rows = isSingle(other) ? product.map((row) => row[0]!) : product;
  return isSingle(r_matrix) ? rows[0]! : (rows as number[] | number[][]);
}

// a row by itself: numbers, or a labelled vector
function isSingle(given: RestrictionRows): boolean {
  if ("columns" in given) return false;
  const values = "index" in given ? given.values : given;
  return typeof (values as ArrayLike<unknown>)[0] === "number";
}

function covarianceFrame(names: readonly string[], C: MatrixRows, places: readonly number[]): Frame {
  const labels = places.map((at) => names[at]!);
  return new Frame(
    labels,
    labels,
    places.map((i) => places.map((j) => C[i]![j]!)),
  );
}

/**
 * The position of a parameter that is given by its number or name; negative numbers count from the end.
 *
 * @throws {@link SmfError} `unknown-label`
 */
export function parameterPosition(names: readonly string[], parameter: number | string): number {
  const given = typeof parameter === "string" ? names.indexOf(parameter) : parameter;
  const at = typeof parameter === "number" && parameter < 0 ? given + names.length : given;
  if (!Number.isInteger(at) || at < 0 || at >= names.length) throw unknownLabel(parameter, names);
  return at;
}
