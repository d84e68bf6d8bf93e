// The parameters of all terms in one vector, term after term: what the search moves. Derivatives in the entries of Psi
// come from an engine; here the chain rule takes them to the parameters of each structure.
import { type Matrix, matrix, multiply, multiplyTransposed, symmetricEigen } from "@mixedlm/linalg";
import type { Lambda } from "../engine/engine.ts";
import { COVARIANCE_STRUCTURES, lowerParameters } from "./covariance-structures.ts";
import { type CovarianceTerm, linearStarts } from "./covariance-terms.ts";
import { multiplySquare, transposed } from "./square.ts";
import { covarianceOf, lowerEntriesByRow, triangularRoot } from "./triangular-root.ts";

/** Position of each term's parameters; one more entry: their number. */
export function parameterStarts(terms: readonly CovarianceTerm[]): readonly number[] {
  const starts = [0];
  for (const { structure, size } of terms)
    starts.push(starts[starts.length - 1] + COVARIANCE_STRUCTURES[structure].count(size));
  return starts;
}

/** The parameters of each term, as views. */
export function termParameters(terms: readonly CovarianceTerm[], par: Float64Array): Float64Array[] {
  const starts = parameterStarts(terms);
  return terms.map((_, t) => par.subarray(starts[t], starts[t + 1]));
}

/**
 * Orthogonal matrices U, one a term, in which its parameters are taken: Psi = U Psi' U' with Psi' what the parameters
 * make. Null, or none: U = I. Only unstructured terms may have one.
 */
export type Frames = readonly (Float64Array | null)[];

/** Parameters -> square roots, U lambda where there is a frame. */
export function lambdaOf(terms: readonly CovarianceTerm[], par: Float64Array, frames: Frames = []): Lambda {
  return termParameters(terms, par).map((own, t) => {
    const { structure, size } = terms[t];
    const lambda = COVARIANCE_STRUCTURES[structure].lambda(own, size);
    const U = frames[t] ?? null;
    return U === null ? lambda : multiplySquare(U, lambda, size);
  });
}

/** U' G U, or U M U' the other way: a symmetric matrix in a frame, and back. */
function inFrame(M: Float64Array, U: Float64Array | null, size: number, back: boolean): Float64Array {
  if (U === null) return M;
  const left = back ? U : transposed(U, size);
  return multiplySquare(multiplySquare(left, M, size), transposed(left, size), size);
}

/** The parameters of the same matrices without frames. */
export function withoutFrames(terms: readonly CovarianceTerm[], par: Float64Array, frames: Frames): Float64Array {
  if (frames.every((U) => U === null)) return par;
  const lambda = lambdaOf(terms, par, frames);
  return joinParameters(
    termParameters(terms, par).map((own, t) =>
      (frames[t] ?? null) === null ? own : lowerParameters(triangularRoot(lambda[t], terms[t].size), terms[t].size),
    ),
  );
}

/** How many times a pivot of lambda what is below it in later columns may be. */
const OUT_OF_ORDER = 3;

/**
 * Frames in which parameters are taken better; null where they are well as they are.
 *
 * Where a pivot of lambda is small beside what is below it in later columns, these turn around each other at hardly any
 * change of the criterion: a curved valley. In the axes of Psi, the longest first, lambda is diagonal and has none.
 *
 * @returns frames, and the parameters in them.
 */
export function straightFrames(
  terms: readonly CovarianceTerm[],
  par: Float64Array,
): { readonly frames: Frames; readonly parameters: Float64Array } | null {
  const own = termParameters(terms, par);
  const axes = terms.map(({ structure, size }, t) => {
    if (structure !== "us" || size < 2) return null;
    const lambda = COVARIANCE_STRUCTURES.us.lambda(own[t], size);
    return isOutOfOrder(lambda, size) ? symmetricEigen(matrix(size, size, covarianceOf(lambda, size))) : null;
  });
  if (axes.every((axis) => axis === null)) return null;
  const frames = axes.map((axis, t) => {
    if (axis === null) return null;
    const { size } = terms[t];
    // the longest axis first
    return Float64Array.from({ length: size * size }, (_, at) => {
      return axis.vectors.data[(size - 1 - Math.floor(at / size)) * size + (at % size)];
    });
  });
  const parameters = joinParameters(
    axes.map((axis, t) => {
      if (axis === null) return own[t];
      const { size } = terms[t];
      const diagonal = new Float64Array(size * size);
      for (let j = 0; j < size; j++) diagonal[j * (size + 1)] = Math.sqrt(Math.max(axis.values[size - 1 - j], 0));
      return lowerParameters(diagonal, size);
    }),
  );
  return { frames, parameters };
}

function isOutOfOrder(lambda: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++)
    for (let i = j + 1; i < size; i++) {
      let square = 0;
      for (let k = j + 1; k <= i; k++) square += lambda[k * size + i] ** 2;
      if (square > (OUT_OF_ORDER * lambda[j * (size + 1)]) ** 2) return true;
    }
  return false;
}

/** The same parameters with those of one term replaced. */
export function withTerm(
  terms: readonly CovarianceTerm[],
  par: Float64Array,
  term: number,
  own: Float64Array,
): Float64Array {
  return joinParameters(termParameters(terms, par).map((part, t) => (t === term ? own : part)));
}

/** Makes parameters term by term. */
export function joinParameters(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The same matrices by parameters in their usual range; see {@link CovarianceStructureMap.canonical}. */
export function canonicalParameters(terms: readonly CovarianceTerm[], par: Float64Array): Float64Array {
  return joinParameters(
    termParameters(terms, par).map((own, t) => COVARIANCE_STRUCTURES[terms[t].structure].canonical(own, terms[t].size)),
  );
}

/** Whether any parameter of a term is at a boundary. */
export function termAtBoundary({ structure, size }: CovarianceTerm, own: Float64Array): boolean {
  return COVARIANCE_STRUCTURES[structure].atBoundary(own, size).length > 0;
}

/** Positions of the parameters that must not be negative. */
export function oneSidedParameters(terms: readonly CovarianceTerm[]): number[] {
  const starts = parameterStarts(terms);
  return terms.flatMap(({ structure, size }, t) =>
    COVARIANCE_STRUCTURES[structure].oneSided(size).map((k) => starts[t] + k),
  );
}

/** Gradient of the criterion in the parameters: tr(G dPsi) term by term. */
export function parameterGradient(
  terms: readonly CovarianceTerm[],
  par: Float64Array,
  score: readonly Float64Array[],
  frames: Frames = [],
): Float64Array {
  const parts = termParameters(terms, par).map((own, t) => {
    const slopes = COVARIANCE_STRUCTURES[terms[t].structure].slopes(own, terms[t].size);
    const G = inFrame(score[t], frames[t] ?? null, terms[t].size, false);
    return Float64Array.from(slopes, (slope) => slope.reduce((sum, value, at) => sum + value * G[at], 0));
  });
  return joinParameters(parts);
}

/** Makes the function that takes a Hessian in the entries of all Psi to one in the parameters. */
export function parameterHessian(
  terms: readonly CovarianceTerm[],
  par: Float64Array,
  score: readonly Float64Array[],
  frames: Frames = [],
): (linear: Matrix) => Matrix {
  const J = parameterJacobian(terms, par, frames);
  const starts = parameterStarts(terms);
  return (linear) => {
    const hessian = multiplyTransposed(J, multiply(linear, J));
    termParameters(terms, par).forEach((own, t) => {
      const { structure, size } = terms[t];
      const bend = COVARIANCE_STRUCTURES[structure].curvature(
        own,
        size,
        inFrame(score[t], frames[t] ?? null, size, false),
      );
      for (let b = 0; b < own.length; b++)
        for (let a = 0; a < own.length; a++)
          hessian.data[(starts[t] + b) * hessian.nrow + starts[t] + a] += bend[b * own.length + a];
    });
    return hessian;
  };
}

/** Derivatives of the entries of all Psi (lower triangles by rows) in the parameters, m x count. */
export function parameterJacobian(terms: readonly CovarianceTerm[], par: Float64Array, frames: Frames = []): Matrix {
  const linear = linearStarts(terms);
  const starts = parameterStarts(terms);
  const J = matrix(linear[terms.length], starts[terms.length]);
  termParameters(terms, par).forEach((own, t) => {
    const { structure, size } = terms[t];
    for (const [k, inner] of COVARIANCE_STRUCTURES[structure].slopes(own, size).entries()) {
      const slope = inFrame(inner, frames[t] ?? null, size, true);
      const first = (starts[t] + k) * J.nrow + linear[t];
      for (const [e, { row, column }] of lowerEntriesByRow(size).entries())
        J.data[first + e] = slope[column * size + row];
    }
  });
  return J;
}
