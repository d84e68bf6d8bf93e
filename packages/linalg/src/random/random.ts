// Random numbers from a seed, the same on every machine. In: a seed. Out: uniforms, normals and integers. The generator
// is xoshiro256**, whose 64-bit words are kept as pairs of 32 bits: BigInt would be some fifty times slower. The
// logarithm that normals need is the package's own, with the same bits in every engine.
import { log } from "../elementary/logarithm.ts";
import { randomRange, randomSeed } from "../errors.ts";

/** A stream of random numbers; every call moves it on. */
export interface RandomGenerator {
  /** A multiple of 2^-53 from [0, 1), all equally likely. */
  uniform(): number;
  /** A standard normal deviate. */
  normal(): number;
  /** A whole number from 0 to `n - 1`, all equally likely; `n` from 1 to 2^53. */
  integer(n: number): number;
}

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/**
 * Starts a stream of random numbers: equal seeds give equal streams.
 *
 * Uniforms are the upper 53 bits of xoshiro256**, whose state is four outputs of SplitMix64 from the seed; a text is
 * turned into a seed by FNV-1a. Normals come in pairs from the polar method.
 *
 * @param seed - a whole number from 0 to 2^53 - 1, or any text. The text `"1"` and the number 1 are different seeds.
 * @throws {@link LinalgError} `random-seed` for another number; `random-range` from `integer(n)`.
 * @see Blackman & Vigna (2021), ACM Trans. Math. Softw. 47(4), 36; Steele, Lea & Flood (2014), OOPSLA, 453-472;
 *   Marsaglia & Bray (1964), SIAM Rev. 6, 260-264.
 */
export function randomGenerator(seed: number | string): RandomGenerator {
  const next = xoshiro256(stateFromSeed(seed));
  const word = new Uint32Array(2);
  const bits53 = (): number => {
    next(word);
    return word[0] * 2 ** 21 + (word[1] >>> 11);
  };
  const uniform = (): number => bits53() / TWO_53;
  return {
    uniform,
    normal: oneByOne(() => polarPair(uniform)),
    integer(n) {
      if (!Number.isInteger(n) || n < 1 || n > TWO_53) throw randomRange(n, 53);
      // a last, incomplete round of 0 .. n-1 would make its numbers more likely
      const complete = TWO_53 - (TWO_53 % n);
      let drawn = bits53();
      while (drawn >= complete) drawn = bits53();
      return drawn % n;
    },
  };
}

/**
 * The bare generator: each call writes the next 64 bits into `out`, upper half first.
 *
 * @param state - four words of 64 bits, not all 0; copied.
 */
export function xoshiro256(state: readonly bigint[]): (out: Uint32Array) => void {
  const s = Uint32Array.from(state.flatMap((word) => [Number(word >> 32n), Number(word & 0xffffffffn)]));
  return (out) => {
    scramble(s[2], s[3], out);
    const shiftedHigh = (s[2] << 17) | (s[3] >>> 15);
    const shiftedLow = s[3] << 17;
    for (let half = 0; half < 2; half++) {
      s[4 + half] ^= s[half];
      s[6 + half] ^= s[2 + half];
      s[2 + half] ^= s[4 + half];
      s[half] ^= s[6 + half];
    }
    s[4] ^= shiftedHigh;
    s[5] ^= shiftedLow;
    // rotated left by 45: the halves change places, then by 13
    const [high, low] = [s[7], s[6]];
    s[6] = (high << 13) | (low >>> 19);
    s[7] = (low << 13) | (high >>> 19);
  };
}

// 9 rotl(5 word, 7), modulo 2^64. Products of 32 bits by 9 are exact in a double.
function scramble(high: number, low: number, out: Uint32Array): void {
  const low5 = low * 5;
  const high5 = high * 5 + Math.floor(low5 / TWO_32);
  const turnedHigh = ((high5 << 7) | ((low5 >>> 0) >>> 25)) >>> 0;
  const turnedLow = ((low5 << 7) | ((high5 >>> 0) >>> 25)) >>> 0;
  const low9 = turnedLow * 9;
  out[0] = turnedHigh * 9 + Math.floor(low9 / TWO_32);
  out[1] = low9;
}

function stateFromSeed(seed: number | string): bigint[] {
  if (typeof seed === "number" && (!Number.isSafeInteger(seed) || seed < 0))
    throw randomSeed(seed, "a whole number from 0 to 2^53 - 1 or a text");
  const next = splitMix64(typeof seed === "string" ? fnv1a64(seed) : BigInt(seed));
  return [next(), next(), next(), next()];
}

/** SplitMix64 (Steele, Lea & Flood, 2014), for seeding only. */
export function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    const first = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    const second = BigInt.asUintN(64, (first ^ (first >> 27n)) * 0x94d049bb133111ebn);
    return second ^ (second >> 31n);
  };
}

/** The 64-bit FNV-1a hash of a text in UTF-8 (Fowler, Noll & Vo; RFC 9923). */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of utf8(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

function utf8(text: string): number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x80) return [code];
    const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
    return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
  });
}

/** Hands pairs out one number at a time. */
export function oneByOne(pair: () => readonly [number, number]): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const [first, second] = pair();
    spare = second;
    return first;
  };
}

/** Two independent normals: the coordinates of a point uniform in the unit disc, times sqrt(-2 log(r^2) / r^2). */
export function polarPair(uniform: () => number): readonly [number, number] {
  for (;;) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const stretch = Math.sqrt((-2 * log(square)) / square);
    return [x * stretch, y * stretch];
  }
}
