// Penalties on linear combinations of the coefficients: differences, contrasts, anything that `restriction` has as a
// row. The derivatives carry the weights inside, R'(w slope): statsmodels multiplies them from outside, which is the
// same for one weight and wrong for several.

import { recordEntries } from "@mixedlm/formula";
import { notOptions } from "../errors.ts";
import {
  L2Univariate,
  Penalty,
  type PenaltyWeights,
  SCAD,
  type SCADOptions,
  SeparablePenalty,
  scaledEntries,
} from "./penalties.ts";
import { optionNotImplemented, penaltyLength, penaltyRange } from "./penalty-errors.ts";

/** What {@link SCADSmoothed} can be given. */
export interface SCADSmoothedOptions extends SCADOptions {
  /** The penalty is a parabola up to here. Default a tenth of `tau`. */
  readonly c0?: number | null;
  /** Rows of linear combinations of the coefficients, which are penalised in their place. */
  readonly restriction?: readonly ArrayLike<number>[] | null;
}

/**
 * {@link SCAD} with a parabola around zero, shifted down so that it is 0 at 0.
 *
 * @see Fan & Li (2001), equation 3.7.
 */
export class SCADSmoothed extends SCAD {
  /** The penalty is a parabola up to here. */
  readonly c0: number;
  /** Rows of linear combinations that are penalised in place of the coefficients. */
  readonly restriction: readonly ArrayLike<number>[] | null;
  /** What the curve beyond `c0` is shifted down by, so that it meets the parabola. */
  readonly aq1: number;
  /** Half the second derivative of the parabola: it is `aq2 * x * x`. */
  readonly aq2: number;

  /** @throws {@link SmfError} `option-type`, `unknown-option`; `penalty-range` unless `c0` is from 0 to `tau`. */
  constructor(tau: number, options: SCADSmoothedOptions = {}) {
    super(tau, options, { c0: "threshold", restriction: "rows" });
    this.c0 = options.c0 ?? tau * 0.1;
    if (this.c0 > tau) throw penaltyRange("SCADSmoothed", "c0", this.c0, "a number that is not above tau");
    this.restriction = options.restriction ?? null;
    this.aq1 = super.value(this.c0) - (super.slope(this.c0) * this.c0) / 2;
    this.aq2 = super.slope(this.c0) / (2 * this.c0);
  }
  protected override value(x: number): number {
    return Math.abs(x) < this.c0 ? this.aq2 * x * x : super.value(x) - this.aq1;
  }
  protected override slope(x: number): number {
    return Math.abs(x) < this.c0 ? 2 * this.aq2 * x : super.slope(x);
  }
  protected override curvature(x: number): number {
    return Math.abs(x) < this.c0 ? 2 * this.aq2 : super.curvature(x);
  }

  override values(params: ArrayLike<number>): Float64Array {
    return super.values(restricted(this.restriction, params));
  }

  override deriv(params: ArrayLike<number>): Float64Array {
    const slopes = super.deriv(restricted(this.restriction, params));
    return this.restriction === null ? slopes : transposedProduct(this.restriction, slopes, params.length);
  }

  override deriv2(params: ArrayLike<number>): Float64Array | number[][] {
    const curvatures = super.deriv2(restricted(this.restriction, params)) as Float64Array;
    return this.restriction === null ? curvatures : squareProduct(this.restriction, curvatures, params.length);
  }
}

/** A penalty that treats every coefficient alike and by itself. */
export type UnivariatePenalty = Penalty | L2Univariate;

/** What {@link ConstraintsPenalty} can be given. */
export interface ConstraintsOptions {
  /** Weight of each combination. Default 1. */
  readonly weights?: PenaltyWeights | null;
  /** Rows of combinations of the coefficients; default: the coefficients themselves. */
  readonly restriction?: readonly ArrayLike<number>[] | null;
}

/** A penalty applied to linear combinations of the coefficients, each by itself. */
export class ConstraintsPenalty extends Penalty {
  /** What each combination is penalised by. */
  readonly penalty: UnivariatePenalty;
  /** Rows of combinations; null for the coefficients themselves. */
  readonly restriction: readonly ArrayLike<number>[] | null;

  /** @throws {@link SmfError} `option-type`, `unknown-option`. */
  constructor(penalty: UnivariatePenalty, options: ConstraintsOptions = {}) {
    super(options, { restriction: "rows" });
    this.penalty = penalty;
    this.restriction = options.restriction ?? null;
  }

  override func(params: ArrayLike<number>): number {
    const { penalty } = this;
    const combinations = restricted(this.restriction, params);
    return scaledEntries(this, valuesOf(penalty, combinations)).reduce((sum, v) => sum + v, 0);
  }

  override deriv(params: ArrayLike<number>): Float64Array {
    const slopes = scaledEntries(this, this.penalty.deriv(restricted(this.restriction, params)));
    return this.restriction === null ? slopes : transposedProduct(this.restriction, slopes, params.length);
  }

  /** statsmodels' other name of `deriv`. */
  grad(params: ArrayLike<number>): Float64Array {
    return this.deriv(params);
  }

  override deriv2(params: ArrayLike<number>): number[][] {
    const curvatures = scaledEntries(this, this.penalty.deriv2(restricted(this.restriction, params)) as Float64Array);
    const k = params.length;
    const rows =
      this.restriction ?? Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 1 : 0)));
    return squareProduct(rows, curvatures, k);
  }
}

/** What {@link L2ConstraintsPenalty} can be given. */
export interface L2ConstraintsOptions extends ConstraintsOptions {
  /** Not there in statsmodels either. */
  readonly sigma_prior?: null;
}

/** Ridge on linear combinations of the coefficients. */
export class L2ConstraintsPenalty extends ConstraintsPenalty {
  /** @throws {@link SmfError} `option-type`, `unknown-option`; `not-implemented` for `sigma_prior`. */
  constructor(options: L2ConstraintsOptions = {}) {
    const given = recordEntries(options);
    if (given === null) throw notOptions("L2ConstraintsPenalty", options, ["weights", "restriction"]);
    const { sigma_prior = null, ...rest } = Object.fromEntries(given) as L2ConstraintsOptions;
    if (sigma_prior !== null) throw optionNotImplemented("sigma_prior", "L2ConstraintsPenalty");
    super(new L2Univariate(), rest);
  }
}

/** The penalty of each combination. */
function valuesOf(penalty: UnivariatePenalty, combinations: ArrayLike<number>): Float64Array {
  if (penalty instanceof L2Univariate) return penalty.func(combinations);
  if (penalty instanceof SeparablePenalty) return penalty.values(combinations);
  return Float64Array.from(combinations, (x) => penalty.func([x]));
}

function restricted(rows: readonly ArrayLike<number>[] | null, params: ArrayLike<number>): ArrayLike<number> {
  if (rows === null) return params;
  return rows.map((row) => {
    if (row.length !== params.length) throw penaltyLength("a row of the restriction", row.length, params.length);
    return Array.from(row).reduce((sum, v, j) => sum + v * params[j]!, 0);
  });
}

function transposedProduct(rows: readonly ArrayLike<number>[], slopes: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k }, (_, j) => rows.reduce((sum, row, i) => sum + row[j]! * slopes[i]!, 0));
}

/** R' diag(d) R. */
function squareProduct(rows: readonly ArrayLike<number>[], d: Float64Array, k: number): number[][] {
  const entry = (a: number, b: number): number => rows.reduce((sum, row, i) => sum + row[a]! * d[i]! * row[b]!, 0);
  return Array.from({ length: k }, (_, a) => Array.from({ length: k }, (__, b) => entry(a, b)));
}
