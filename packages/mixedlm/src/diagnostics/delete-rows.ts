// Deletion of single rows, covariance parameters held: with P = V^-1 - V^-1 X (X'V^-1X)^-1 X'V^-1 the fixed effects
// move by (X'V^-1X)^-1 X'V^-1 e_i (Py)_i / P_ii, and y'Py loses (Py)_i^2 / P_ii. In weighted rows P y is the residual
// and P_ii is 1 less the leverage, so that all of it is sums over the random effects of each row.
import {
  dot,
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  type Matrix,
  matrix,
  multiplyVector,
  norm2,
} from "@mixedlm/linalg";
import { coefficientMap, residualUnit } from "../coordinates/fixed-basis.ts";
import { residualDf } from "../engine/generalised-least-squares.ts";
import { predictedRows } from "../prediction/joint-covariance.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { internalRows } from "../rows/internal-rows.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";
import { type DeletionOutcome, lostNames } from "./deletion.ts";
import { lostColumns, noLikelihood } from "./influence-errors.ts";
import { NOTHING_LEFT, rowLeverages } from "./leverage.ts";

/** Lists the fits without each of the rows, in their order. */
export function* deleteRows(fit: Fit, rows: ModelRows): Generator<DeletionOutcome, void, undefined> {
  const { optimum } = partsOf(fit);
  const { engine, reml } = optimum;
  const { products } = engine;
  const { p } = products;
  const internal = internalRows(fit, rows);
  const h = rowLeverages(fit, rows, internal);
  const at = atOptimum(optimum);
  const R = matrix(p, p);
  for (let j = 0; j < p; j++) R.data.set(at.R.subarray(j * (p + 1), j * (p + 1) + p), j * p);
  const total = at.r2;
  const solved = predictedRows(engine, at, internal);
  lowerSolveInPlace(R.data, p, solved, rows.n);
  const M = matrix(p, p, coefficientMap(products.fixed));
  const root = changedCovarianceRoot(M, R, new Float64Array(p), 1, 1);
  const unit = residualUnit(products.fixed);
  const nu = residualDf(products, reml) - 1;
  const residuals = fit.residuals;
  for (let i = 0; i < rows.n; i++) {
    const left = 1 - h[i];
    if (!(left > NOTHING_LEFT)) {
      yield lostColumns(lostNames(fit.names, root, unitColumn(solved.subarray(i * p, (i + 1) * p))));
      continue;
    }
    const weight = rows.weights === null ? 1 : Math.sqrt(rows.weights[i]);
    const residual = (weight * residuals[i]) / unit;
    const square = total - residual ** 2 / left;
    if (!(nu > 0 && square > 0)) {
      yield noLikelihood();
      continue;
    }
    const direction = solved.slice(i * p, (i + 1) * p).map((value) => weight * value);
    const sigma2 = square / nu;
    yield {
      change: moved(M, R, direction, residual / left),
      root: changedCovarianceRoot(M, R, direction, left, sigma2),
      sigma: unit * Math.sqrt(sigma2),
      theta: fit.theta,
    };
  }
}

function unitColumn(x: Float64Array): Matrix {
  const size = norm2(x) || 1;
  return matrix(
    x.length,
    1,
    x.map((value) => value / size),
  );
}

/** M R^-T direction times a number. */
function moved(M: Matrix, R: Matrix, direction: Float64Array, times: number): Float64Array {
  const own = direction.map((value) => times * value);
  lowerTransposedSolveInPlace(R.data, R.nrow, own);
  return multiplyVector(M, own);
}

/** A square root of sigma^2 M R^-T (1 + dd' / left) R^-1 M' with d the direction. */
function changedCovarianceRoot(M: Matrix, R: Matrix, direction: Float64Array, left: number, sigma2: number): Matrix {
  const p = R.nrow;
  // 1 + dd'/left = BB' with B = 1 + c dd', (1 + c d'd)^2 = 1 + d'd / left
  const c = 1 / left / (1 + Math.sqrt(1 + dot(direction, direction) / left));
  const half = matrix(p, p);
  for (let j = 0; j < p; j++)
    for (let i = 0; i < p; i++) half.data[j * p + i] = (i === j ? 1 : 0) + c * direction[i] * direction[j];
  lowerTransposedSolveInPlace(R.data, p, half.data, p);
  const root = matrix(p, p);
  for (let j = 0; j < p; j++) root.data.set(multiplyVector(M, half.data.subarray(j * p, (j + 1) * p)), j * p);
  const sigma = Math.sqrt(sigma2);
  return { ...root, data: root.data.map((value) => sigma * value) };
}
