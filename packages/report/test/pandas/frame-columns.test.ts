import { expect, test } from "vitest";
import { checkFrame, frameColumns, padColumn } from "../../src/pandas/frame-columns.ts";
import { thrown } from "../helpers.ts";

const all = (n: number) => ({ positions: Array.from({ length: n }, (_, i) => i), gap: undefined });

test("columns are lists of equally wide texts, the row labels first", () => {
  const frame = {
    index: ["a", "bc"],
    columns: ["x", "o"],
    values: [
      [1, "t"],
      [-0.5, null],
    ],
    options: {},
  };
  expect(frameColumns(frame, all(2), all(2), 50)).toEqual([
    ["", "a ", "bc"],
    ["   x", " 1.0", "-0.5"],
    ["    o", "    t", " None"],
  ]);
});

test("dots stand in the place of what is left out", () => {
  const frame = {
    index: [0, 1, 2],
    columns: [0, 1, 2],
    values: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    options: {},
  };
  const ends = { positions: [0, 2], gap: 1 };
  const [labels, first, dots] = frameColumns(frame, ends, ends, 50);
  expect(labels).toEqual(["", "0", "..", "2"]);
  expect(first).toEqual(["   0", " 1.0", " ...", " 7.0"]);
  expect(dots).toEqual([" ...", " ...", " ...", " ..."]);
});

test("texts are padded to the widest, and cut at the greatest width", () => {
  expect(padColumn(["a", "bc"], 4, 50, "right")).toEqual(["   a", "  bc"]);
  expect(padColumn(["abcdefgh", "😀"], 0, 5, "left")).toEqual(["ab...", "😀    "]);
});

test("a row without one value for every column is refused by its label", () => {
  const error = thrown(() => checkFrame({ index: [7], columns: ["x"], values: [[]], types: {} }));
  expect(error).toMatchObject({ code: "row-length", data: { row: "7", length: 0, expected: 1 } });
});
