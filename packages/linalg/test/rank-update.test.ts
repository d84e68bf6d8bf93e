import { expect, test } from "vitest";
import { fromRows, multiplyTransposed, rankUpdateInPlace } from "../src/index.ts";

test("the lower triangle takes alpha A'A and the upper is left alone", () => {
  const A = fromRows([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const c = Float64Array.of(100, 100, -7, 100);
  rankUpdateInPlace(c, 2, A.data, 3, -1);
  expect([...c]).toEqual([65, 56, -7, 44]);
  const [a, b, , d] = multiplyTransposed(A, A).data;
  expect([100 - a, 100 - b, 100 - d]).toEqual([65, 56, 44]);
});

test("blocks are addressed by offset and stride", () => {
  const a = Float64Array.of(0, 1, 2, 0, 3, 4, 0); // [1 3; 2 4] at 1, stride 3
  const c = new Float64Array(8); // 2 x 2 at 2, stride 3
  rankUpdateInPlace(c, 2, a, 2, 0.5, 2, 3, 1, 3);
  expect([...c]).toEqual([0, 0, 2.5, 5.5, 0, 0, 12.5, 0]);
});
