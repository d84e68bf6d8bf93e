// t_test of real fits: every recorded hypothesis, as array and as text, against statsmodels' numbers, tables, HTML, LaTeX
// and frames; where MixedLMResults raises, against the generic class that it inherits from.
import { describe, expect, test } from "vitest";
import type { TTestRecord } from "../../../../tools/fixtures/load-inference.ts";
import type { MixedLMResults, SingleContrastResults } from "../../src/index.ts";
import {
  type Apart,
  AT_ESTIMATES,
  apartOfP,
  atEstimates,
  BY_SEARCH,
  fitOf,
  inferred,
  sameButForRounding,
  sameNumbers,
  scriptText,
} from "./inference-records.ts";

test("most of the recorded hypotheses were refused there, in three ways", () => {
  const raised = inferred.flatMap(([, { expected }]) => expected.t_test.flatMap((one) => one.raised ?? []));
  expect(raised.length).toBeGreaterThanOrEqual(200);
  const ways = new Set(raised.map((text) => text.replace(/\d+/, "k")));
  expect([...ways].sort()).toEqual([
    "AttributeError: 'str' object has no attribute 'shape'",
    "IndexError: tuple index out of range",
    "ValueError: r_matrix for t-test should have k columns",
  ]);
});

describe.each(inferred)("%s", (_, own) => {
  const cases = own.expected.t_test.map((one): [string, TTestRecord] => [
    `${JSON.stringify(one.r_matrix)}${one.use_t ? " by t" : ""}`,
    one,
  ]);

  describe("at statsmodels' estimates", () => {
    test.each(cases)("%s has statsmodels' numbers and texts", (__, expected) => {
      const found = testOf(atEstimates(own), expected);
      expectNumbers(found, expected, AT_ESTIMATES);
      expectTables(found, expected);
      // quantiles of t are SciPy's to nine digits, and pandas prints as many
      sameButForRounding(scriptText(found.summary_frame()), expected.summary_frame_text, expected.use_t ? 3e-8 : 0);
    });
  });

  describe("of the fit", () => {
    test.each(cases)("%s has statsmodels' numbers and tables", (__, expected) => {
      const found = testOf(fitOf(own), expected);
      expectNumbers(found, expected, BY_SEARCH);
      expectTables(found, expected);
    });
  });
});

function testOf(result: MixedLMResults, { r_matrix, use_t }: TTestRecord): SingleContrastResults {
  return result.t_test(r_matrix, { use_t });
}

function expectNumbers(found: SingleContrastResults, expected: TTestRecord, apart: Apart): void {
  const { sd, statistic } = expected;
  const change = (i: number): number => apart.estimates + apart.errors * Math.abs(statistic[i]!);
  const limit = (i: number): number => (apart.estimates + 4 * apart.errors) * sd[i]!;
  expect([found.distribution, found.df_denom]).toEqual([expected.distribution, expected.df_denom]);
  sameNumbers(found.effect, expected.effect, (_, i) => apart.estimates * sd[i]!);
  sameNumbers(found.sd, sd, (value) => apart.errors * value);
  sameNumbers(found.tvalue, expected.tvalue, (_, i) => change(i));
  sameNumbers(found.statistic, statistic, (_, i) => change(i));
  sameNumbers(found.pvalue, expected.pvalue, (p, i) => apartOfP(p, statistic[i]!, change(i)));
  for (const [alpha, limits] of [
    [0.05, expected.conf_int],
    [0.1, expected.conf_int_10],
  ] as const) {
    sameNumbers(found.conf_int(alpha).flat(), limits.flat(), (_, i) => limit(Math.floor(i / 2)));
  }
  const frame = found.summary_frame();
  expect([frame.index, frame.columns]).toEqual([expected.summary_frame.index, expected.summary_frame.columns]);
  const limits = found.conf_int();
  expect(frame.values).toEqual(
    limits.map((row, i) => [found.effect[i], found.sd[i], found.statistic[i], found.pvalue[i], ...row]),
  );
}

function expectTables(found: SingleContrastResults, expected: TTestRecord): void {
  expect(String(found)).toBe(expected.text);
  if (expected.summary_alpha_10 === undefined) return;
  const xname = Array.from(found.effect, (_, i) => `row ${i}`);
  expect(String(found.summary({ xname, alpha: 0.1, title: "Constraints" }))).toBe(expected.summary_alpha_10);
  expect(found.summary().as_html({ verbatim: true })).toBe(expected.summary_html);
  expect(found.summary().as_latex()).toBe(expected.summary_latex);
}
