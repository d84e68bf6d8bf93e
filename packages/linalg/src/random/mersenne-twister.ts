// The random numbers of numpy's RandomState, that is of `np.random.seed(seed)`: so that what statsmodels draws with a
// seed can be drawn again. For anything else `randomGenerator` is the better one.
import { randomRange, randomSeed } from "../errors.ts";
import { oneByOne, polarPair, type RandomGenerator } from "./random.ts";

const LENGTH = 624;
const MIDDLE = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;

/**
 * Starts the stream of MT19937 as `numpy.random.RandomState(seed)` reads it: `uniform` is its `random_sample`, `normal`
 * its `standard_normal`, `integer(n)` its `randint(n)`.
 *
 * Normals equal numpy's to the rounding of a logarithm.
 *
 * @param seed - a whole number from 0 to 2^32 - 1.
 * @throws {@link LinalgError} `random-seed`; `random-range` from `integer(n)` beyond 2^32.
 * @see Matsumoto & Nishimura (1998), ACM Trans. Model. Comput. Simul. 8, 3-30; the seeding is their revision of 2002.
 */
export function mersenneTwister(seed: number): RandomGenerator {
  if (seed >>> 0 !== seed) throw randomSeed(seed, "a whole number from 0 to 2^32 - 1");
  const next = words32(seed);
  // 27 and 26 bits
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  return {
    uniform,
    // numpy hands the second of a pair out first
    normal: oneByOne(() => {
      const [first, second] = polarPair(uniform);
      return [second, first];
    }),
    integer(n) {
      if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw randomRange(n, 32);
      if (n === 1) return 0;
      const mask = 0xffffffff >>> Math.clz32(n - 1);
      let drawn = (next() & mask) >>> 0;
      while (drawn >= n) drawn = (next() & mask) >>> 0;
      return drawn;
    },
  };
}

/** The bare generator: each call gives the next 32 bits. */
export function words32(seed: number): () => number {
  const state = new Uint32Array(LENGTH);
  state[0] = seed;
  for (let k = 1; k < LENGTH; k++) state[k] = Math.imul(1812433253, state[k - 1] ^ (state[k - 1] >>> 30)) + k;
  let position = LENGTH;
  return () => {
    if (position === LENGTH) {
      twist(state);
      position = 0;
    }
    let word = state[position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let k = 0; k < LENGTH; k++) {
    const joined = (state[k] & UPPER) | (state[(k + 1) % LENGTH] & LOWER);
    state[k] = state[(k + MIDDLE) % LENGTH] ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
}
