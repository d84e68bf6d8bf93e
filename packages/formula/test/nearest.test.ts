import { expect, test } from "vitest";
import { nearest } from "../src/index.ts";

test("candidates are at most two edits away, nearest first, at most three", () => {
  expect(nearest("Tiem", ["Weight", "Time", "Pig"])).toEqual(["Time"]);
  expect(nearest("age", ["wage", "agee", "ages", "page", "rage"])).toEqual(["wage", "agee", "ages"]);
  expect(nearest("wieght", ["eight", "weight"])).toEqual(["eight", "weight"]);
  expect(nearest("x", ["y", "z"])).toEqual([]);
});
