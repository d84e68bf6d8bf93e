// Derivatives of columns against derivatives known in closed form, in domains that end, at knots and in any units.
import { describe, expect, test } from "vitest";
import { lmm, marginalTrends } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";

const table = tableOf("dietox");

/** Derivatives of the fixed columns in Time at a value. */
function slopes(formula: string, at: number, data: Parameters<typeof lmm>[1] = table): Record<string, number> {
  const fit = lmm(formula as string, data as never);
  const { L } = marginalTrends(fit, "Time", "~ 1", { at: { Time: at }, ddf: "normal" });
  return Object.fromEntries(fit.names.map((name, j) => [name, L[0]![j]!]));
}

const entry = (own: Record<string, number>, part: string): number =>
  Object.entries(own).find(([name]) => name.includes(part))![1];

test("what is linear has its slope to the last digit, whatever is done to it", () => {
  const own = slopes("Weight ~ Time * Start + I(2 * Time - 3) : Evit + center(Time) : Cu + (1 | Pig)", 0.1 + 0.2);
  const start = slopes("Weight ~ Start + Time : Start + (1 | Pig)", 5);
  expect(own.Time).toBe(1);
  expect(entry(own, "I(2 * Time - 3):Evit[Evit000]")).toBeCloseTo(2 / 3, 15);
  expect(entry(own, "center(Time):Cu")).toBeCloseTo(1 / 3, 15);
  expect(own["Time:Start"]).toBe(start["Time:Start"] ?? start["Start:Time"]);
});

describe("what is curved has its derivative", () => {
  const at = 3.25;
  test.each([
    ["log(Time)", 1 / at],
    ["sqrt(Time)", 0.5 / Math.sqrt(at)],
    ["exp(Time / 4)", Math.exp(at / 4) / 4],
    ["I(Time ** 3)", 3 * at * at],
    ["I(1 / Time)", -1 / (at * at)],
    ["I(Time * np.log(Time))", 1 + Math.log(at)],
  ])("%s", (term, expected) => {
    const own = Object.values(slopes(`Weight ~ ${term} + (1 | Pig)`, at));
    expect(own.length).toBe(2);
    expect(own[0]).toBe(0);
    expect(Math.abs(own[1]! / expected - 1)).toBeLessThan(1e-11);
  });

  test("a cubic spline is a cubic between knots, so that its slope is one too", () => {
    const by = (at: number) => slopes("Weight ~ bs(Time, df = 4) + (1 | Pig)", at);
    // four points of a quadratic: its third difference is 0
    const points = [2, 3, 4, 5].map((at) => Object.values(by(at)));
    points[0]!.forEach((_, j) => {
      const third = points[3]![j]! - 3 * points[2]![j]! + 3 * points[1]![j]! - points[0]![j]!;
      expect(Math.abs(third)).toBeLessThan(1e-11);
    });
  });
});

describe("where a domain ends the slope is that from inside", () => {
  test("a spline at its outer knots", () => {
    // a clamped cubic basis falls from 1 with 3 over the distance to the next knot, and its neighbour rises by as much
    const left = slopes("Weight ~ bs(Time, df = 3) + (1 | Pig)", 1);
    const right = slopes("Weight ~ bs(Time, df = 3) + (1 | Pig)", 12);
    expect(entry(left, "[0]")).toBeCloseTo(3 / 11, 9);
    expect(entry(left, "[2]")).toBeCloseTo(0, 9);
    expect(entry(right, "[2]")).toBeCloseTo(3 / 11, 9);
    expect(entry(right, "[1]")).toBeCloseTo(-3 / 11, 9);
  });

  test("a logarithm near 0", () => {
    expect(entry(slopes("Weight ~ log(Time) + (1 | Pig)", 1e-3), "log")).toBeCloseTo(1e3, 7);
  });
});

test("the units of the variable do not matter", () => {
  const columns = Object.fromEntries(["Weight", "Pig"].map((name) => [name, table.array(name)]));
  for (const scale of [1e-6, 1e6]) {
    const Time = Float64Array.from(table.array("Time") as ArrayLike<number>, (v) => v * scale);
    const own = slopes("Weight ~ log(Time) + (1 | Pig)", 4 * scale, { ...columns, Time } as never);
    expect(Math.abs(entry(own, "log") * 4 * scale - 1)).toBeLessThan(1e-11);
  }
});
