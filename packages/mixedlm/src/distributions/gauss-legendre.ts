// Gauss and Legendre's rule for smooth integrands on short pieces.
import { cos } from "@mixedlm/linalg";

/** A point of the rule and its weight. */
export type GaussNode = readonly [x: number, weight: number];

/**
 * Works out the positive nodes on [-1, 1] and their weights, n / 2 of each; the rule is symmetric. Newton's method on
 * Legendre's polynomial, from Tricomi's start.
 *
 * @param n - number of points, even.
 */
export function gaussLegendre(n: number): readonly GaussNode[] {
  return Array.from({ length: n / 2 }, (_, i) => {
    let x = cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let round = 0; round < 8; round++) {
      let [before, now] = [1, x];
      for (let j = 2; j <= n; j++) [before, now] = [now, ((2 * j - 1) * x * now - (j - 1) * before) / j];
      slope = (n * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    return [x, 2 / ((1 - x * x) * slope * slope)] as const;
  });
}
