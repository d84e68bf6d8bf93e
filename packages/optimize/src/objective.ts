// What every minimiser takes. Value and gradient are asked for separately, since the reference paths ask for them
// separately and a value alone is cheaper; an objective that computes both at once may cache. Methods that need no
// gradient ask for none.

/** A function to be minimised over vectors of fixed length, with its gradient. Neither may keep or change `x`. */
export interface Objective {
  /** The value at `x`; NaN or infinite outside the domain. */
  value(x: Float64Array): number;
  /** The gradient at `x`, the length of `x`. */
  gradient(x: Float64Array): Float64Array;
}

/** What a method without gradients asks of an {@link Objective}. */
export type ValueObjective = Pick<Objective, "value">;
