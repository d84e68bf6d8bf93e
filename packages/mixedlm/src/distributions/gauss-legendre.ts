// Gauss and Legendre's rule with 16 points, for smooth integrands on short pieces.
import { cos } from "@mixedlm/linalg";

/** The positive nodes on [-1, 1] and their weights; the rule is symmetric. */
export const GAUSS: readonly (readonly [number, number])[] = gaussLegendre(16);

// Newton's method on Legendre's polynomial, from Tricomi's start
function gaussLegendre(n: number): readonly (readonly [number, number])[] {
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
