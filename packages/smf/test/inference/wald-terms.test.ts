import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { tTest } from "../../src/inference/t-test.ts";
import { waldTestTerms } from "../../src/inference/wald-terms.ts";
import { estimatedOf, expectClose, modelCalled, models } from "./contrasts-record.ts";

// digits beyond the eighth depend on the order of sums
function rounded(text: string): string {
  return text.replace(/\d\.\d+(?:e[-+]\d+)?/g, (number) => Number(number).toPrecision(8)).replace(/ +/g, " ");
}

describe.each(models)("$name", (model) => {
  const estimated = estimatedOf(model);
  test.each(model.wald_test_terms)("$options: statsmodels' tests of terms, and its table", (expected) => {
    const found = waldTestTerms(estimated, expected.options);
    expect(found.table.index).toEqual(expected.index);
    expect(found.distribution).toBe(expected.distribution);
    expected.statistic.forEach((value, i) => {
      expectClose([found.statistic[i]!], [value], 1e-11);
      expectClose([found.pvalues[i]!], [expected.pvalues[i]!], 1e-9);
    });
    expect(found.df_constraints).toEqual(expected.df_constraints);
    expect(found.col_names).toEqual(expected.col_names);
    const isScalar = (expected.options as { scalar?: boolean }).scalar === true;
    expect(isScalar ? String(found) : rounded(String(found))).toBe(isScalar ? expected.text : rounded(expected.text));
    expect(found.warnings.map(({ code }) => code)).toEqual(isScalar ? [] : ["scalar"]);
  });
});

const diets = estimatedOf(modelCalled("diets"));

test("the frame has the printed names, whole degrees of freedom, and the same numbers as the lists", () => {
  const found = waldTestTerms(estimatedOf(modelCalled("oats")), { scalar: true });
  const frame = found.summary_frame();
  expect(frame.columns).toEqual(["F", "P>F", "df constraint", "df denom"]);
  expect(found.table.columns).toEqual(["statistic", "pvalue", "df_constraint", "df_denom"]);
  expect(frame.get("C(Variety)", "F")).toBe(found.statistic[0]);
  expect(String(frame)).toMatch(/ 3 +66$/m);
});

test("the console shows the table", () => {
  const found = waldTestTerms(diets, { scalar: true });
  expect(inspect(found)).toBe(String(found));
  const single = tTest(diets, "Time");
  expect(inspect(single)).toBe(String(single));
});

test("further hypotheses may be texts, and those that repeat each other count once", () => {
  const { df_constraints, warnings } = waldTestTerms(diets, {
    extra_constraints: [["twice", "Time = 7, 2 * Time = 14"]],
    scalar: true,
  });
  expect(df_constraints.at(-1)).toBe(1);
  expect(warnings.map(({ code }) => code)).toEqual(["rank"]);
});

test("a term without a covariance is NaN with a warning, and the others are tested as before", () => {
  const at = diets.names.indexOf("Time");
  const covariance = diets.covariance.map((row, i) => Array.from(row, (v, j) => (i === at && j === at ? -v : v)));
  const whole = waldTestTerms(diets, { scalar: true });
  const found = waldTestTerms({ ...diets, covariance }, { scalar: true });
  const term = whole.table.index.indexOf("Time");
  expect([found.statistic[term], found.pvalues[term], found.df_constraints[term]]).toEqual([Number.NaN, Number.NaN, 1]);
  expect(found.warnings.map(({ code, data }) => [code, data.term])).toEqual([["untested", "Time"]]);
  const others = (all: ArrayLike<number>): number[] => Array.from(all).filter((_, i) => i !== term);
  expect(others(found.statistic)).toEqual(others(whole.statistic));
  expect(() => waldTestTerms({ ...diets, covariance }, { extra_constraints: [["growth", "Time = 7"]] })).toThrow(
    expect.objectContaining({ code: "singular-covariance" }),
  );
});

test("a text that is part of no term's name is refused", () => {
  expect(() => waldTestTerms(diets, { combine_terms: ["Zn"] })).toThrow(
    expect.objectContaining({ code: "unknown-term", message: expect.stringContaining('"Zn"') }),
  );
});

test.each([
  ["a text in the place of texts", { combine_terms: "Cu" }, "a list of names"],
  ["hypotheses without names", { extra_constraints: ["Time = 7"] }, "pairs [name, r_matrix]"],
  ["an option of another kind", { skip_single: 1 }, "true or false"],
])("%s: a clear error", (_, options, text) => {
  expect(() => waldTestTerms(diets, options as never)).toThrow(
    expect.objectContaining({ code: "option-type", message: expect.stringContaining(text) }),
  );
});
