import { expect, test } from "vitest";
import { fromRows, identity, LinalgError, matrix, scaled, toRows, transpose } from "../src/index.ts";

test("storage is column-major", () => {
  expect([
    ...fromRows([
      [1, 2, 3],
      [4, 5, 6],
    ]).data,
  ]).toEqual([1, 4, 2, 5, 3, 6]);
});

test("rows survive the round trip, also of empty matrices", () => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  expect(toRows(fromRows(rows))).toEqual(rows);
  expect(toRows(fromRows([]))).toEqual([]);
  expect(fromRows([[], []])).toMatchObject({ nrow: 2, ncol: 0 });
});

test("matrix wraps the data it is given and makes zeros otherwise", () => {
  const data = Float64Array.of(1, 2);
  expect(matrix(1, 2, data).data).toBe(data);
  expect([...matrix(2, 1).data]).toEqual([0, 0]);
});

test("scaled multiplies every entry and leaves the matrix as it was", () => {
  const A = fromRows([
    [1, -2, 3],
    [0, 5, -6],
  ]);
  expect(toRows(scaled(A, -2))).toEqual([
    [-2, 4, -6],
    [-0, -10, 12],
  ]);
  expect(A.data[2]).toBe(-2);
});

test("transpose exchanges rows and columns", () => {
  expect(
    toRows(
      transpose(
        fromRows([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    ),
  ).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

test("identity has ones on the diagonal only", () => {
  expect(toRows(identity(2))).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("data of the wrong length and ragged rows are refused with the sizes", () => {
  expect(() => matrix(2, 3, new Float64Array(5))).toThrowError(
    expect.objectContaining({ code: "data-length", data: { shape: [2, 3], length: 5, expected: 6 } }),
  );
  expect(() => fromRows([[1, 2], [3]])).toThrowError(
    expect.objectContaining({ code: "ragged-rows", data: { row: 1, length: 1, expected: 2 } }),
  );
  expect(() => fromRows([[1], [2, 3]])).toThrowError(LinalgError);
});
