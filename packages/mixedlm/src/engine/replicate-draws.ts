// Normal and chi-square deviates from a stream of random numbers: what responses are drawn with. A chi-square of any
// number of degrees of freedom costs the same, so that a response costs the same whatever the number of its rows.
import { log, type RandomGenerator, randomGenerator } from "@mixedlm/linalg";
import type { ResponseDraws } from "./engine.ts";

/**
 * The random numbers of one replicate: they depend on the seed and the replicate's number alone, so that any replicate
 * can be repeated by itself.
 */
export function replicateDraws(seed: number | string, replicate: number): ResponseDraws {
  const random = randomGenerator(`${seed}/${replicate}`);
  return { normal: random.normal, chiSquare: (df) => chiSquare(random, df) };
}

/**
 * A chi-square deviate: twice a gamma deviate of shape df / 2, or the square of a normal.
 *
 * @param df - a whole number; 0 gives 0.
 * @see Marsaglia & Tsang (2000), ACM Trans. Math. Softw. 26(3), 363-372.
 */
function chiSquare({ normal, uniform }: RandomGenerator, df: number): number {
  if (df === 0) return 0;
  if (df === 1) return normal() ** 2;
  const d = df / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    const v = root * root * root;
    if (v <= 0) continue;
    if (log(1 - uniform()) < x * x * 0.5 + d * (1 - v + log(v))) return 2 * d * v;
  }
}
