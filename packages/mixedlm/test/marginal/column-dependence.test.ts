// Which functions are estimable, against the definition: x is a combination of rows of X, by elimination in whole numbers.

import { randomGenerator } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { columnDependence, isEstimable } from "../../src/marginal/column-dependence.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { fitRows } from "../../src/rows/model-rows.ts";

/** Rank of rows of whole numbers, by elimination without fractions. */
function rank(rows: readonly (readonly number[])[]): number {
  const own = rows.map((row) => row.map(BigInt));
  let found = 0;
  for (let j = 0; j < (own[0]?.length ?? 0); j++) {
    const pivot = own.findIndex((row, i) => i >= found && row[j] !== 0n);
    if (pivot < 0) continue;
    [own[found], own[pivot]] = [own[pivot]!, own[found]!];
    const top = own[found]!;
    for (let i = found + 1; i < own.length; i++) {
      const [a, b] = [top[j]!, own[i]![j]!];
      if (b !== 0n) own[i] = own[i]!.map((value, k) => value * a - top[k]! * b);
    }
    found += 1;
  }
  return found;
}

/** A table with cells of a and b that no row has, and a whole number x. */
function tableWithGaps(seed: number, offset: number) {
  const { uniform } = { uniform: randomGenerator(seed).uniform };
  const cells = Array.from({ length: 12 }, () => uniform() < 0.6);
  const rows = Array.from({ length: 90 }, () => {
    let cell = Math.floor(uniform() * 12);
    while (!cells[cell]) cell = (cell + 1) % 12;
    const x = offset + Math.floor(uniform() * 4);
    return {
      a: `a${cell % 4}`,
      b: `b${Math.floor(cell / 4)}`,
      x,
      g: Math.floor(uniform() * 9),
      y: uniform() * 3 + cell,
    };
  });
  return rows;
}

describe("isEstimable", () => {
  test.each([
    ["y ~ a * b + (1 | g)", 0],
    ["y ~ a * b + x + (1 | g)", 0],
    ["y ~ 0 + a : b + a + x : a + (1 | g)", 0],
    ["y ~ a * b + x + I(x ** 2) + (1 | g)", 3000],
  ])("agrees with the rank of whole numbers: %s", (formula, offset) => {
    let [yes, no] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const fit = lmm(formula, tableWithGaps(seed, offset));
      if (fit.dropped.length === 0) continue;
      const rows = fitRows(fit);
      const dependence = columnDependence(fit);
      const { kept } = partsOf(fit).optimum;
      const P = fit.design.fixed.names.length;
      const all = Array.from({ length: rows.n }, (_, i) => {
        const row = new Array<number>(P).fill(0);
        kept.forEach((j, k) => {
          row[j] = rows.X.data[k * rows.n + i]!;
        });
        dependence!.dropped.forEach((j, k) => {
          row[j] = rows.dropped.data[k * rows.n + i]!;
        });
        return row;
      });
      const distinct = [...new Map(all.map((row) => [row.join(), row])).values()];
      const full = rank(distinct);
      expect(full).toBe(fit.p);
      const { uniform } = { uniform: randomGenerator(1000 + seed).uniform };
      for (let trial = 0; trial < 20; trial++) {
        const [r, s] = [0, 1].map(() => distinct[Math.floor(uniform() * distinct.length)]!);
        const x = r!.map((value, j) => value - s![j]!);
        // every other one leaves the space, as a rule
        if (trial % 2 === 1) x[Math.floor(uniform() * P)]! += 1;
        const expected = rank([...distinct, x]) === full;
        expect(isEstimable(x, dependence)).toBe(expected);
        if (expected) yes += 1;
        else no += 1;
      }
    }
    expect(Math.min(yes, no)).toBeGreaterThan(20);
  });
});
