// Moments without each set of rows are those of the table's other rows, accumulated by themselves.
import { buildDesign, takeRows, toTable } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { accumulate, momentsWithout } from "../src/index.ts";

const n = 60;
const index = Array.from({ length: n }, (_, i) => i);
const table = toTable({
  y: index.map((i) => 5 + Math.sin(i) + (i % 7)),
  x: index.map((i) => (i === 13 ? Number.NaN : Math.cos(1.7 * i))),
  w: index.map((i) => 1 + (i % 3)),
  o: index.map((i) => i / 10),
  g: index.map((i) => `g${i % 6}`),
  h: index.map((i) => `h${Math.floor(i / 9)}`),
});
const formulas = ["y ~ x + (x | g) + (1 | h)", "y ~ 1 + (1 | g)", "y ~ x + (1 | g) + (1 | g:h)"];

function designOf(formula: string) {
  return buildDesign(parseMixedFormula(formula), table, { weights: "w", offset: "o", missing: "drop" });
}

/** Every number of two records, in units of their size. */
function distance(a: unknown, b: unknown): number {
  if (typeof a === "number") return Math.abs(a - (b as number)) / Math.max(1, Math.abs(a));
  if (typeof a !== "object" || a === null) return a === b ? 0 : Infinity;
  const keys = Object.keys(a);
  return keys.reduce(
    (most, key) => Math.max(most, distance((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])),
    keys.length === Object.keys(b as object).length ? 0 : Infinity,
  );
}

describe.each(formulas)("momentsWithout: %s", (formula) => {
  const design = designOf(formula);
  const kept = formula.includes("x") ? index.filter((i) => i !== 13) : index;
  test.each([1, 2, 5, kept.length])("%i sets, and rows of none", (count) => {
    const codes = Int32Array.from(kept, (_, at) => (count < 5 || count === kept.length ? at % count : (at % 6) - 1));
    const fixed = { kept: [0], centre: Float64Array.of(0), A: Float64Array.of(2), response: Float64Array.of(3) };
    for (const transform of [null, fixed]) {
      const found = [...momentsWithout(design, table, codes, count, transform)];
      expect(found.map(({ set }) => set)).toEqual(Array.from({ length: count }, (_, c) => c));
      for (const { set, moments } of found) {
        const left = kept.filter((_, at) => codes[at] !== set);
        expect(moments.n).toBe(left.length);
        if (left.length === 0) continue;
        const other = accumulate(design, takeRows(table, Int32Array.from(left)), transform);
        // means are counted from another row
        const means = (own: typeof moments) => Array.from(own.mean, (value, j) => value + own.shift[j]!);
        expect(distance(means(moments), means(other))).toBeLessThan(1e-12);
        expect(distance(Array.from(moments.cross), Array.from(other.cross))).toBeLessThan(1e-11);
        expect([moments.weight, moments.logWeight]).toEqual([other.weight, expect.closeTo(other.logWeight, 10)]);
        for (const [f, factor] of moments.factors.entries()) {
          expect(distance(factor.weight, other.factors[f]!.weight)).toBe(0);
          expect(distance(factor.cross, other.factors[f]!.cross)).toBeLessThan(1e-11);
        }
        expect(distance(moments.cells, other.cells)).toBeLessThan(1e-11);
      }
    }
  });
});
