import { expect, test } from "vitest";
import { addBetweenInPlace, type CentredProducts, chanUpdateInPlace } from "../src/chan-update.ts";

/** Means and products of weighted rows by their definition. */
function written(rows: readonly number[][], weights: readonly number[], s: number): CentredProducts {
  const width = rows[0]!.length;
  const weight = weights.reduce((sum, w) => sum + w, 0);
  const mean = Float64Array.from({ length: width }, (_, j) => {
    return rows.reduce((sum, row, i) => sum + weights[i]! * row[j]!, 0) / weight;
  });
  const cross = Float64Array.from({ length: s * width }, (_, at) => {
    const [i, j] = [at % s, Math.floor(at / s)];
    return rows.reduce((sum, row, r) => sum + weights[r]! * (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0);
  });
  return { weight, mean, cross };
}

const rows = Array.from({ length: 7 }, (_, i) => [i, i * i, (i * 5) % 7]);
const weights = rows.map((_, i) => 1 + (i % 3));

test("two parts give the means and products of the whole, of all variables and of the first ones", () => {
  for (const s of [1, 2, 3]) {
    const whole = written(rows, weights, s);
    const ours = written(rows.slice(0, 3), weights.slice(0, 3), s);
    chanUpdateInPlace(ours, written(rows.slice(3), weights.slice(3), s));
    for (const name of ["mean", "cross"] as const)
      for (const [at, value] of whole[name].entries()) expect(ours[name][at]).toBeCloseTo(value, 12);
  }
});

test("a part without rows takes over the other's", () => {
  const ours = { weight: 0, mean: new Float64Array(3), cross: new Float64Array(9) };
  const theirs = written(rows, weights, 3);
  chanUpdateInPlace(ours, theirs);
  expect(ours.mean).toEqual(theirs.mean);
  expect(ours.cross).toEqual(theirs.cross);
});

test("what lies between two means is what products about them lack", () => {
  const [a, b] = [written(rows.slice(0, 3), weights.slice(0, 3), 3), written(rows.slice(3), weights.slice(3), 3)];
  const whole = written(rows, weights, 3);
  const within = a.cross.map((value, at) => value + b.cross[at]!);
  addBetweenInPlace(within, a, b);
  for (const at of [0, 1, 2, 4, 5, 8]) expect(within[at]).toBeCloseTo(whole.cross[at]!, 12);
});
