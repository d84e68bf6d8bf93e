// The two kernels of sparse factors against their definitions, for every remainder of their tiles.
import { expect, test } from "vitest";
import { type SparseWorkspace, sparseWorkspace } from "../../src/kernels/load.ts";
import { uniform } from "../helpers.ts";

const SIZE = 4000;

function filled(seed: number): SparseWorkspace {
  const memory = sparseWorkspace(SIZE);
  if (memory === null) throw new Error("Node compiles the module");
  const next = uniform(seed);
  for (let k = 0; k < SIZE; k++) memory.w[k] = next();
  return memory;
}

function expectMemory(w: Float64Array, expected: readonly number[], but: ReadonlySet<number> = new Set()): void {
  const worst = expected.reduce((most, value, at) => (but.has(at) ? most : Math.max(most, Math.abs(w[at] - value))), 0);
  expect(worst).toBeLessThan(1e-13);
}

test.each([1, 2, 3, 8, 15])(
  "products of rows of %i numbers are subtracted where their terms say, and nowhere else",
  (depth) => {
    for (const columns of [1, 2, 3, 5])
      for (const tail of [0, 1, 4, 7])
        for (const isTriangle of [true, false]) {
          const { w, ints, kernels } = filled(10 * depth + columns);
          const last = columns + (isTriangle ? 0 : tail);
          const rows = Array.from({ length: last }, (_, i) => 500 + 3 * i);
          const places = Array.from({ length: columns }, (_, j) => 200 * j);
          // lists of integers from double 3000 on
          rows.forEach((row, i) => {
            ints[6000 + i] = row;
          });
          places.forEach((place, j) => {
            ints[6500 + j] = place;
          });
          const expected = Array.from(w.subarray(0, 3000));
          const above = new Set<number>();
          for (let j = 0; j < columns; j++)
            for (let i = isTriangle ? 0 : columns; i < last; i++) {
              if (i < j) above.add(rows[i] + places[j]);
              let sum = 0;
              for (let k = 0; k < depth; k++) sum += w[i * depth + k] * w[j * depth + k];
              expected[rows[i] + places[j]] -= sum;
            }
          kernels.subtractProducts(0, depth, columns, isTriangle ? -1 : columns, last, 6000, 6500);
          expectMemory(w, expected, above);
        }
  },
);

test.each([1, 2, 3, 4, 5, 7, 12])(
  "a multiple of a product with %i rows is added, both ways through Q, and nothing else",
  (m) => {
    for (const n of [1, 3, 4, 6])
      for (const k of [0, 1, 6])
        for (const [qRow, qColumn] of [
          [1, k + 2],
          [n + 1, 1],
        ]) {
          const { w, kernels } = filled(m + n + k);
          const expected = Array.from(w.subarray(0, SIZE));
          for (let j = 0; j < n; j++)
            for (let i = 0; i < m; i++)
              for (let l = 0; l < k; l++)
                expected[7 + j * (m + 2) + i] -= 0.5 * w[1001 + l * (m + 1) + i] * w[2000 + l * qRow + j * qColumn];
          kernels.addProduct(7, m + 2, m, n, k, -0.5, 1001, m + 1, 2000, qRow, qColumn);
          expectMemory(w, expected);
        }
  },
);
