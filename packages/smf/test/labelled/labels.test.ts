import { expect, test } from "vitest";
import { compareLabels, findLabel, frozen, type Label, positionsOf, unionOf } from "../../src/labelled/labels.ts";

test("a frozen list is itself, another one is copied", () => {
  const open: Label[] = ["a"];
  const copy = frozen(open);
  expect(copy).not.toBe(open);
  expect(copy).toEqual(open);
  expect(Object.isFrozen(copy)).toBe(true);
  expect(Object.isFrozen(open)).toBe(false);
  expect(frozen(copy)).toBe(copy);
});

test("positions of labels are those of a search", () => {
  const labels = ["b", "a", 1, "1", true, "b", "", "toString"];
  for (const label of new Set(labels)) {
    const places = labels.flatMap((other, i) => (other === label ? [i] : []));
    expect(positionsOf(labels, label)).toEqual(places);
    if (places.length === 1) expect(findLabel(labels, label)).toBe(places[0]);
  }
  for (const absent of ["c", 0, false, "__proto__"]) expect(findLabel(labels, absent)).toBe(-1);
});

test("labels are ordered by code points, numbers before texts", () => {
  // UTF-16 puts the emoji, two surrogates, before the full-width letter
  const ordered = [-1, 0.5, 2, 10, "", "Z", "a", "ab", "é", "東", "\uff5e", "😀", "😀a"];
  expect([...ordered].reverse().sort(compareLabels)).toEqual(ordered);
});

test("a union of equal indexes keeps their order, another one is sorted", () => {
  expect(unionOf([["b", "a"], ["b", "a"], []])).toEqual(["b", "a"]);
  expect(
    unionOf([
      ["b", "a"],
      ["a", "b"],
    ]),
  ).toEqual(["a", "b"]);
  expect(unionOf([["b"], [2, "a"], [1]])).toEqual([1, 2, "a", "b"]);
  expect(unionOf([])).toEqual([]);
});
