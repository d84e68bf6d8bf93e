// Variances beside which the residual's is none: covariances of random effects given the data are still what algebra says.
import { expect, test } from "vitest";
import { conditionalBlocks } from "../src/criterion/estimates.ts";
import { bothForms, enginesOf } from "./written-model.ts";

/** Five levels: one of three rows, which a random intercept and slope cannot both be told from, and four of one row. */
const codes = Int32Array.of(0, 0, 0, 1, 2, 3, 4);
const slopes = [1, 1, 1, 2, -1, 0.5, 3];
const y = [1, 2, 4, 3, 7, 5, 6];

test.each([1, 1e4, 1e8, 1e11])("two effects in levels that show one direction of them: sd %d", (sd) => {
  const model = bothForms({
    y,
    X: y.map(() => [1]),
    groups: [{ levels: 5, codes }],
    effects: [{ group: 0, covariance: "us", Z: slopes.map((x) => [1, x]) }],
    components: [],
  });
  const engine = enginesOf(model).blocks();
  const lambda = [Float64Array.of(sd, 0, 0, sd)];
  const blocks = conditionalBlocks(engine, lambda, true, 0)!;
  expect(blocks.every(Number.isFinite)).toBe(true);
  const counts = [3, 1, 1, 1, 1];
  const z = [1, 2, -1, 0.5, 3];
  const unit = blocks[0] / conditional(sd, counts[0], z[0])[0];
  for (const [l, count] of counts.entries())
    for (const [at, value] of conditional(sd, count, z[l]).entries())
      expect(Math.abs(blocks[4 * l + at] / (unit * value) - 1)).toBeLessThan(1e-6);
});

/** sd^2 (I - sd^2 m zz' / (1 + sd^2 m z'z)), z = (1, x), of m equal rows; the complement of zz' written without subtraction. */
function conditional(sd: number, m: number, x: number): number[] {
  const [v, length] = [sd * sd, 1 + x * x];
  const along = v / (1 + v * m * length);
  const entry = (i: number, j: number, u: readonly number[], w: readonly number[]): number =>
    (along * u[i] * u[j] + v * w[i] * w[j]) / length;
  return [0, 1].flatMap((j) => [0, 1].map((i) => entry(i, j, [1, x], [-x, 1])));
}
