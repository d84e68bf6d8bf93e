import { describe, expect, test } from "vitest";
import { addProductInPlace } from "../../src/sparse/strided-product.ts";
import { uniform } from "../helpers.ts";

describe("addProductInPlace", () => {
  test("agrees with the definition for every remainder of the tiles, both ways through Q, and touches nothing else", () => {
    const next = uniform(51);
    for (const m of [1, 2, 3, 4, 5, 8, 11]) {
      for (const n of [1, 2, 3, 6]) {
        for (const k of [0, 1, 5]) {
          for (const [qRow, qColumn] of [
            [1, k + 2],
            [n + 1, 1],
          ]) {
            const buffer = (length: number) => Float64Array.from({ length }, () => next());
            const c = buffer(3 + (m + 2) * n);
            const p = buffer(2 + (m + 1) * k);
            const q = buffer(1 + (k + 2) * (n + 1) + n);
            const expected = c.slice();
            for (let i = 0; i < m; i++) {
              for (let j = 0; j < n; j++) {
                for (let l = 0; l < k; l++) {
                  expected[3 + i + j * (m + 2)] += -0.5 * p[2 + i + l * (m + 1)] * q[1 + l * qRow + j * qColumn];
                }
              }
            }
            addProductInPlace(c, m, n, k, -0.5, p, q, 3, m + 2, 2, m + 1, 1, qRow, qColumn);
            c.forEach((value, at) => {
              expect(Math.abs(value - expected[at])).toBeLessThan(1e-14);
            });
          }
        }
      }
    }
  });
});
