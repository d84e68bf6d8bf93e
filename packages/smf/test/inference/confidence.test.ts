import { describe, expect, test } from "vitest";
import { confidenceIntervals } from "../../src/inference/confidence.ts";
import { estimatedOf, expectClose, modelCalled, models } from "./contrasts-record.ts";

describe.each(models)("$name", (model) => {
  test.each(model.conf_int)("alpha $alpha, cols $cols: statsmodels' intervals", ({ alpha, cols, value }) => {
    expectClose(confidenceIntervals(estimatedOf(model), alpha, cols).values.flat(), value.flat(), 1e-13);
  });
});

const pigs = estimatedOf(modelCalled("pigs"));

test("parameters may be named, and rows keep their names", () => {
  const frame = confidenceIntervals(pigs, 0.05, ["Time"]);
  expect([frame.index, frame.columns]).toEqual([["Time"], [0, 1]]);
  expect(frame.get("Time", 0)).toBe(confidenceIntervals(pigs).get("Time", 0));
});

test.each(["Time", 1, -2])("one parameter by itself, %s, has the row that it has in a list", (one) => {
  expect(confidenceIntervals(pigs, 0.05, one)).toEqual(confidenceIntervals(pigs, 0.05, [one]));
});

test.each([
  ["a level that is none", 5, null, "option-type"],
  ["an unknown parameter", 0.05, ["Tiem"], "unknown-label"],
])("%s: a clear error", (_, alpha, cols, code) => {
  expect(() => confidenceIntervals(pigs, alpha as number, cols as string[] | null)).toThrow(
    expect.objectContaining({ code }),
  );
});
