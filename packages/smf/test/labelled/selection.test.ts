import { expect, test } from "vitest";
import { labelPositions, positions } from "../../src/labelled/selection.ts";

const letters = ["a", "b", "c", "d", "e"];

// what Python's slices of a range give: counted out, one index after the other
function counted(n: number, start: number | undefined, stop: number | undefined, step: number): number[] {
  const from = (i: number): number => (i < 0 ? i + n : i);
  const all = Array.from({ length: n }, (_, i) => i);
  const first = start === undefined ? (step > 0 ? 0 : n - 1) : from(start);
  const end = stop === undefined ? (step > 0 ? n : -1) : from(stop);
  const isInside = (i: number): boolean => (step > 0 ? i >= first && i < end : i <= first && i > end);
  const inside = (step > 0 ? all : all.reverse()).filter(isInside);
  return inside.filter((_, k) => k % Math.abs(step) === 0);
}

test("slices of positions are Python's, for all ends around the length and all steps", () => {
  const ends = [undefined, -7, -6, -5, -4, -1, 0, 1, 2, 4, 5, 6, 7];
  for (const step of [1, 2, 3, 7, -1, -2, -7]) {
    for (const start of ends) {
      for (const stop of ends) {
        const slice = { ...(start === undefined ? {} : { start }), ...(stop === undefined ? {} : { stop }), step };
        expect(positions(5, slice), JSON.stringify(slice)).toEqual(counted(5, start, stop, step));
      }
    }
  }
});

test("slices of labels include both ends, whichever way they go", () => {
  expect(labelPositions(letters, { start: "b", stop: "d" })).toEqual([1, 2, 3]);
  expect(labelPositions(letters, { start: "d", stop: "b", step: -1 })).toEqual([3, 2, 1]);
  expect(labelPositions(letters, { start: "d", stop: "b" })).toEqual([]);
  expect(labelPositions(letters, {})).toEqual([0, 1, 2, 3, 4]);
});

test("a mask is matched by label", () => {
  const mask = { index: ["e", "d", "c", "b", "a"], values: [true, false, false, true, false], dtype: "bool" };
  expect(labelPositions(letters, mask)).toEqual([1, 4]);
});

test("booleans are a mask unless they are labels", () => {
  expect(labelPositions([1, 2], [false, true])).toEqual([1]);
  expect(labelPositions([false, true], [true, false])).toEqual([1, 0]);
});

test("a step of zero is an error", () => {
  expect(() => positions(5, { step: 0 })).toThrow(expect.objectContaining({ code: "option-type" }));
  expect(() => labelPositions(letters, { step: 0.5 })).toThrow(expect.objectContaining({ code: "option-type" }));
});
