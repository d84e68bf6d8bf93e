// Products of small matrices in places of larger ones: against the products of whole matrices.
import { fromRows, type Matrix, multiply, multiplyByTransposed } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import { mirrorLower, sandwich } from "../../src/parameters/square.ts";

const A = fromRows([
  [1, 2],
  [-3, 4],
]);
const B = fromRows([
  [2, 0, 1],
  [1, -1, 5],
  [0, 3, -2],
]);
const M = fromRows([
  [1, 7, -2],
  [3, 0.5, 4],
]);

/** M as rows 1 and 2 of a matrix with four rows. */
function within({ data, nrow, ncol }: Matrix): { data: Float64Array; at: number; stride: number } {
  const own = new Float64Array(4 * ncol);
  for (let j = 0; j < ncol; j++) for (let i = 0; i < nrow; i++) own[j * 4 + 1 + i] = data[j * nrow + i];
  return { data: own, at: 1, stride: 4 };
}

test("a sandwich is A M B', in its place and nowhere else, also over M itself", () => {
  const place = within(M);
  sandwich(A.data, 2, place, B.data, 3, place, new Float64Array(6));
  expect(place.data).toEqual(within(multiplyByTransposed(multiply(A, M), B)).data);
});

test("the upper triangle becomes the lower one's mirror image, from where the matrix begins", () => {
  const data = Float64Array.of(9, 1, 2, 3, 0, 5, 6, 0, 0, 8);
  mirrorLower(data, 3, 1);
  expect(Array.from(data)).toEqual([9, 1, 2, 3, 2, 5, 6, 3, 6, 8]);
});
