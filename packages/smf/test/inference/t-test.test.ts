import { describe, expect, test } from "vitest";
import { tTest } from "../../src/inference/t-test.ts";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { estimatedOf, expectClose, modelCalled, models, restrictionsOf } from "./contrasts-record.ts";

describe.each(models.filter((model) => model.t_test.length > 0))("$name", (model) => {
  const estimated = estimatedOf(model);
  test.each(model.t_test)("$r_matrix has statsmodels' estimates, tests, intervals and table", (expected) => {
    const found = tTest(estimated, restrictionsOf(expected.r_matrix), expected.options);
    expectClose(found.effect, expected.effect);
    expectClose(found.sd, expected.sd);
    expected.statistic.forEach((value, i) => {
      // a difference of nearly equal numbers is known to the precision of these
      expect(Math.abs(found.statistic[i]! - value)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(value)));
      expectClose([found.pvalue[i]!], [expected.pvalue[i]!], 1e-10);
    });
    expect(found.distribution).toBe(expected.distribution);
    expect(found.dist_args).toEqual(expected.dist_args);
    expectClose(found.conf_int().flat(), expected.conf_int.flat());
    expectClose(found.conf_int(0.2).flat(), expected.conf_int_80.flat());
    expect(String(found.summary(expected.summary_options))).toBe(expected.text);
    expect(found.summary(expected.summary_options).as_html()).toBe(expected.html);
    const { title: _, ...options } = expected.summary_options;
    const frame = found.summary_frame(options);
    expect(frame.index).toEqual(expected.summary_frame.index);
    expect(frame.columns).toEqual(expected.summary_frame.columns);
    frame.values.forEach((row, i) => {
      expectClose(row.slice(0, 2), expected.summary_frame.values[i]!.slice(0, 2) as number[]);
      expectClose(row.slice(4), expected.summary_frame.values[i]!.slice(4) as number[]);
    });
  });
});

const pigs = estimatedOf(modelCalled("pigs"));

test("rows of all parameters and rows of the fixed effects are the same hypothesis", () => {
  expect(tTest(pigs, [[0, 1, 0]])).toEqual(tTest(pigs, [[0, 1]]));
  expect(tTest(pigs, [0, 1])).toEqual(tTest(pigs, "Time = 0"));
  expect(tTest(pigs, Float64Array.of(0, 1))).toEqual(tTest(pigs, ["Time"]));
});

test("Python's tuple (R, q) is a pair here too", () => {
  const expected = tTest(pigs, "Time = 7");
  expect(tTest(pigs, [[[0, 1]], [7]])).toEqual(expected);
  expect(tTest(pigs, [[0, 1], 7])).toEqual(expected);
  expect(tTest(pigs, { R: [0, 1], q: [7] })).toEqual(expected);
  expect(tTest(pigs, [new Series(pigs.names, [0, 1, 0]), 7])).toEqual(expected);
  expect(tTest(pigs, [new Frame(["a"], pigs.names, [[0, 1, 0]]), [7]])).toEqual(expected);
});

test("labelled vectors and matrices are rows", () => {
  const expected = tTest(pigs, "Time, Intercept");
  const [time, intercept] = [new Series(pigs.names, [0, 1, 0]), new Series(pigs.names, [1, 0, 0])];
  expect(tTest(pigs, [time, intercept])).toEqual(expected);
  expect(tTest(pigs, time)).toEqual(tTest(pigs, "Time"));
  expect(tTest(pigs, new Frame(["a"], pigs.names, [[0, 1, 0]]))).toEqual(tTest(pigs, "Time"));
});

test("a variance without a covariance spoils its own test alone", () => {
  const covariance = pigs.covariance.map((row, i) => Array.from(row, (v, j) => (i === 2 || j === 2 ? Number.NaN : v)));
  const found = tTest({ ...pigs, covariance }, "Time, Pig Var");
  expect(found.sd[0]).toBe(tTest(pigs, "Time").sd[0]);
  expect([found.sd[1], found.statistic[1], found.pvalue[1]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(String(found)).toContain("nan");
});

test("a test of a variance is not silent about what it is", () => {
  const codes = (text: string) => tTest(pigs, text).warnings.map(({ code }) => code);
  expect(codes("Time")).toEqual([]);
  expect(codes("Time, 2 * Pig Var = 6")).toEqual(["variance"]);
});

test("a held parameter, whose standard error is 0, has no test", () => {
  const covariance = pigs.covariance.map((row, i) => Array.from(row, (v, j) => (i === 1 || j === 1 ? 0 : v)));
  const found = tTest({ ...pigs, covariance }, "Time");
  expect([found.sd[0], found.statistic[0], found.pvalue[0]]).toEqual([0, Number.NaN, Number.NaN]);
});

test("a covariance of the fixed effects alone is enough for a test of these", () => {
  const cov_p = [
    [4, 0],
    [0, 9],
  ];
  expect(tTest(pigs, "Time, Intercept", { cov_p }).sd).toEqual(Float64Array.of(3, 2));
  expect(tTest(pigs, "Pig Var", { cov_p }).sd[0]).toBeNaN();
});

test.each([
  ["rows of the wrong length", [[1, 2, 3, 4]], {}, "restriction", "expected 2 (the fixed effects) or 3"],
  ["ragged rows", [[1, 2], [1]], {}, "restriction", "row 1"],
  [
    "a row that is no number",
    [["a", "b"]],
    {},
    "restriction",
    'entry 0 of row 0 (both counted from 0) in r_matrix of t_test is "a"',
  ],
  ["no rows", [], {}, "restriction", "row 0"],
  ["nothing", null, {}, "restriction", "expected rows of numbers"],
  ["null for R", { R: null, q: 1 }, {}, "unknown-label", "no label"],
  ["a record for R", { R: {}, q: 1 }, {}, "restriction", "expected rows of numbers"],
  ["null among rows", [[1, 2], null], {}, "restriction", "row 0"],
  ["rows of a frame that are none", { columns: [], index: [], values: null }, {}, "restriction", "expected rows"],
  ["values that are none", { R: [[0, 1]], q: null }, {}, "restriction", "q has 0 values, but R has 1 rows"],
  ["a text for values", { R: [[0, 1]], q: "a" }, {}, "restriction", "q has 0 values, but R has 1 rows"],
  ["a number", 3, {}, "restriction", "r_matrix of t_test is 3"],
  ["values for other rows", { R: [[0, 1]], q: [1, 2] }, {}, "restriction", "q has 2 values, but R has 1 rows"],
  ["an unknown parameter", { Tiem: 1 }, {}, "unknown-label", "`Time`"],
  ["an unknown name", "Tiem = 1", {}, "unknown-name", "`Time`"],
  ["a text that is no constraint", "Time = = 1", {}, "unexpected-operator", "^"],
  ["a covariance of another size", "Time", { cov_p: [[1]] }, "covariance-shape", "expected 3 x 3 or 2 x 2"],
  ["an unknown option", "Time", { use_f: true }, "unknown-option", "use_t"],
  ["an option of another kind", "Time", { use_t: "yes" }, "option-type", "true, false or null"],
])("%s: a clear error", (_, r_matrix, options, code, text) => {
  expect(() => tTest(pigs, r_matrix as never, options as never)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});

test("names of rows are one for each combination", () => {
  expect(() => tTest(pigs, "Time").summary({ xname: ["a", "b"] })).toThrow("xname has 2 names, expected 1");
});
