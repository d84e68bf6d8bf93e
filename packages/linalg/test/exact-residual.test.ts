import { expect, test } from "vitest";
import { exactResidual } from "../src/index.ts";
import { uniform } from "./helpers.ts";

test("what products of 80 bits leave of y is exact to the last bit", () => {
  const random = uniform(3);
  const n = 40;
  // integers: everything is exact in bigints
  const whole = (): bigint => BigInt(Math.floor((random() - 0.5) * 2 ** 41));
  const X = Array.from({ length: 3 * n }, whole);
  const b = Array.from({ length: 3 }, whole);
  const fitted = Array.from({ length: n }, (_, i) => b.reduce((sum, own, j) => sum + own * X[j * n + i], 0n));
  // the nearest double, whose difference is of the digits that a double does not have
  const y = Float64Array.from(fitted, Number);
  const numbers = (values: bigint[]): Float64Array => Float64Array.from(values, Number);
  const left = exactResidual(y, numbers(X), numbers(b));
  expect([...left]).toEqual(fitted.map((value, i) => Number(BigInt(y[i]) - value)));
});

test("without columns it is y", () => {
  const y = Float64Array.of(1, -2);
  expect(exactResidual(y, new Float64Array(0), new Float64Array(0))).toEqual(y);
});
