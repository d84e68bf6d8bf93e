// Sines, cosines and their inverses by additions, multiplications, divisions and square roots alone: the same bits in
// every engine, which `Math.sin` and its relatives do not promise (see logarithm.ts). Sines and cosines of angles
// beyond 2^20 are those of `Math`: to reduce them takes more digits of pi than a formula's data are worth.

/** The sine of an angle in radians, with an error below one unit in the last place; `Math.sin` beyond 2^20. */
export function sin(x: number): number {
  if (!(Math.abs(x) <= FARTHEST)) return Math.sin(x);
  if (Math.abs(x) <= QUARTER) return x === 0 ? x : sineOf(x, 0);
  const { quadrant, r, rest } = fromQuadrant(x);
  const value = quadrant % 2 === 0 ? sineOf(r, rest) : cosineOf(r, rest);
  return quadrant < 2 ? value : -value;
}

/** The cosine of an angle in radians, with an error below one unit in the last place; `Math.cos` beyond 2^20. */
export function cos(x: number): number {
  if (!(Math.abs(x) <= FARTHEST)) return Math.cos(x);
  if (Math.abs(x) <= QUARTER) return cosineOf(x, 0);
  const { quadrant, r, rest } = fromQuadrant(x);
  const value = quadrant % 2 === 0 ? cosineOf(r, rest) : sineOf(r, rest);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

/** The angle between -pi/2 and pi/2 whose tangent is x, with an error below one unit in the last place. */
export function atan(x: number): number {
  const size = Math.abs(x);
  if (!(size > 2 ** -28)) return x;
  if (size > 2 ** 60) return Math.sign(x) * (Math.PI / 2);
  // the nearest eighth c has a known angle: atan(x) = atan(c) + atan((x - c) / (1 + c x)), and atan(x) = pi/2 -
  // atan(1/x)
  const isLarge = size > 1;
  const j = Math.round(8 * (isLarge ? 1 / size : size));
  const c = j / 8;
  const t = isLarge ? (1 - c * size) / (size + c) : (size - c) / (1 + c * size);
  const near = t - t * arctangentRest(t * t);
  const angle = ANGLES[j] + (near + ANGLE_RESTS[j]);
  const value = isLarge ? Math.PI / 2 - ANGLES[j] + (HALF_PI_REST - ANGLE_RESTS[j] - near) : angle;
  return x < 0 ? -value : value;
}

/** The angle of the point (x, y), between -pi and pi. */
export function atan2(y: number, x: number): number {
  if (!(Number.isFinite(x) && Number.isFinite(y)) || x === 0 || y === 0) return Math.atan2(y, x);
  const angle = atan(Math.abs(y / x));
  const value = x > 0 ? angle : Math.PI - (angle - 2 * HALF_PI_REST);
  return y < 0 ? -value : value;
}

/** The angle between -pi/2 and pi/2 whose sine is x, -1 <= x <= 1. */
export function asin(x: number): number {
  if (Math.abs(x) === 1) return (x * Math.PI) / 2;
  return atan(x / Math.sqrt((1 - x) * (1 + x)));
}

/** The angle between 0 and pi whose cosine is x, -1 <= x <= 1. */
export function acos(x: number): number {
  return x === -1 ? Math.PI : 2 * atan(Math.sqrt((1 - x) / (1 + x)));
}

/** Up to here the number of quarter turns has 20 bits, and its products with the first two parts of pi/2 are exact. */
const FARTHEST = 2 ** 20;
const QUARTER = Math.PI / 4;
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
/** What pi/2 is beyond `Math.PI / 2`. */
const HALF_PI_REST = 6.123233995736766e-17;

/** The angles whose tangents are 0, 1/8, ..., 1, and what they are beyond these doubles. */
const ANGLES = [
  ...[0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061],
  ...[0.5585993153435624, 0.6435011087932844, 0.7188299996216245, 0.7853981633974483],
] as const;
const ANGLE_RESTS = [
  ...[0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17],
  ...[-5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17],
] as const;

/** x = (quadrant + 4 m) pi/2 + r + rest, |r| <= pi/4. */
function fromQuadrant(x: number): { quadrant: number; r: number; rest: number } {
  const turns = Math.round(x / (Math.PI / 2));
  const first = x - turns * HALF_PI[0];
  const part = turns * HALF_PI[1];
  const second = first - part;
  // what rounding the difference lost, whichever of the two is larger
  const back = first - second;
  const lost = first - (second + back) + (back - part);
  const tail = lost - turns * HALF_PI[2];
  const r = second + tail;
  return { quadrant: ((turns % 4) + 4) % 4, r, rest: second - r + tail };
}

function sineOf(r: number, rest: number): number {
  const z = r * r;
  const far = 1 / 362880 - z * (1 / 39916800 - z * (1 / 6227020800 - z * (1 / 1307674368000 - z / 355687428096000)));
  const series = 1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * far));
  return r - (r * z * series - rest * (1 - 0.5 * z));
}

function cosineOf(r: number, rest: number): number {
  const z = r * r;
  const far = 1 / 40320 - z * (1 / 3628800 - z * (1 / 479001600 - z * (1 / 87178291200 - z / 20922789888000)));
  const series = z * z * (1 / 24 - z * (1 / 720 - z * far));
  const half = 0.5 * z;
  const head = 1 - half;
  return head + (1 - head - half + (series - r * rest));
}

/** 1 - atan(t) / t as a series in z = t^2, |t| <= 1/16. */
function arctangentRest(z: number): number {
  return z * (1 / 3 - z * (1 / 5 - z * (1 / 7 - z * (1 / 9 - z * (1 / 11 - z * (1 / 13 - z / 15))))));
}
