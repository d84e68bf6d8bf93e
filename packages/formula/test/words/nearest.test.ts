import { expect, test } from "vitest";
import { nearest } from "../../src/index.ts";

test("candidates are at most two edits away, nearest first, at most three", () => {
  expect(nearest("Tiem", ["Weight", "Time", "Pig"])).toEqual(["Time"]);
  expect(nearest("age", ["wage", "agee", "ages", "page", "rage"])).toEqual(["wage", "agee", "ages"]);
  expect(nearest("wieght", ["eight", "weight"])).toEqual(["weight", "eight"]);
  expect(nearest("x", ["y", "z"])).toEqual([]);
});

test("names that differ in capitals and underscores only come first, however many there are", () => {
  expect(nearest("REML", ["remm", "reml"])).toEqual(["reml"]);
  expect(nearest("on_progress", ["signal", "onProgress"])).toEqual(["onProgress"]);
  expect(nearest("vcFormula", ["re_formula", "vc_formula"])).toEqual(["vc_formula"]);
  expect(nearest("X", ["y", "x"])).toEqual(["x"]);
});

test("of a short name one edit is enough to be another word, and a swap of neighbours is one edit", () => {
  expect(nearest("foo", ["log", "cos", "floor"])).toEqual([]);
  expect(nearest("Pgi", ["Pig", "Big"])).toEqual(["Pig"]);
  expect(nearest("lgo", ["log2", "log"])).toEqual(["log"]);
});
