import fc from "fast-check";
import { expect, test } from "vitest";
import { fittingColumns } from "../../src/pandas/fitting-columns.ts";

fc.configureGlobal({ seed: 20260809 });

test("columns that fit are all shown, with one character of the line left free", () => {
  expect(fittingColumns([4, 36, 37], 80)).toBe(2);
  expect(fittingColumns([3, 10, 10, 10], 80)).toBe(3);
  expect(fittingColumns([9, 9, 9, 9, 9, 9, 9, 9], 80)).toBe(7);
  expect(fittingColumns([10, 9, 9, 9, 9, 9, 9, 9], 80)).toBe(6);
});

test("at least two columns are shown, however wide", () => {
  expect(fittingColumns([50, 100, 100, 100], 80)).toBe(2);
});

test("columns of one width leave as few as a line asks for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 1, max: 20 }), (n, width) => {
      const shown = fittingColumns(Array<number>(n + 1).fill(width), 80);
      const length = (columns: number) => (columns + 1) * (width + 1) - 1;
      expect(shown).toBeGreaterThanOrEqual(Math.min(2, n));
      if (shown > 2) expect(length(shown)).toBeLessThan(80);
      if (shown < n) expect(length(shown + 1)).toBeGreaterThanOrEqual(80);
    }),
  );
});
