// Degrees of freedom and scale of Kenward and Roger's F: those with which a scaled Wald statistic has the mean and the
// variance that the second-order expansion gives, chosen so that they are exact where an exact test exists.
// Kenward & Roger (1997), Biometrics 53, 983-997, section 4.
import type { Matrix } from "@mixedlm/linalg";

/** An F distribution for `scale` times the Wald statistic over its rank. */
export interface ScaledF {
  readonly scale: number;
  readonly df: number;
}

/** Distance of df from 2 at which the scale is 0 / 0. */
const NEAR_TWO = 1e-2;
/** A difference from 1 that is rounding error. */
const ROUNDING = 1e-10;

/**
 * Matches the moments.
 *
 * @param rows - combinations in coordinates in which the fixed effects are independent with variance 1: orthonormal.
 * @param P - derivatives of the inverse covariance in the covariance parameters, p x p each.
 * @param W - covariance of these.
 */
export function scaledF(rows: readonly Float64Array[], P: readonly Float64Array[], W: Matrix): ScaledF {
  const q = rows.length;
  const forms = P.map((own) => quadraticForms(rows, own));
  let A1 = 0;
  let A2 = 0;
  for (let r = 0; r < P.length; r++)
    for (let s = 0; s < P.length; s++) {
      const weight = W.data[s * P.length + r];
      A1 += weight * trace(forms[r], q) * trace(forms[s], q);
      for (let e = 0; e < q * q; e++) A2 += weight * forms[r][e] * forms[s][e];
    }
  // nothing varies: the covariance parameters are as good as known
  if (!(A2 > 0)) return { scale: 1, df: Number.POSITIVE_INFINITY };
  if (q === 1) return { scale: 1, df: 2 / A2 };
  const B = (A1 + 6 * A2) / (2 * q);
  const g = ((q + 1) * A1 - (q + 4) * A2) / ((q + 2) * A2);
  const d = 3 * q + 2 * (1 - g);
  const mean = 1 - A2 / q;
  const [v0, v1, v2] = [1 + (g / d) * B, 1 - ((q - g) / d) * B, 1 - ((q + 2 - g) / d) * B];
  const ratio = Math.abs(mean) < ROUNDING && Math.abs(v1) < ROUNDING ? 1 : mean / v1;
  const rho = (ratio ** 2 * (Math.abs(v0) < ROUNDING ? 0 : v0)) / v2 / q;
  const df = 4 + (q + 2) / (q * rho - 1);
  if (!(df > 0)) return { scale: 1, df: leastDf(forms, W, q) };
  if (df === Number.POSITIVE_INFINITY) return { scale: mean, df };
  return { scale: Math.abs(df - 2) < NEAR_TWO ? 1 : (df * mean) / (df - 2), df };
}

/** U'P U, q x q. */
function quadraticForms(rows: readonly Float64Array[], P: Float64Array): Float64Array {
  const q = rows.length;
  const p = q === 0 ? 0 : rows[0].length;
  const out = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    const along = new Float64Array(p);
    for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) along[a] += P[b * p + a] * rows[j][b];
    for (let i = 0; i <= j; i++) {
      let sum = 0;
      for (let a = 0; a < p; a++) sum += rows[i][a] * along[a];
      out[j * q + i] = sum;
      out[i * q + j] = sum;
    }
  }
  return out;
}

function trace(A: Float64Array, q: number): number {
  let sum = 0;
  for (let i = 0; i < q; i++) sum += A[i * (q + 1)];
  return sum;
}

/** The least degrees of freedom of one of the rows: where the moments are those of no F distribution. */
function leastDf(forms: readonly Float64Array[], W: Matrix, q: number): number {
  let most = 0;
  for (let i = 0; i < q; i++) {
    let A = 0;
    for (let r = 0; r < forms.length; r++)
      for (let s = 0; s < forms.length; s++)
        A += W.data[s * forms.length + r] * forms[r][i * (q + 1)] * forms[s][i * (q + 1)];
    most = Math.max(most, A);
  }
  return 2 / most;
}
