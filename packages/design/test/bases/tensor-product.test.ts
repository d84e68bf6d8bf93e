import { expect, test } from "vitest";
import { tensorProduct } from "../../src/bases/tensor-product.ts";

test("the last basis varies fastest", () => {
  const columns = (...numbers: number[]) => numbers.map((value) => Float64Array.of(value));
  const product = tensorProduct([columns(2, 3), columns(5, 7), columns(11, 13)]);
  expect(product.map(([value]) => value)).toEqual([110, 130, 154, 182, 165, 195, 231, 273]);
});
