// What a factorisation says of the fixed effects and of the residual variance, both profiled out of the criterion.
import { lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import { rawCoefficients, residualUnit } from "../coordinates/fixed-basis.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Factorisation } from "./engine.ts";

/** Degrees of freedom of the residual variance: n under ML, n - p under REML. */
export function residualDf({ n, p }: Pick<InternalProducts, "n" | "p">, reml: boolean): number {
  return reml ? n - p : n;
}

/** Fixed effects in internal coordinates: solves R' beta = last row of R, length p. */
export function internalBeta({ R }: Pick<Factorisation, "R">, p: number): Float64Array {
  const columns = p + 1;
  const beta = Float64Array.from({ length: p }, (_, j) => R[j * columns + p]);
  lowerTransposedSolveInPlace(R, p, beta, 1, 0, columns);
  return beta;
}

/** Residual variance estimate r2 / nu, internal units. */
export function residualVariance(products: InternalProducts, at: Factorisation, reml: boolean): number {
  return at.r2 / residualDf(products, reml);
}

/**
 * The generalised sum of squares (y - X beta)'V^-1(y - X beta) of any fixed effects: r2 and what they lose,
 * (beta - beta_hat)'X'V^-1X(beta - beta_hat) = |R'beta - z|^2 with z the last row of R.
 *
 * @param beta - internal coordinates, length p.
 */
export function squareOf({ R, r2 }: Pick<Factorisation, "R" | "r2">, beta: Float64Array): number {
  return solvedExcess(R, beta).reduce((sum, value) => sum + value * value, r2);
}

/** z - R'beta, length p; times R it is X'V^-1(y - X beta). */
export function solvedExcess(R: Float64Array, beta: Float64Array): Float64Array {
  const p = beta.length;
  const columns = p + 1;
  return beta.map((_, r) => {
    let value = R[r * columns + p];
    for (let i = r; i < p; i++) value -= R[r * columns + i] * beta[i];
    return value;
  });
}

/** Generalised least-squares fixed effects and the residual variance at a point. */
export interface ProfiledEstimates {
  /** Length p, units of y per unit of the column. */
  readonly beta: Float64Array;
  /** Units of y squared. */
  readonly sigma2: number;
}

/** Computes what is profiled out, from a factorisation. */
export function profiledEstimates(products: InternalProducts, at: Factorisation, reml: boolean): ProfiledEstimates {
  return {
    beta: rawCoefficients(products.fixed, internalBeta(at, products.p)),
    sigma2: residualUnit(products.fixed) ** 2 * residualVariance(products, at, reml),
  };
}
