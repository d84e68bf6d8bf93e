// Penalties on a vector of coefficients, under statsmodels' names: what a fit subtracts from its log-likelihood. Each
// is a sum over the coefficients of weight times alpha times a function of one number, so that value, slope and
// curvature are written once, for one number. `alpha` scales every penalty (in statsmodels some do not look at theirs).

import { hypot, integerPower } from "@mixedlm/linalg";
import { checkOptions, type OptionKind } from "../model/options.ts";
import { askedPenalty, finiteSlopes } from "./asked-penalty.ts";
import { notImplemented, penaltyLength, penaltyRange, penaltyResult } from "./penalty-errors.ts";

/** One number for all coefficients, or one for each. */
export type PenaltyWeights = number | ArrayLike<number>;

/** What every penalty can be given. */
export interface PenaltyOptions {
  /** Weight of each coefficient; 0 leaves it unpenalised. Default 1. */
  readonly weights?: PenaltyWeights | null;
}

/** A smooth penalty on coefficients; to be extended by `func` and `deriv`. */
export class Penalty {
  /** Weight of each coefficient. */
  weights: PenaltyWeights;
  /** Scales the weights. */
  alpha: PenaltyWeights = 1;

  /**
   * @param kinds - the options that exist, where a penalty has more than its weights.
   * @throws {@link SmfError} `unknown-option`, `option-type`.
   */
  constructor(options: PenaltyOptions = {}, kinds: Readonly<Record<string, OptionKind>> = {}) {
    checkOptions("a penalty", options, { weights: "weights", ...kinds });
    this.weights = options.weights ?? 1;
  }

  /** The penalty; larger values penalise more. @throws {@link SmfError} `not-implemented` unless it is overridden. */
  func(_params: ArrayLike<number>): number {
    throw notImplemented("Penalty.func");
  }

  /** Its gradient, the length of `params`. @throws {@link SmfError} `not-implemented` unless it is overridden. */
  deriv(_params: ArrayLike<number>): Float64Array {
    throw notImplemented("Penalty.deriv");
  }

  /**
   * Its second derivatives: the diagonal where all others are zero, else the matrix.
   *
   * @throws {@link SmfError} `not-implemented` unless it is overridden.
   */
  deriv2(_params: ArrayLike<number>): Float64Array | number[][] {
    throw notImplemented("Penalty.deriv2");
  }
}

/** A penalty that is a sum over coefficients of a function of one number. */
export abstract class SeparablePenalty extends Penalty {
  /** The penalty of one coefficient of weight and alpha one. */
  protected abstract value(x: number): number;
  /** The derivative of {@link value}. */
  protected abstract slope(x: number): number;
  /** The second derivative of {@link value}. */
  protected abstract curvature(x: number): number;

  /** The penalty of each coefficient. */
  values(params: ArrayLike<number>): Float64Array {
    return scaledEntries(
      this,
      Float64Array.from(params, (x) => this.value(x)),
    );
  }

  override func(params: ArrayLike<number>): number {
    return this.values(params).reduce((sum, v) => sum + v, 0);
  }

  override deriv(params: ArrayLike<number>): Float64Array {
    return scaledEntries(
      this,
      Float64Array.from(params, (x) => this.slope(x)),
    );
  }

  override deriv2(params: ArrayLike<number>): Float64Array | number[][] {
    return scaledEntries(
      this,
      Float64Array.from(params, (x) => this.curvature(x)),
    );
  }
}

/** No penalty. */
export class NonePenalty extends SeparablePenalty {
  protected override value(_x: number): number {
    return 0;
  }
  protected override slope(_x: number): number {
    return 0;
  }
  protected override curvature(_x: number): number {
    return 0;
  }
}

/** Ridge: the square of each coefficient. */
export class L2 extends SeparablePenalty {
  protected override value(x: number): number {
    return x * x;
  }
  protected override slope(x: number): number {
    return 2 * x;
  }
  protected override curvature(_x: number): number {
    return 2;
  }
}

/** Ridge with a value for each coefficient, for {@link ConstraintsPenalty}; no penalty by itself. */
export class L2Univariate {
  /** Weight of each coefficient. */
  weights: PenaltyWeights;

  /** @throws {@link SmfError} `unknown-option`, `option-type`. */
  constructor(options: PenaltyOptions = {}) {
    checkOptions("L2Univariate", options, { weights: "weights" });
    this.weights = options.weights ?? 1;
  }

  /** The penalty of each coefficient. */
  func(params: ArrayLike<number>): Float64Array {
    return new L2({ weights: this.weights }).values(params);
  }

  /** Its derivative in each coefficient. */
  deriv(params: ArrayLike<number>): Float64Array {
    return new L2({ weights: this.weights }).deriv(params);
  }

  /** Its second derivative in each coefficient. */
  deriv2(params: ArrayLike<number>): Float64Array {
    return new L2({ weights: this.weights }).deriv2(params) as Float64Array;
  }
}

/** The square near zero, the absolute value far from it: `dlt² (sqrt(1 + (x / dlt)²) - 1)`. */
export class PseudoHuber extends SeparablePenalty {
  /** Where the square goes over into the line. */
  readonly dlt: number;

  /** @throws {@link SmfError} `option-type`, `unknown-option`. */
  constructor(dlt: number, options: PenaltyOptions = {}) {
    super(options);
    this.dlt = positive("PseudoHuber", "dlt", dlt);
  }
  protected override value(x: number): number {
    // dlt² (r - 1) with r - 1 = (x / dlt)² / (r + 1): no digits lost where x is small
    return (x * x) / (hypot(1, x / this.dlt) + 1);
  }
  protected override slope(x: number): number {
    return x / hypot(1, x / this.dlt);
  }
  protected override curvature(x: number): number {
    return integerPower(hypot(1, x / this.dlt), -3);
  }
}

/** What {@link SCAD} can be given. */
export interface SCADOptions extends PenaltyOptions {
  /** The penalty is constant beyond `c * tau`. Default 3.7. */
  readonly c?: number;
}

/**
 * The smoothly clipped absolute deviation: `tau |x|` up to tau, constant beyond `c tau`, a parabola between.
 *
 * @see Fan & Li (2001), J. Am. Stat. Assoc. 96, 1348-1360.
 */
export class SCAD extends SeparablePenalty {
  /** Slope at zero, and the end of the line. */
  readonly tau: number;
  /** The penalty is constant beyond `c * tau`. */
  readonly c: number;

  /** @throws {@link SmfError} `option-type`, `unknown-option`; `penalty-range` unless `tau` and `c` > 1 are finite. */
  constructor(tau: number, options: SCADOptions = {}, kinds: Readonly<Record<string, OptionKind>> = {}) {
    super(options, { c: "positive", ...kinds });
    this.tau = finite("SCAD", "tau", positive("SCAD", "tau", tau));
    const { c = 3.7 } = options;
    if (c <= 1) throw penaltyRange("SCAD", "c", c, "a number above 1");
    finite("SCAD", "c", c);
    this.c = c;
  }
  protected override value(x: number): number {
    const { tau, c } = this;
    const size = Math.abs(x);
    if (size < tau) return tau * size;
    if (size >= c * tau) return ((c + 1) * tau * tau) / 2;
    return (2 * c * tau * size - size * size - tau * tau) / (2 * (c - 1));
  }
  protected override slope(x: number): number {
    const { tau, c } = this;
    const size = Math.abs(x);
    if (size < tau) return tau * Math.sign(x);
    return size < c * tau ? (Math.sign(x) * (c * tau - size)) / (c - 1) : 0;
  }
  protected override curvature(x: number): number {
    const { tau, c } = this;
    const size = Math.abs(x);
    return size < tau || size >= c * tau ? 0 : -1 / (c - 1);
  }
}

/** The same penalty with another `alpha`, which it has during a call and no longer: nothing of the caller's changes. */
export function penaltyAt(penalty: Penalty, alpha: PenaltyWeights): Penalty {
  return new ScaledPenalty(penalty, alpha);
}

class ScaledPenalty extends Penalty {
  readonly #penalty: Penalty;

  constructor(penalty: Penalty, alpha: PenaltyWeights) {
    super({ weights: penalty.weights });
    this.alpha = alpha;
    this.#penalty = penalty;
  }

  override func(params: ArrayLike<number>): number {
    return this.#scaled((penalty) => penalty.func(params));
  }

  override deriv(params: ArrayLike<number>): Float64Array {
    return this.#scaled((penalty) => penalty.deriv(params));
  }

  override deriv2(params: ArrayLike<number>): Float64Array | number[][] {
    return this.#scaled((penalty) => penalty.deriv2(params));
  }

  // a method may be an arrow function, or need private fields: the penalty itself is called wherever it can be
  #scaled<T>(call: (penalty: Penalty) => T): T {
    const penalty = this.#penalty;
    const own = penalty.alpha;
    if (!Reflect.set(penalty, "alpha", this.alpha)) return call(withAlpha(penalty, this.alpha));
    try {
      return call(penalty);
    } finally {
      penalty.alpha = own;
    }
  }
}

/** What stands for a frozen penalty: all that it has, under another `alpha`. */
function withAlpha(penalty: Penalty, alpha: PenaltyWeights): Penalty {
  return Object.create(penalty, { alpha: { value: alpha } }) as Penalty;
}

/**
 * Asks a penalty for its value.
 *
 * @throws {@link SmfError} `penalty-failed` when it throws, `penalty-result` when it is not a number or -Infinity.
 */
export function penaltyValue(penalty: Penalty, params: ArrayLike<number>): number {
  const value = askedPenalty("fe_pen", "func", () => penalty.func(params));
  if (typeof value === "number" && value > Number.NEGATIVE_INFINITY) return value;
  throw penaltyResult("fe_pen", "func", "a number or +Infinity", value);
}

/**
 * Asks a penalty for its gradient.
 *
 * @throws {@link SmfError} `penalty-failed` when it throws, `penalty-result` unless it gives a number for each
 *   coefficient.
 */
export function penaltySlopes(penalty: Penalty, params: ArrayLike<number>): Float64Array {
  const slopes = askedPenalty("fe_pen", "deriv", () => penalty.deriv(params));
  return finiteSlopes("fe_pen", slopes, params.length, `${params.length} numbers, one for each coefficient`);
}

/** Multiplies by the weights and the alpha of a penalty. @throws {@link SmfError} `penalty-length`. */
export function scaledEntries(
  { weights, alpha }: { readonly weights: PenaltyWeights; readonly alpha: PenaltyWeights },
  values: Float64Array,
): Float64Array {
  return weighted(weighted(values, weights, "weights"), alpha, "alpha");
}

/** Multiplies by a number, or by one number for each entry. @throws {@link SmfError} `penalty-length`. */
export function weighted(values: Float64Array, weights: PenaltyWeights, what: string): Float64Array {
  if (typeof weights === "number") return values.map((v) => weights * v);
  // one weight in an array counts for all, as arrays of length one do in numpy
  if (weights.length === 1) return values.map((v) => weights[0]! * v);
  if (weights.length !== values.length) throw penaltyLength(what, weights.length, values.length);
  return values.map((v, i) => weights[i]! * v);
}

function positive(penalty: string, option: string, value: unknown): number {
  if (typeof value === "number" && value > 0) return value;
  throw penaltyRange(penalty, option, value, "a positive number");
}

function finite(penalty: string, option: string, value: number): number {
  if (value < Number.POSITIVE_INFINITY) return value;
  throw penaltyRange(penalty, option, value, "a finite number");
}
