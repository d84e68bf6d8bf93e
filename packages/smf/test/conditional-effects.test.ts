// What results hold of each group: shared labels, and clear errors where an answer would not fit into memory.
import { expect, test } from "vitest";
import { mixedlm, readCsv, SmfError } from "../src/index.ts";
import { loadData } from "./helpers.ts";

/** Rows of one group; every level has a row, and the first fifty have two. */
function manyLevels(levels: number) {
  const rows = Array.from({ length: levels + 50 }, (_, i) => i);
  return {
    y: rows.map((i) => Math.sin(i) + 2 * Math.sin(3 * (i % levels))),
    u: rows.map((i) => `u${i % levels}`),
    g: rows.map(() => 1),
  };
}

function caught(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

test("matrices of more than 1e8 numbers are errors that say how many they are, and the rest works", () => {
  const levels = 10_050;
  const model = mixedlm("y ~ 1", manyLevels(levels), "g", { vc_formula: { u: "0 + C(u)" } });
  const result = model.fit();
  const written = caught(() => model.exog_vc);
  expect(written).toBeInstanceOf(SmfError);
  expect(written).toMatchObject({ code: "too-large", data: { numbers: levels * (levels + 50), most: 1e8 } });
  const covariances = caught(() => result.random_effects_cov);
  expect(covariances).toBeInstanceOf(SmfError);
  expect(covariances).toMatchObject({ code: "too-large", data: { numbers: levels ** 2, most: 1e8 } });
  expect(result.random_effects.get(1)).toHaveLength(levels);
});

test("groups with the same random effects share their labels, which nobody can change", () => {
  const result = mixedlm("Weight ~ Time", readCsv(loadData("dietox")), "Pig", { re_formula: "~Time" }).fit();
  const lists = new Set(Array.from(result.random_effects.values(), ({ index }) => index));
  expect(lists.size).toBe(1);
  const [labels] = lists;
  expect(labels).toEqual(["Pig", "Time"]);
  expect(Object.isFrozen(labels)).toBe(true);
});
