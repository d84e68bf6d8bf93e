// The parameters of all terms in one vector, term after term: what the search moves. Derivatives in the entries of Psi come
// from an engine; here the chain rule takes them to the parameters of each structure.
import { type Matrix, matrix, multiply, multiplyTransposed } from "@mixedlm/linalg";
import { COVARIANCE_STRUCTURES } from "./covariance-structures.ts";
import type { Lambda } from "./engine.ts";
import { type CovarianceTerm, linearStarts } from "./structure.ts";

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

/** Parameters -> square roots. */
export function lambdaOf(terms: readonly CovarianceTerm[], par: Float64Array): Lambda {
  return termParameters(terms, par).map((own, t) =>
    COVARIANCE_STRUCTURES[terms[t].structure].lambda(own, terms[t].size),
  );
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
): Float64Array {
  const parts = termParameters(terms, par).map((own, t) => {
    const slopes = COVARIANCE_STRUCTURES[terms[t].structure].slopes(own, terms[t].size);
    return Float64Array.from(slopes, (slope) => slope.reduce((sum, value, at) => sum + value * score[t][at], 0));
  });
  return joinParameters(parts);
}

/** Makes the function that takes a Hessian in the entries of all Psi to one in the parameters. */
export function parameterHessian(
  terms: readonly CovarianceTerm[],
  par: Float64Array,
  score: readonly Float64Array[],
): (linear: Matrix) => Matrix {
  const J = parameterJacobian(terms, par);
  const starts = parameterStarts(terms);
  return (linear) => {
    const hessian = multiplyTransposed(J, multiply(linear, J));
    termParameters(terms, par).forEach((own, t) => {
      const { structure, size } = terms[t];
      const bend = COVARIANCE_STRUCTURES[structure].curvature(own, size, score[t]);
      for (let b = 0; b < own.length; b++)
        for (let a = 0; a < own.length; a++)
          hessian.data[(starts[t] + b) * hessian.nrow + starts[t] + a] += bend[b * own.length + a];
    });
    return hessian;
  };
}

/** Derivatives of the entries of all Psi (lower triangles by rows) in the parameters, m x count. */
export function parameterJacobian(terms: readonly CovarianceTerm[], par: Float64Array): Matrix {
  const linear = linearStarts(terms);
  const starts = parameterStarts(terms);
  const J = matrix(linear[terms.length], starts[terms.length]);
  termParameters(terms, par).forEach((own, t) => {
    const { structure, size } = terms[t];
    for (const [k, slope] of COVARIANCE_STRUCTURES[structure].slopes(own, size).entries()) {
      let j = (starts[t] + k) * J.nrow + linear[t];
      for (let row = 0; row < size; row++)
        for (let column = 0; column <= row; column++) J.data[j++] = slope[column * size + row];
    }
  });
  return J;
}
