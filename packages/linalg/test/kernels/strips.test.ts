import { describe, expect, test } from "vitest";
import {
  lowerStrips,
  readColumns,
  readLower,
  readRows,
  readTransposedLower,
  rectangleStrips,
  stepAt,
  tileAt,
  upperStrips,
  writeColumns,
  writeLower,
  writeTransposedLower,
} from "../../src/kernels/strips.ts";
import { randomMatrix } from "../helpers.ts";
import { lowerTriangle } from "../reference.ts";

describe("addresses", () => {
  const tiles = 5;
  const shapes = [
    { strips: lowerStrips(7, tiles), has: (i: number, j: number) => j <= i },
    { strips: upperStrips(7, tiles), has: (i: number, j: number) => j >= i },
    { strips: rectangleStrips(7, tiles, tiles), has: () => true },
  ];

  test("the tiles of a matrix follow each other without gaps, strip by strip", () => {
    for (const { strips, has } of shapes) {
      let next = 7;
      for (let i = 0; i < tiles; i++) {
        for (let j = 0; j < tiles; j++) {
          if (!has(i, j)) continue;
          expect(tileAt(strips, i, j)).toBe(next);
          next += 16;
        }
        expect(tileAt(strips, i + 1, 0) - tileAt(strips, i, 0)).toBe(stepAt(strips, i));
      }
      expect(strips.size).toBe(next - 7);
    }
  });
});

describe("copies", () => {
  const memory = () => new Float64Array(2000).fill(Number.NaN);

  test("a triangle comes back as it went in, straight and transposed", () => {
    for (const n of [1, 2, 3, 4, 5, 8, 11, 14]) {
      const block = { data: randomMatrix(n + 2, n, n).data, offset: 1, stride: n + 2 };
      const [w, u] = [memory(), memory()];
      readLower(w, lowerStrips(3, Math.ceil(n / 4)), block, n);
      readTransposedLower(u, upperStrips(3, Math.ceil(n / 4)), block, n);
      const back = { data: new Float64Array(n * n), offset: 0, stride: n };
      writeLower(w, lowerStrips(3, Math.ceil(n / 4)), back, n);
      expect(back.data).toEqual(lowerTriangle(block.data, n, 1, n + 2));
      back.data.fill(0);
      writeTransposedLower(u, upperStrips(3, Math.ceil(n / 4)), back, n);
      expect(back.data).toEqual(lowerTriangle(block.data, n, 1, n + 2));
    }
  });

  test("what fills a triangle up to whole tiles is the identity", () => {
    const w = memory();
    readLower(w, lowerStrips(0, 1), { data: Float64Array.of(5), offset: 0, stride: 1 }, 1);
    expect([...w.subarray(0, 16)]).toEqual([5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  });

  test("a rectangle comes back transposed when its rows go in and come out as columns", () => {
    for (const [nrow, ncol] of [
      [3, 6],
      [4, 4],
      [9, 5],
    ] as const) {
      const A = randomMatrix(nrow, ncol, 4);
      const w = memory();
      const strips = rectangleStrips(0, Math.ceil(nrow / 4), Math.ceil(ncol / 4));
      readRows(w, strips, { data: A.data, offset: 0, stride: nrow }, nrow, ncol);
      expect(w.subarray(0, strips.size).some(Number.isNaN)).toBe(false);
      const back = new Float64Array(nrow * ncol);
      writeColumns(w, strips, { data: back, offset: 0, stride: ncol }, ncol, nrow);
      const again = memory();
      readColumns(again, strips, { data: back, offset: 0, stride: ncol }, ncol, nrow);
      expect(again).toEqual(w);
      expect([...back]).toEqual(Array.from(back, (_, at) => A.data[Math.floor(at / ncol) + nrow * (at % ncol)]));
    }
  });
});
