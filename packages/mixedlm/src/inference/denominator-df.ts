// Degrees of freedom of an F test by Satterthwaite's: those of independent t statistics, pooled after Fai and
// Cornelius. They depend on which t statistics the test is divided into: those along given axes, or along the axes of
// the space that have the fewest degrees of freedom in all, which belong to the hypothesis and not to the rows that it
// is written in.
//
// In coordinates in which the estimates are independent with variance 1, the estimated covariance varies as A_1 e_1 +
// A_2 e_2 + ... with independent e of variance 1, and that of a direction u by 2 / nu(u) = (u'A_1 u)^2 + (u'A_2 u)^2 +
// ... Nothing else than the A enters, so that neither rows, nor units, origins and names of predictors matter.
import { cos, type Matrix, matrix, multiply, multiplyTransposed, sin, symmetricEigen } from "@mixedlm/linalg";
import { goldenSection } from "@mixedlm/optimize";

/** Relative difference of degrees of freedom that are equal up to rounding. */
const EQUAL = 1e-8;
/** Relative gain below which axes are not turned any more, rounds of turns, and angles tried in each plane. */
const GAIN = 1e-13;
const ROUNDS = 50;
const ANGLES = 24;
/** Golden sections that leave 1e-9 of two steps of the angle: about the root of the rounding error. */
const SECTIONS = 39;

/**
 * Computes the degrees of freedom.
 *
 * @param forms - derivatives of the estimates' covariance in the parameters, q x q each.
 * @param covariance - of the parameters.
 * @param fewest - whether the axes are turned to where there are the fewest; else those of the forms.
 * @returns at least 2, unless all directions have the same; infinite where nothing varies.
 * @see Fai & Cornelius (1996), J. Stat. Comput. Simul. 54, 363-378.
 */
export function denominatorDf(forms: readonly Float64Array[], covariance: Matrix, fewest: boolean): number {
  const A = independentForms(forms, covariance);
  if (A.length === 0) return Number.POSITIVE_INFINITY;
  const q = Math.round(Math.sqrt(A[0].length));
  const own = q > 1 && fewest ? turned(A, q) : A;
  return pooledDf(Array.from({ length: q }, (_, i) => variation(own, q, i)));
}

/** The A: the root of the covariance, in units of each parameter's own standard error, applied to the forms. */
function independentForms(forms: readonly Float64Array[], { data, nrow: k }: Matrix): Float64Array[] {
  const size = Float64Array.from({ length: k }, (_, r) => Math.sqrt(data[r * (k + 1)]));
  const scaled = data.map((value, at) => {
    const scale = size[at % k] * size[Math.floor(at / k)];
    return scale > 0 ? value / scale : 0;
  });
  const { values, vectors } = symmetricEigen(matrix(k, k, scaled));
  return Array.from(values.keys()).flatMap((e) => {
    // a covariance of lower rank has zeros, up to rounding
    if (!(values[e] > 0)) return [];
    const A = new Float64Array(forms[0].length);
    for (let r = 0; r < k; r++) {
      const share = Math.sqrt(values[e]) * vectors.data[e * k + r] * size[r];
      for (let at = 0; at < A.length; at++) A[at] += share * forms[r][at];
    }
    return [A];
  });
}

/** 2 / nu of axis i. */
function variation(A: readonly Float64Array[], q: number, i: number): number {
  return A.reduce((sum, own) => sum + own[i * (q + 1)] ** 2, 0);
}

/** What the mean of a squared t statistic is more than 1: 2 / (nu - 2). */
function excess(variation: number): number {
  return variation < 1 ? variation / (1 - variation) : Number.POSITIVE_INFINITY;
}

/** The degrees of freedom of the F distribution with the mean that the squared t statistics have. */
function pooledDf(variations: readonly number[]): number {
  const q = variations.length;
  const [least, most] = [Math.min(...variations), Math.max(...variations)];
  if (most - least <= EQUAL * most) return (2 * q) / variations.reduce((sum, own) => sum + own, 0);
  // where one has no mean, 2, as in lmerTest
  return 2 + (2 * q) / variations.reduce((sum, own) => sum + excess(own), 0);
}

/**
 * The forms in the axes in which the excesses are the largest: those of the mean square of the forms to begin with,
 * then turned in one plane after the other.
 */
function turned(A: readonly Float64Array[], q: number): Float64Array[] {
  const mean = matrix(q, q);
  for (const own of A) {
    const square = multiply(matrix(q, q, own), matrix(q, q, own)).data;
    for (let at = 0; at < q * q; at++) mean.data[at] += square[at];
  }
  const { vectors } = symmetricEigen(mean);
  const out = A.map((own) => multiplyTransposed(vectors, multiply(matrix(q, q, own), vectors)).data);
  for (let round = 0; round < ROUNDS; round++) {
    let hasTurned = false;
    for (let j = 1; j < q; j++)
      for (let i = 0; i < j; i++) {
        const angle = bestAngle(out, q, i, j);
        if (angle === 0) continue;
        for (const own of out) turnInPlace(own, q, i, j, angle);
        hasTurned = true;
      }
    if (!hasTurned) break;
  }
  return out;
}

/** The angle by which axes i and j are turned; 0 where none is better than the axes that there are. */
function bestAngle(A: readonly Float64Array[], q: number, i: number, j: number): number {
  // u'A u = a + b cos 2x + c sin 2x
  const waves = A.map((own) => {
    const [left, right] = [own[i * (q + 1)], own[j * (q + 1)]];
    return { a: (left + right) / 2, b: (left - right) / 2, c: own[j * q + i] };
  });
  const both = (x: number): number => {
    const [cosine, sine] = [cos(2 * x), sin(2 * x)];
    let [one, other] = [0, 0];
    for (const { a, b, c } of waves) {
      const part = b * cosine + c * sine;
      one += (a + part) ** 2;
      other += (a - part) ** 2;
    }
    return excess(one) + excess(other);
  };
  const step = Math.PI / 2 / ANGLES;
  let best = 0;
  for (let t = 1; t < ANGLES; t++) if (both(t * step) > both(best * step) * (1 + GAIN)) best = t;
  const { x: angle } = goldenSection(both, (best - 1) * step, (best + 1) * step, SECTIONS);
  return both(angle) > both(0) * (1 + GAIN) ? angle : 0;
}

/** A in axes of which i and j are turned by an angle. */
function turnInPlace(A: Float64Array, q: number, i: number, j: number, angle: number): void {
  const [cosine, sine] = [cos(angle), sin(angle)];
  for (let m = 0; m < q; m++) {
    const [left, right] = [A[i * q + m], A[j * q + m]];
    A[i * q + m] = cosine * left + sine * right;
    A[j * q + m] = cosine * right - sine * left;
  }
  for (let m = 0; m < q; m++) {
    const [left, right] = [A[m * q + i], A[m * q + j]];
    A[m * q + i] = cosine * left + sine * right;
    A[m * q + j] = cosine * right - sine * left;
  }
}
