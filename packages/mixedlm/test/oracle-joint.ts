// In: dense y, X, Z and the relative covariance G of the random effects. Out: what predictions are uncertain by, straight
// from the definitions with V = Z G Z' + I, in n x n matrices inverted by elimination. Slow and plain on purpose.
import type { DenseModel, Rows } from "./oracle.ts";

export { denseConditional } from "./oracle.ts";

/** G Z'V^-1 X, q x p. */
export function denseSolved({ X, Z }: DenseModel, G: Rows): number[][] {
  return times(G, times(transpose(Z), times(inverse(marginal(Z, G)), X)));
}

/**
 * Covariance of (beta_hat, b_hat - b), relative to the residual variance, (p + q) x (p + q), from its definition: both are
 * linear in y = X beta + Z b + e with cov(b) = G and cov(e) = I, b_hat = G Z'V^-1(y - X beta_hat).
 */
export function denseJoint({ X, Z }: DenseModel, G: Rows): number[][] {
  const W = inverse(marginal(Z, G));
  const A = times(inverse(times(transpose(X), times(W, X))), times(transpose(X), W));
  const XA = times(X, A);
  const B = times(
    times(G, transpose(Z)),
    times(
      W,
      XA.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value)),
    ),
  );
  // the coefficients of (b, e): rows of beta_hat, then of b_hat - b
  const ofB = [...times(A, Z), ...minusIdentity(times(B, Z))];
  const ofE = [...A, ...B];
  return plus(times(times(ofB, G), transpose(ofB)), times(ofE, transpose(ofE)));
}

/** Diagonal of the map from y to X beta_hat + Z b_hat. */
export function denseLeverage({ X, Z }: DenseModel, G: Rows): number[] {
  const W = inverse(marginal(Z, G));
  const A = times(inverse(times(transpose(X), times(W, X))), times(transpose(X), W));
  const XA = times(X, A);
  const ZGZ = times(times(Z, G), transpose(Z));
  const rest = times(
    times(ZGZ, W),
    XA.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value)),
  );
  return XA.map((row, i) => row[i]! + rest[i]![i]!);
}

/** z'A z. */
export function quadratic(A: Rows, z: readonly number[]): number {
  return z.reduce((sum, left, i) => sum + left * z.reduce((own, right, j) => own + A[i]![j]! * right, 0), 0);
}

function marginal(Z: Rows, G: Rows): number[][] {
  return times(times(Z, G), transpose(Z)).map((row, i) => row.map((value, j) => value + (i === j ? 1 : 0)));
}

function times(A: Rows, B: Rows): number[][] {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => row.reduce((sum, value, k) => sum + value * column[k]!, 0)));
}

function plus(A: Rows, B: Rows): number[][] {
  return A.map((row, i) => row.map((value, j) => value + B[i]![j]!));
}

function minusIdentity(A: Rows): number[][] {
  return A.map((row, i) => row.map((value, j) => value - (i === j ? 1 : 0)));
}

function transpose(A: Rows): number[][] {
  return A[0]!.map((_, j) => A.map((row) => row[j]!));
}

/** Gauss-Jordan elimination with row exchanges. */
function inverse(A: Rows): number[][] {
  const n = A.length;
  const rows = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const scale = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / scale);
    for (let i = 0; i < n; i++) {
      const share = rows[i]![k]!;
      if (i === k || share === 0) continue;
      for (let j = 0; j < 2 * n; j++) rows[i]![j]! -= share * rows[k]![j]!;
    }
  }
  return rows.map((row) => row.slice(n));
}
