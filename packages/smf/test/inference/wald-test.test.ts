import { describe, expect, test } from "vitest";
import { JointContrastResults } from "../../src/inference/contrast-results.ts";
import type { Estimated } from "../../src/inference/estimated.ts";
import { fTest, waldTest } from "../../src/inference/wald-test.ts";
import {
  estimatedOf,
  expectClose,
  modelCalled,
  models,
  type RecordedJoint,
  restrictionsOf,
} from "./contrasts-record.ts";

function expectJoint(found: JointContrastResults, expected: RecordedJoint): void {
  expectClose([found.statistic], [expected.statistic], 1e-11);
  expectClose([found.pvalue], [expected.pvalue], 1e-10);
  expect(found.distribution).toBe(expected.distribution);
  expect(found.df_denom).toBe(expected.df_denom);
  if (expected.df_num !== null) expect(found.df_num).toBe(expected.df_num);
  const theirs = found.warnings.filter(({ code }) => code !== "variance");
  expect(theirs.map(({ category, message }) => [category, message])).toEqual(expected.warnings);
}

// the printed line at the recorded numbers, whose last digits depend on the order of sums
function atRecorded(expected: RecordedJoint): string {
  const isF = expected.distribution === "F";
  const line = new JointContrastResults({
    statistic: expected.statistic,
    df_num: expected.df_num ?? expected.df_denom,
    df_resid: isF ? expected.df_denom : null,
    scalar: !expected.text.includes("[["),
    warnings: [],
  }).summary();
  return line.replace(/(p(?:-value)?=)[^,]+/, "$1P");
}

describe.each(models)("$name", (model) => {
  const estimated = estimatedOf(model);
  test.each(model.wald_test)(
    "$r_matrix, $options: statsmodels' statistic, p, degrees, warnings and line",
    (expected) => {
      expectJoint(waldTest(estimated, restrictionsOf(expected.r_matrix), expected.options), expected);
      expect(atRecorded(expected)).toBe(expected.text.replace(/(p(?:-value)?=)[^,]+/, "$1P"));
    },
  );
  test.for(model.f_test)("$r_matrix by F", (expected) => {
    expectJoint(fTest(estimated, restrictionsOf(expected.r_matrix)), expected);
    expect(atRecorded(expected)).toBe(expected.text.replace(/(p(?:-value)?=)[^,]+/, "$1P"));
  });
});

const pigs = estimatedOf(modelCalled("pigs"));

function without(parameter: number, value: number): Estimated {
  const covariance = pigs.covariance.map((row, i) =>
    Array.from(row, (v, j) => (i === parameter || j === parameter ? value : v)),
  );
  return { ...pigs, covariance };
}

test("a variance without a covariance does not matter where it is not involved, and is named where it is", () => {
  const broken = without(2, Number.NaN);
  expect(waldTest(broken, "Time = 7, Intercept = 15").statistic).toBe(
    waldTest(pigs, "Time = 7, Intercept = 15").statistic,
  );
  expect(() => waldTest(broken, "Time = 7, Pig Var = 3")).toThrow(
    expect.objectContaining({ code: "no-covariance", data: expect.objectContaining({ names: ["Pig Var"] }) }),
  );
});

test("a joint test of a variance is not silent about what it is", () => {
  const [warning, ...others] = fTest(pigs, "Time = 7, Pig Var = 3").warnings;
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ category: "UserWarning", code: "variance", data: { names: ["Pig Var"] } });
});

test("a parameter that was held cannot be tested jointly", () => {
  expect(() => waldTest(without(1, 0), "Intercept = 15, Time = 7")).toThrow(
    expect.objectContaining({ code: "singular-covariance", data: { call: "wald_test", row: 1 } }),
  );
});

test("hypotheses that contradict each other are refused, those that repeat each other are counted once", () => {
  expect(() => waldTest(pigs, "Time = 7, Intercept + Time = 20, Intercept = 14")).toThrow(
    expect.objectContaining({ code: "contradiction", data: { row: 2 } }),
  );
  const found = waldTest(pigs, "Time = 7, Intercept + Time = 20, Intercept = 13", { scalar: true });
  expect(found.df_num).toBe(2);
  expectClose([found.statistic], [waldTest(pigs, "Time = 7, Intercept = 13").statistic]);
  expect(found.warnings.map(({ code }) => code)).toEqual(["rank"]);
});

test("rows of zeros say nothing: with others they are not counted, by themselves they are refused", () => {
  const found = waldTest(
    pigs,
    {
      R: [
        [0, 0],
        [0, 1],
      ],
      q: [0, 7],
    },
    { scalar: true },
  );
  expect([found.df_num, found.statistic]).toEqual([1, waldTest(pigs, "Time = 7").statistic]);
  expect(() => waldTest(pigs, [[0, 0]])).toThrow(expect.objectContaining({ code: "restriction" }));
  expect(() => waldTest(pigs, { R: [[0, 0]], q: 1 })).toThrow(expect.objectContaining({ code: "contradiction" }));
});

test("units of the restrictions do not matter for their rank", () => {
  const found = waldTest(
    pigs,
    {
      R: [
        [0, 1e9],
        [1e-9, 0],
      ],
      q: [7e9, 15e-9],
    },
    { scalar: true },
  );
  expectClose([found.statistic], [waldTest(pigs, "Time = 7, Intercept = 15").statistic]);
  expect(found.warnings).toEqual([]);
});

test("hypotheses that differ by a millionth keep their digits", () => {
  const expected = waldTest(pigs, "Time = 7, Intercept = 15").statistic;
  expectClose([waldTest(pigs, "1e6 * Time + Intercept = 7000015, Time = 7").statistic], [expected], 1e-9);
});

test("a joint test has no table and no intervals", () => {
  const found = fTest(pigs, "Time");
  for (const call of ["conf_int", "summary_frame"] as const) {
    expect(() => found[call]()).toThrow(expect.objectContaining({ code: "not-available" }));
  }
  expect([found.effect, found.fvalue]).toEqual([null, found.statistic]);
});

test.each([
  ["an inverse covariance of another size", { invcov: [[1]] }, "covariance-shape", "expected 2 x 2"],
  ["an option of another kind", { use_f: "yes" }, "option-type", "true, false or null"],
  ["a number of restrictions that is none", { df_constraints: 0 }, "option-type", "a positive whole number"],
  ["an unknown option", { use_t: true }, "unknown-option", "use_f"],
])("%s: a clear error", (_, options, code, text) => {
  expect(() => waldTest(pigs, "Time = 7, Intercept = 15", options as never)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});

test("in any unit of the response a test is the same, also where a variance came out negative", () => {
  // R C R' = diag(15, 12) and R b = (-5, -6), so the statistic is 25/15 + 36/12
  const covariance = [
    [3, 1, -1],
    [1, 2, 1],
    [-1, 1, -1],
  ];
  const R = [
    [-2, 0, 1],
    [0, -2, -2],
  ];
  for (const unit of [1, 1e-10, 1e8]) {
    const estimated: Estimated = {
      names: ["a", "b", "c"],
      params: [3 * unit, 2 * unit, unit],
      covariance: covariance.map((row) => row.map((v) => v * unit ** 2)),
      scale: unit ** 2,
      k_fe: 3,
      df_resid: 20,
      use_t: false,
      fixed: null,
    };
    const { statistic, df_num } = waldTest(estimated, R, { scalar: true });
    expect(statistic).toBeCloseTo(25 / 15 + 36 / 12, 10);
    expect(df_num).toBe(2);
  }
});
