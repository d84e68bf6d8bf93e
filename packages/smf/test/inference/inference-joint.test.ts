// wald_test, f_test and wald_test_terms of real fits: every recorded hypothesis and option, against statsmodels' numbers,
// degrees of freedom and printed lines.
import { describe, expect, test } from "vitest";
import type { WaldTermsRecord, WaldTestRecord } from "../../../../tools/fixtures/load-inference.ts";
import { JointContrastResults, type MixedLMResults, WaldTestResults } from "../../src/index.ts";
import { near } from "../recorded-models.ts";
import {
  type Apart,
  AT_ESTIMATES,
  atEstimates,
  BY_SEARCH,
  fitOf,
  inferred,
  sameNumbers,
  scriptText,
} from "./inference-records.ts";

/** A joint statistic is a sum of squares of z: how far it may be off, and its p-value with it, relatively. */
function apartOf({ estimates, errors }: Apart, statistic: number): { statistic: number; p: number } {
  const change = 2 * (estimates * Math.sqrt(statistic) + errors * statistic);
  return { statistic: change, p: Math.expm1(change) };
}

test("arrays over the fixed effects were refused there", () => {
  const tests = inferred.flatMap(([, { expected }]) => [...expected.wald_test, ...expected.f_test]);
  const raised = tests.flatMap((one) => one.raised ?? []);
  expect(raised.length).toBeGreaterThanOrEqual(250);
  expect(new Set(raised)).toEqual(new Set(["ValueError: wrong shape for coefs"]));
});

describe.each(inferred)("%s", (_, own) => {
  const points: [string, () => MixedLMResults, Apart][] = [
    ["at statsmodels' estimates", () => atEstimates(own), AT_ESTIMATES],
    ["of the fit", () => fitOf(own), BY_SEARCH],
  ];

  describe.each(points)("%s", (__, resultOf, apart) => {
    test.each(own.expected.wald_test)(
      "wald_test of $r_matrix, F $use_f, scalar $scalar, is statsmodels'",
      (expected) => {
        const { r_matrix, use_f = null, scalar = null } = expected;
        expectJoint(resultOf().wald_test(r_matrix, { use_f, scalar }), expected, apart);
      },
    );

    test.each(own.expected.f_test)("f_test of $r_matrix is statsmodels'", (expected) => {
      expectJoint(resultOf().f_test(expected.r_matrix), expected, apart);
    });

    test.each(own.expected.wald_test_terms)("wald_test_terms with $options is statsmodels'", (expected) => {
      expectTerms(resultOf(), expected, apart);
    });
  });
});

function expectJoint(found: JointContrastResults, expected: WaldTestRecord, apart: Apart): void {
  expect([found.distribution, found.df_denom]).toEqual([expected.distribution, expected.df_denom]);
  if (expected.df_num !== null) expect(found.df_num).toBe(expected.df_num);
  // an F statistic is divided by its degrees of freedom
  const factor = found.distribution === "F" ? found.df_num : 1;
  const limit = apartOf(apart, factor * expected.statistic);
  near(found.statistic, expected.statistic, limit.statistic / factor);
  near(found.pvalue, expected.pvalue, limit.p * expected.pvalue + 1e-300);
  // all digits are printed, and the last ones hang on rounding: those of p, and of the statistic of other estimates
  const atRecorded = new JointContrastResults({
    statistic: expected.statistic,
    df_num: found.df_num,
    df_resid: found.distribution === "F" ? found.df_denom : null,
    scalar: expected.scalar ?? !expected.text.includes("[["),
    warnings: [],
  });
  expect(withoutP(String(atRecorded))).toBe(withoutP(expected.text));
  expect(wordsOf(String(found))).toBe(wordsOf(expected.text));
}

function withoutP(line: string): string {
  return line.replace(/(p(?:-value)?=)[^,]+/, "$1");
}

function wordsOf(text: string): string {
  return text.replace(/\d+(?:\.\d*)?(?:e[-+]\d+)?/g, "#").replace(/ +/g, " ");
}

function expectTerms(result: MixedLMResults, { options, ...expected }: WaldTermsRecord, apart: Apart): void {
  const found = result.wald_test_terms(options);
  const { table } = found;
  expect(found.distribution).toBe(expected.distribution);
  expect([table.index, table.columns]).toEqual([expected.table.index, expected.table.columns]);
  expect(found.summary_frame().columns).toEqual(expected.summary_frame_columns);
  const rows = expected.table.values.map(
    (row, i) => [row[0]!, row[1]!, independent(row[2]!, i, result, options)] as const,
  );
  rows.forEach((row, i) => {
    const [statistic, p] = row;
    const limit = apartOf(apart, statistic);
    sameNumbers(table.values[i]!, row, (_, j) => [limit.statistic, limit.p * p + 1e-300, 0][j]!);
  });
  expect(Array.from(found.statistic, (value, i) => [value, found.pvalues[i], found.df_constraints[i]])).toEqual(
    table.values,
  );
  if (rows.some(([, , df], i) => df !== expected.table.values[i]![2])) return;
  if (options.scalar) {
    expect(String(found)).toBe(expected.text);
    expect(scriptText(table)).toBe(expected.table_text);
    return;
  }
  // all digits are printed: at the recorded numbers they are the recorded text
  const tests = rows.map(([statistic, pvalue, df_constraint], i) => ({
    name: table.index[i] as string,
    statistic,
    pvalue,
    df_constraint,
  }));
  expect(String(new WaldTestResults(tests, { df_denom: null, scalar: false, warnings: [] }))).toBe(expected.text);
  expect(wordsOf(String(found))).toBe(wordsOf(expected.text));
}

/** A hypothesis that is there twice is counted once here; statsmodels counts it twice in the table, once in p. */
function independent(
  df: number,
  i: number,
  { k_fe }: MixedLMResults,
  { extra_constraints }: WaldTermsRecord["options"],
): number {
  const isRepeated = extra_constraints.length > 0 && i === k_fe && k_fe === 1;
  return isRepeated ? 1 : df;
}
