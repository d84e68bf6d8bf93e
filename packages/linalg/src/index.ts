// Dense linear algebra on flat column-major Float64Arrays, sparse symmetric matrices by dense blocks, a stream of
// random numbers, and elementary functions with the same bits in every engine. Knows nothing of statistics.

export {
  choleskyFactorInPlace,
  choleskyInverse,
  choleskyInverseInPlace,
  choleskyLogdet,
  choleskySolveInPlace,
} from "./cholesky.ts";
export { acos, asin, atan, atan2, cos, sin } from "./elementary/circular.ts";
export { exp, expm1 } from "./elementary/exponential.ts";
export { hypot } from "./elementary/hypot.ts";
export { integerPower } from "./elementary/integer-power.ts";
export { log, log1p } from "./elementary/logarithm.ts";
export { power } from "./elementary/power.ts";
export { exactResidual } from "./exact-residual.ts";
export { LinalgError, type LinalgErrorCode } from "./errors.ts";
export { type JacobiRotation, jacobiRotation } from "./jacobi-rotation.ts";
export { type KernelStatus, loadKernels, useKernels } from "./kernels/load.ts";
export { type LuFactor, luFactor, luInverse, luSolve } from "./lu.ts";
export { fromRows, identity, type Matrix, matrix, scaled, toRows, transpose } from "./matrix.ts";
export { mersenneTwister } from "./random/mersenne-twister.ts";
export { multiply, multiplyByTransposed, multiplyTransposed, multiplyVector } from "./multiply.ts";
export { type QrFactor, qrBasis, qrFactor, qrSolve, qrTurned } from "./qr.ts";
export { type RandomGenerator, randomGenerator } from "./random/random.ts";
export { rankUpdateInPlace } from "./rank-update.ts";
export {
  type SparseAnalyseOptions,
  type SparseFill,
  type SparseSymbolic,
  sparseAnalyse,
} from "./sparse/sparse-analyse.ts";
export {
  type SparseFactor,
  type SparseWork,
  sparseFactor,
  sparseFactorInPlace,
  sparseLogdet,
} from "./sparse/sparse-factor.ts";
export { type SparsePattern, sparsePattern } from "./sparse/sparse-pattern.ts";
export { sparseSelectedInverse } from "./sparse/sparse-selected-inverse.ts";
export { sparseLowerTransposedSolveInPlace, sparseSolveInPlace } from "./sparse/sparse-solve.ts";
export { spectralMap } from "./spectral-map.ts";
export type { Relaxation } from "./sparse/supernodes.ts";
export { type SvdFactor, svdFactor, svdPseudoInverse } from "./svd.ts";
export { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.ts";
export { lowerInverseInPlace, lowerSolveInPlace, lowerTransposedSolveInPlace } from "./triangular.ts";
export { axpyInPlace, dot, maxAbs, norm2 } from "./vector.ts";
