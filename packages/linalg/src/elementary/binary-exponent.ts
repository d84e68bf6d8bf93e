// The exponent and the fraction of a double, and powers of two, exactly: what logarithm and exponential are reduced by.

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Which of the two words holds sign and exponent: the bytes stand in the machine's order. */
const HIGH = new Uint8Array(new Int32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** floor(log2(x)) of a positive number that is at least 2^-1022. */
export function binaryExponent(x: number): number {
  double[0] = x;
  return (words[HIGH] >>> 20) - 1023;
}

/** x / 2^floor(log2(x)) of such a number, between 1 and 2. */
export function binaryFraction(x: number): number {
  double[0] = x;
  words[HIGH] = (words[HIGH] & 0xfffff) | (1023 << 20);
  return double[0];
}

/** 2^k for -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[1 - HIGH] = 0;
  return double[0];
}

/** The logarithm of two in two parts: the first has 40 bits, so that its product with an exponent is exact. */
export const LN2 = 0.6931471805601177;
/** What the logarithm of two is beyond {@link LN2}. */
export const LN2_REST = -1.7239444525614835e-13;
