// A standard normal deviate comes in, its tail probability goes out, or a probability comes in and the deviate goes
// out. Tails are exp(-z^2/2) times a slowly varying factor, so each is computed on its own side and never as 1 - p.
import { exp, log, log1p } from "@mixedlm/linalg";

// Cody (1969), tables II to IV, rounded to doubles: numerators and denominators, highest power first
const ERF_P = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const ERF_Q = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const MID_P = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MID_Q = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const FAR_P = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const FAR_Q = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

// Wichura (1988), AS 241 PPND16: centre, near tail, far tail, highest power first
const CENTRE_P = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const CENTRE_Q = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];
const NEAR_P = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const NEAR_Q = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const DEEP_P = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const DEEP_Q = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
];

/** The standard normal density at 0. */
export const INV_SQRT_2PI = 0.3989422804014327;
const INV_SQRT_PI = 0.5641895835477563;
// below this deviate 1/2 - erf/2 loses nothing; it is Cody's 0.46875 times sqrt(2)
const CENTRE = 0.66291;

/**
 * Probability that a standard normal variable is at most `z`.
 *
 * @param z - deviate; NaN gives NaN.
 * @returns a probability, relative error below 1e-15 over the fixture's grid, |z| <= 37.
 * @see Cody (1969), Math. Comp. 23, 631-637.
 */
export function normalCdf(z: number): number {
  return normalSf(-z);
}

/**
 * Probability that a standard normal variable exceeds `z`, accurate far out where 1 - cdf is 0.
 *
 * @param z - deviate; NaN gives NaN.
 * @returns a probability, relative error below 1e-15 over the fixture's grid, |z| <= 37.
 * @see Cody (1969), Math. Comp. 23, 631-637.
 */
export function normalSf(z: number): number {
  if (z < -CENTRE) return 1 - normalSf(-z);
  if (z < CENTRE) return 0.5 - halfErf(z);
  if (z > 40) return 0;
  return 0.5 * scaledErfc(z * Math.SQRT1_2) * expHalfSquare(z);
}

/**
 * Logarithm of {@link normalSf}, finite for every finite `z` whose square is.
 *
 * @param z - deviate; NaN gives NaN.
 * @returns log P(Z > z), relative error below 1e-15 over the fixture's grid, |z| <= 37.
 */
export function normalLogSf(z: number): number {
  if (z < CENTRE) return log1p(-normalSf(-z));
  if (z === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return log(0.5 * scaledErfc(z * Math.SQRT1_2)) - 0.5 * z * z;
}

/**
 * The deviate below which a standard normal variable falls with probability `p`.
 *
 * @param p - probability; 0 and 1 give -Infinity and Infinity, values outside [0, 1] and NaN give NaN.
 * @returns z, relative error below 1e-15 over the fixture's grid, p from 1e-300 to 1 - 1e-10.
 * @see Wichura (1988), Algorithm AS 241, Applied Statistics 37, 477-484.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE_P, r)) / polynomial(CENTRE_Q, r);
  }
  const tail = Math.min(p, 1 - p);
  return Math.sign(q) * (tail === 0 ? Number.POSITIVE_INFINITY : tailDeviate(Math.sqrt(-log(tail))));
}

// the deviate whose tail probability is exp(-r^2)
function tailDeviate(r: number): number {
  if (r <= 5) return polynomial(NEAR_P, r - 1.6) / polynomial(NEAR_Q, r - 1.6);
  return polynomial(DEEP_P, r - 5) / polynomial(DEEP_Q, r - 5);
}

// erf(z / sqrt 2) / 2 for small z
function halfErf(z: number): number {
  const x = z * Math.SQRT1_2;
  return (0.5 * x * polynomial(ERF_P, x * x)) / polynomial(ERF_Q, x * x);
}

// exp(x^2) erfc(x) for x > 0.46
function scaledErfc(x: number): number {
  if (x <= 4) return polynomial(MID_P, x) / polynomial(MID_Q, x);
  const w = 1 / (x * x);
  return (INV_SQRT_PI - (w * polynomial(FAR_P, w)) / polynomial(FAR_Q, w)) / x;
}

// exp(-z^2 / 2): the head of z, in sixteenths, has an exact square, so z^2's rounding does not enter the exponent
function expHalfSquare(z: number): number {
  const head = Math.trunc(16 * z) / 16;
  return exp(-0.5 * head * head) * exp(-0.5 * (z - head) * (z + head));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
