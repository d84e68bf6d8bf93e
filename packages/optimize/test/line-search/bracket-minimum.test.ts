import { expect, test } from "vitest";
import { bracketMinimum } from "../../src/line-search/bracket-minimum.ts";

const FUNCTIONS: readonly (readonly [string, (x: number) => number])[] = [
  ["a minimum between 0 and 1", (x) => (x - 0.4) ** 2],
  ["a minimum far ahead", (x) => (x - 5000) ** 2],
  ["a minimum far behind", (x) => Math.abs(x + 300)],
  ["a flat quartic", (x) => (x - 3.3) ** 4 + 1],
  ["a wall", (x) => (x > 0.5 ? Number.POSITIVE_INFINITY : -x)],
];

test.each(FUNCTIONS)("%s is enclosed, with no end below the middle", (_, f) => {
  const { ends, middle } = bracketMinimum(f)!;
  const [left, right] = [Math.min(...ends), Math.max(...ends)];
  expect(left).toBeLessThan(middle.step);
  expect(middle.step).toBeLessThan(right);
  expect(middle.value).toBe(f(middle.step));
  expect(f(left)).toBeGreaterThanOrEqual(middle.value);
  expect(f(right)).toBeGreaterThanOrEqual(middle.value);
});

// scipy.optimize.bracket of SciPy 1.10.1 asks for the function at these steps
test("the steps tried are SciPy's", () => {
  const tried: number[] = [];
  const { ends, middle } = bracketMinimum((x) => {
    tried.push(x);
    return (x - 3.3) ** 4 + 1;
  })!;
  const expected = [0, 1, 2.618034, 2.1148805568472056, 5.2360680251559995];
  expect(tried).toHaveLength(expected.length);
  tried.forEach((step, k) => {
    expect(step).toBeCloseTo(expected[k], 12);
  });
  expect(ends[0]).toBe(1);
  expect(ends[1]).toBeCloseTo(5.2360680251559995, 12);
  expect(middle.step).toBeCloseTo(2.618034, 12);
});
