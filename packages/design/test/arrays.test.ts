import { expect, test } from "vitest";
import { newArrays, reusedArrays } from "../src/arrays.ts";

test("new arrays are new each time", () => {
  expect(newArrays.floats(3)).not.toBe(newArrays.floats(3));
  expect(newArrays.ints(2)).toEqual(new Int32Array(2));
});

test("arrays that were taken back are given again in the order they were asked for", () => {
  const arrays = reusedArrays(3);
  const [a, b, c] = [arrays.floats(3), arrays.floats(3), arrays.ints(3)];
  expect(new Set([a.buffer, b.buffer, c.buffer]).size).toBe(3);
  arrays.reclaim();
  const again = [arrays.floats(3), arrays.floats(2), arrays.ints(1)];
  expect(again.map(({ buffer }) => buffer)).toEqual([a.buffer, b.buffer, c.buffer]);
  expect(again.map(({ length }) => length)).toEqual([3, 2, 1]);
});

test("an array that has become too short is made anew, and the others are not", () => {
  const arrays = reusedArrays(3);
  const [a, b] = [arrays.floats(3), arrays.floats(3)];
  arrays.reclaim();
  const longer = arrays.floats(4);
  expect(longer.length).toBe(4);
  expect(longer.buffer).not.toBe(a.buffer);
  expect(arrays.floats(3).buffer).toBe(b.buffer);
});

test("after a chunk that lacks some rows there is room for a whole one", () => {
  const arrays = reusedArrays(4);
  const [column, matrix] = [arrays.floats(3), arrays.floats(6)];
  arrays.reclaim();
  expect(arrays.floats(4).buffer).toBe(column.buffer);
  expect(arrays.floats(8).buffer).toBe(matrix.buffer);
  expect(column.length).toBe(3);
});
