// The public functions at the orders where they go to the kernels, with both makes of kernels, against plain loops.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  choleskyFactorInPlace,
  choleskyInverse,
  choleskyInverseInPlace,
  fromRows,
  lowerInverseInPlace,
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  rankUpdateInPlace,
  toRows,
  useKernels,
} from "../../src/index.ts";
import { kernelStatus } from "../../src/kernels/load.ts";
import { randomMatrix } from "../helpers.ts";
import {
  distance,
  embedded,
  isSame,
  lowerTriangle,
  mirrored,
  positiveDefinite,
  product,
  rowByRow,
} from "../reference.ts";

const EPS = 2 ** -52;
const EVERY_ORDER = Array.from({ length: 130 }, (_, i) => i + 1);
const ORDERS = [23, 24, 25, 32, 63, 64, 65, 66, 127, 130, 200];

describe.each(["wasm", "typescript"] as const)("%s kernels", (which) => {
  beforeAll(() => useKernels(which));
  afterAll(() => useKernels("wasm"));

  test("are the ones in use", () => {
    expect(kernelStatus()).toBe(which);
  });

  test("L L' reproduces A to n roundings, orders 1 to 130, 257 and 513", () => {
    for (const n of [...EVERY_ORDER, 257, 513]) {
      const a = positiveDefinite(n, n);
      const l = a.slice();
      expect(choleskyFactorInPlace(l, n)).toBe(-1);
      const L = lowerTriangle(l, n);
      const size = 2 * Math.sqrt(n) + 1;
      expect(distance(product([n, n, n], L, L, { b: true }), a)).toBeLessThanOrEqual(n * EPS * size);
    }
  });

  test("the inverse from the factor times A is the identity, orders 1 to 130, 257 and 513", () => {
    for (const n of [...EVERY_ORDER, 257, 513]) {
      const a = positiveDefinite(n, n);
      const l = rowByRow(a, n).l;
      choleskyInverseInPlace(l, n);
      const identity = product([n, n, n], mirrored(l, n), a);
      for (let j = 0; j < n; j++) identity[j * (n + 1)] -= 1;
      expect(distance(identity, new Float64Array(n * n))).toBeLessThanOrEqual(100 * Math.sqrt(n) * EPS);
    }
  });

  test("in a block of a buffer only the lower triangle changes, and to the same numbers", () => {
    for (const n of [32, 67, 130]) {
      const a = positiveDefinite(n, n);
      for (const work of [choleskyFactorInPlace, choleskyInverseInPlace, lowerInverseInPlace]) {
        const plain = a.slice();
        work(plain, n);
        const buffer = embedded(a, n, 5, n + 3);
        const expected = embedded(plain, n, 5, n + 3);
        work(buffer, n, 5, n + 3);
        expect(isSame(buffer, expected)).toBe(true);
        for (let j = 0; j < n; j++) expect(isSame(plain.slice(j * n, j * n + j), a.slice(j * n, j * n + j))).toBe(true);
      }
    }
  });

  test("a pivot made negative is the one that is named, and the block before it is factored", () => {
    for (const n of [32, 70, 131]) {
      for (const pivot of [0, 1, 3, 4, 31, 63, 64, 66, n - 1].filter((p) => p < n)) {
        const a = positiveDefinite(n, n);
        const { l } = rowByRow(a, n);
        a[pivot * (n + 1)] -= l[pivot * (n + 1)] ** 2 + 1;
        expect(choleskyFactorInPlace(a, n)).toBe(pivot);
        const leading = lowerTriangle(a, pivot, 0, n);
        expect(distance(leading, lowerTriangle(l, pivot, 0, n))).toBeLessThanOrEqual(n * EPS * Math.sqrt(2 * n + 1));
      }
    }
  });

  test("a semidefinite matrix of small integers fails where its rank ends", () => {
    for (const [n, rank] of [
      [40, 1],
      [70, 66],
      [130, 128],
    ] as const) {
      const a = new Float64Array(n * n);
      for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) a[i + j * n] = Math.max(i, j) < rank - 1 ? +(i === j) : 1;
      for (let j = 0; j < rank - 1; j++) for (let i = rank - 1; i < n; i++) a[i + j * n] = a[j + i * n] = 0;
      expect(choleskyFactorInPlace(a, n)).toBe(rank);
    }
  });

  test("NaN and infinities fail at their row", () => {
    const n = 75;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const [i, j] of [
        [0, 0],
        [5, 2],
        [66, 66],
        [70, 3],
        [74, 73],
      ] as const) {
        const a = positiveDefinite(n, 3);
        a[i + j * n] = value;
        expect(choleskyFactorInPlace(a.slice(), n)).toBe(i);
        expect(rowByRow(a, n).failed).toBe(i);
      }
    }
  });

  test("solves with L and L' for many right-hand sides leave residuals of rounding size", () => {
    for (const n of ORDERS) {
      for (const nrhs of [7, 8, 13, 300]) {
        const { l } = rowByRow(positiveDefinite(n, n), n);
        const b = randomMatrix(n, nrhs, n).data;
        const bound = 4 * n * EPS * Math.sqrt(2 * Math.sqrt(n) + 1);
        const x = embedded(b, n, 2, n + 1);
        const buffer = embedded(l, n, 7, n + 2);
        lowerSolveInPlace(buffer, n, x, nrhs, 7, n + 2, 2, n + 1);
        const solved = Float64Array.from(b, (_, at) => x[2 + (at % n) + Math.floor(at / n) * (n + 1)]);
        expect(distance(product([n, nrhs, n], l, solved), b)).toBeLessThanOrEqual(bound);
        expect(x.filter(Number.isNaN).length).toBe(x.length - b.length);
        const y = b.slice();
        lowerTransposedSolveInPlace(buffer, n, y, nrhs, 7, n + 2);
        expect(distance(product([n, nrhs, n], l, y, { a: true }), b)).toBeLessThanOrEqual(bound);
      }
    }
  });

  test("the inverse of a large triangle times the triangle is the identity", () => {
    for (const n of ORDERS) {
      const { l } = rowByRow(positiveDefinite(n, n), n);
      const inverse = l.slice();
      lowerInverseInPlace(inverse, n);
      const identity = product([n, n, n], inverse, l);
      for (let j = 0; j < n; j++) identity[j * (n + 1)] -= 1;
      expect(distance(identity, new Float64Array(n * n))).toBeLessThanOrEqual(8 * n * EPS);
    }
  });

  test("rank updates of every remainder of the tiles are those of plain loops", () => {
    for (const n of [32, 33, 34, 35, 64, 101]) {
      for (const k of [8, 9, 63, 70, 256, 259]) {
        const a = randomMatrix(k, n, n + k).data;
        const squares = product([n, n, k], a, a, { a: true });
        const bound = 2 * k * EPS * squares.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const expected = lowerTriangle(squares, n).map((value) => 1 - 2 * value);
        const c = new Float64Array(n * n).fill(1);
        rankUpdateInPlace(c, n, embedded(a, k, 3, k + 2), k, -2, 0, n, 3, k + 2);
        expect(distance(lowerTriangle(c, n), lowerTriangle(expected, n))).toBeLessThanOrEqual(bound);
        expect(c.filter((_, at) => at % n < Math.floor(at / n)).every((value) => value === 1)).toBe(true);
      }
    }
  });

  test("products of whole matrices are those of plain loops", () => {
    for (const [m, n, k] of [
      [32, 32, 8],
      [33, 300, 70],
      [130, 65, 67],
    ] as const) {
      const [A, B] = [randomMatrix(m, k, 1), randomMatrix(k, n, 2)];
      const expected = product([m, n, k], A.data, B.data);
      const [At, Bt] = [fromRows(toRows(A)[0].map((_, j) => toRows(A).map((row) => row[j]))), matrix(n, k)];
      for (let j = 0; j < n; j++) for (let r = 0; r < k; r++) Bt.data[j + r * n] = B.data[r + j * k];
      for (const C of [multiply(A, B), multiplyTransposed(At, B), multiplyByTransposed(A, Bt)]) {
        expect(distance(C.data, expected)).toBeLessThanOrEqual(k * EPS);
      }
    }
  });
});

test("WebAssembly and TypeScript give the same bits", () => {
  const everything = (which: "wasm" | "typescript"): Float64Array[] => {
    useKernels(which);
    return [24, 61, 130, 257].flatMap((n) => {
      const a = positiveDefinite(n, n);
      const l = a.slice();
      choleskyFactorInPlace(l, n);
      const b = randomMatrix(n, 20, n).data;
      const c = b.slice();
      lowerSolveInPlace(l, n, b, 20);
      lowerTransposedSolveInPlace(l, n, c, 20);
      const inverse = choleskyInverse(l, n);
      const A = matrix(n, n, a);
      rankUpdateInPlace(a, n, b, 20, 0.3, 0, n, 0, n);
      return [l, b, c, inverse.data, multiply(A, inverse).data, a];
    });
  };
  const typescript = everything("typescript");
  const wasm = everything("wasm");
  expect(wasm.map((result, at) => isSame(result, typescript[at]))).toEqual(wasm.map(() => true));
});
