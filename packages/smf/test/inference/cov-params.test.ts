import { describe, expect, test } from "vitest";
import { covParams } from "../../src/inference/cov-params.ts";
import { Frame } from "../../src/labelled/frame.ts";
import { estimatedOf, expectClose, modelCalled, models } from "./contrasts-record.ts";

function numbers(value: unknown): number[] {
  return value instanceof Frame ? value.values.flat() : [value as number | number[]].flat(2);
}

describe.each(models)("$name", (model) => {
  const estimated = estimatedOf(model);
  test.each(model.cov_params)("$options: what statsmodels documents", ({ options, value }) => {
    expectClose(numbers(covParams(estimated, options)), [value].flat(2), 1e-13);
  });
});

const pigs = estimatedOf(modelCalled("pigs"));

test("parameters may be named, and several keep their names", () => {
  const frame = covParams(pigs, { column: ["Time", -1] });
  expect(frame.columns).toEqual(["Time", "Pig Var"]);
  expect(frame.get("Time", "Time")).toBe(covParams(pigs, { column: "Time" }));
  expect(covParams(pigs).index).toEqual(pigs.names);
});

test("one row by itself gives a number, as one row on both sides, and a list beside a matrix", () => {
  const row = [1, 2];
  expect(covParams(pigs, { r_matrix: [row] })).toEqual([[covParams(pigs, { r_matrix: row })]]);
  const beside = covParams(pigs, { r_matrix: row, other: [row, [0, 1]] }) as number[];
  expectClose(beside, covParams(pigs, { r_matrix: [row, [0, 1]] })[0]!, 1e-15);
});

test("a variance without a covariance matters only where it is involved", () => {
  const covariance = pigs.covariance.map((row, i) => Array.from(row, (v, j) => (i === 2 || j === 2 ? Number.NaN : v)));
  const broken = { ...pigs, covariance };
  expect(covParams(broken, { r_matrix: [[1, 1, 0]] })).toEqual(covParams(pigs, { r_matrix: [[1, 1]] }));
  expect(covParams(broken, { r_matrix: [[1, 1, 1]] })).toEqual([[Number.NaN]]);
});

test.each([
  ["column beside r_matrix", { column: 0, r_matrix: [[1, 0]] }, "option-conflict"],
  ["other alone", { other: [[1, 0]] }, "option-conflict"],
  ["an unknown column", { column: "Tiem" }, "unknown-label"],
  ["a position outside", { column: 3 }, "unknown-label"],
  ["a text", { r_matrix: "Time" }, "restriction"],
  ["a scale that is none", { scale: -1 }, "option-type"],
])("%s: a clear error", (_, options, code) => {
  expect(() => covParams(pigs, options as never)).toThrow(expect.objectContaining({ code }));
});
