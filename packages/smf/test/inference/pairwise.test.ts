import { buildMatrices } from "@mixedlm/design";
import { parseFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import type { Estimated } from "../../src/inference/estimated.ts";
import { tTestPairwise } from "../../src/inference/pairwise.ts";
import { estimatedOf, expectClose, modelCalled, models } from "./contrasts-record.ts";

describe.each(models.filter((model) => model.t_test_pairwise.length > 0))("$name", (model) => {
  const estimated = estimatedOf(model);
  test.each(model.t_test_pairwise)("$term_name, $options: what statsmodels gives for these estimates", (expected) => {
    const found = tTestPairwise(estimated, expected.term_name, expected.options);
    const { index, columns, values } = found.result_frame;
    expect(index).toEqual(expected.result_frame.index);
    expect(columns).toEqual(expected.result_frame.columns);
    values.forEach((row, i) => {
      row.forEach((value, j) => {
        const other = expected.result_frame.values[i]![j]!;
        if (typeof other === "boolean") expect(value).toBe(other);
        else expectClose([value as number], [other], 1e-10);
      });
    });
    expectClose(found.contrasts.flat(), expected.contrasts.flat(), 1e-15);
    expect(found.contrast_labels).toEqual(expected.contrast_labels);
    expect(found.term_encoding_matrix).toEqual(expected.term_encoding_matrix);
    expect(found.term).toBe(expected.term_name);
  });
});

// the pairwise differences of a model whose coefficients are the levels' own means must not depend on the coding
const table = {
  y: [1, 2, 3, 4, 5, 6],
  n: [3, 1, 2, 3, 1, 2],
  f: [0.5, 1.5, 2, 0.5, 1.5, 2],
  b: [true, false, true, false, true, false],
};

function coded(formula: string): Estimated {
  const fixed = buildMatrices(parseFormula(formula), table).rhs;
  const k = fixed.names.length;
  const covariance = fixed.names.map((_, i) => fixed.names.map((__, j) => Number(i === j)));
  return {
    names: fixed.names,
    params: new Float64Array(k).fill(1),
    covariance,
    scale: 1,
    k_fe: k,
    df_resid: 9,
    use_t: true,
    fixed,
  };
}

test.each([
  ["~ C(n)", "C(n)", ["2-1", "3-1", "3-2"]],
  ["~ C(f)", "C(f)", ["1.5-0.5", "2.0-0.5", "2.0-1.5"]],
  ["~ b", "b", ["True-False"]],
  ["~ 0 + C(n)", "C(n)", ["2-1", "3-1", "3-2"]],
])("levels of %s are named as Python prints them", (formula, term, labels) => {
  expect(tTestPairwise(coded(formula), term).contrast_labels).toEqual(labels);
});

test.each([
  [
    "C(n)",
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
  ],
  [
    "C(n, Treatment(3))",
    [
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  ],
  [
    "C(n, Sum)",
    [
      [1, 0],
      [0, 1],
      [-1, -1],
    ],
  ],
  [
    "C(n, Helmert)",
    [
      [-1, -1],
      [1, -1],
      [0, 2],
    ],
  ],
])("the coding of %s is patsy's", (term, matrix) => {
  expect(tTestPairwise(coded(`~ ${term}`), term).term_encoding_matrix).toEqual(matrix);
});

const diets = estimatedOf(modelCalled("diets"));

test.each([
  ["an unknown term", diets, "C(Evti)", {}, "unknown-term", "`C(Evit)`"],
  ["an interaction", diets, "C(Evit):Cu", {}, "term-kind", "is an interaction"],
  ["a number", diets, "Time", {}, "term-kind", "is numeric"],
  ["the intercept", diets, "Intercept", {}, "term-kind", "has no variable"],
  ["too few labels", diets, "Cu", { factor_labels: ["a"] }, "name-count", "factor_labels has 1 names, expected 3"],
  ["an unknown method", diets, "Cu", { method: "tukey" }, "unknown-method", "bonferroni"],
  ["a model of arrays", estimatedOf(modelCalled("machines")), "B", {}, "unknown-term", "the model has no formula"],
])("%s: a clear error", (_, estimated, term, options, code, text) => {
  expect(() => tTestPairwise(estimated as Estimated, term as string, options as object)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text as string) }),
  );
});
