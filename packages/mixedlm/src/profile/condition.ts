// A linear condition on the criterion's arguments: each is a free number, or a multiple of one, or a given value. It
// moves with the profiled parameter's coordinate u, and knows its derivatives in it.
import { type Matrix, matrix } from "@mixedlm/linalg";

/** x_k = coefficient_k z[source_k] + offset_k, and the derivatives of coefficient and offset in u. */
export interface Condition {
  /** Positions of z that may move; the others are 0. */
  readonly free: Int32Array;
  readonly source: Int32Array;
  readonly coefficient: Float64Array;
  readonly offset: Float64Array;
  readonly coefficientSlope: Float64Array;
  readonly offsetSlope: Float64Array;
}

/** An argument that is not its own: x_at = coefficient z[source] + offset. Whatever is not given is 0. */
export interface BoundArgument {
  readonly at: number;
  readonly source?: number;
  readonly coefficient?: number;
  readonly coefficientSlope?: number;
  readonly offset?: number;
  readonly offsetSlope?: number;
  /** Whether z[at] is free all the same. */
  readonly isFree?: boolean;
}

/** Makes a condition. @param size - number of arguments; those that are not bound are free. */
export function conditionOf(size: number, bound: readonly BoundArgument[]): Condition {
  const source = Int32Array.from({ length: size }, (_, k) => k);
  const coefficient = new Float64Array(size).fill(1);
  const [offset, coefficientSlope, offsetSlope] = [0, 1, 2].map(() => new Float64Array(size));
  const taken = new Set<number>();
  for (const own of bound) {
    const { at } = own;
    source[at] = own.source ?? at;
    coefficient[at] = own.coefficient ?? 0;
    offset[at] = own.offset ?? 0;
    coefficientSlope[at] = own.coefficientSlope ?? 0;
    offsetSlope[at] = own.offsetSlope ?? 0;
    if (own.isFree !== true) taken.add(at);
  }
  const free = source.map((_, k) => k).filter((k) => !taken.has(k));
  return { free, source, coefficient, offset, coefficientSlope, offsetSlope };
}

/** The arguments at z. */
export function argumentsAt({ source, coefficient, offset }: Condition, z: Float64Array): Float64Array {
  return offset.map((value, k) => value + coefficient[k] * z[source[k]]);
}

/** A gradient in the arguments as one in z. */
export function pulledGradient({ source, coefficient }: Condition, gradient: Float64Array): Float64Array {
  const out = new Float64Array(gradient.length);
  for (let k = 0; k < out.length; k++) out[source[k]] += coefficient[k] * gradient[k];
  return out;
}

/** A Hessian in the arguments as one in z. */
export function pulledHessian({ source, coefficient }: Condition, { data, nrow: n }: Matrix): Matrix {
  const out = matrix(n, n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++)
      out.data[source[j] * n + source[i]] += coefficient[i] * coefficient[j] * data[j * n + i];
  return out;
}

/** The derivative in u at z, from the gradient in the arguments. */
export function slopeAlong(
  { source, coefficientSlope, offsetSlope }: Condition,
  z: Float64Array,
  gradient: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < z.length; k++) {
    const move = coefficientSlope[k] * z[source[k]] + offsetSlope[k];
    // an argument that does not move takes no part, whatever its slope is
    if (move !== 0) sum += move * gradient[k];
  }
  return sum;
}
