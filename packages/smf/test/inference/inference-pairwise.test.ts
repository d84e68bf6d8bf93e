// t_test_pairwise of real fits, which statsmodels refuses for mixed models: against its own function applied to the generic
// tests of the same results.
import { describe, expect, test } from "vitest";
import type { PairwiseRecord } from "../../../../tools/fixtures/load-inference.ts";
import type { MixedLMResults } from "../../src/index.ts";
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

const withPairs = inferred.filter(([, { expected }]) => expected.t_test_pairwise.length > 0);

test("every recorded comparison was refused there", () => {
  const raised = withPairs.flatMap(([, { expected }]) => expected.t_test_pairwise.map((one) => one.raised));
  expect(raised.length).toBeGreaterThanOrEqual(40);
  for (const text of raised) expect(text).toMatch(/^ValueError: r_matrix for t-test should have/);
});

describe.each(withPairs)("%s", (_, own) => {
  const points: [string, () => MixedLMResults, Apart][] = [
    ["at statsmodels' estimates", () => atEstimates(own), AT_ESTIMATES],
    ["of the fit", () => fitOf(own), BY_SEARCH],
  ];

  describe.each(points)("%s", (__, resultOf, apart) => {
    test.each(own.expected.t_test_pairwise)(
      "$term_name by $method, level $alpha, labels $factor_labels",
      (expected) => {
        expectPairs(resultOf(), expected, apart);
      },
    );
  });
});

function expectPairs(result: MixedLMResults, expected: PairwiseRecord, apart: Apart): void {
  const { term_name, how: _, raised: __, result_frame, text, contrasts, contrast_labels, ...options } = expected;
  const found = result.t_test_pairwise(term_name, options);
  const frame = found.result_frame;
  expect([frame.index, frame.columns]).toEqual([result_frame.index, result_frame.columns]);
  expect([found.term, found.contrast_labels]).toEqual([term_name, contrast_labels]);
  sameNumbers(found.contrasts.flat(), contrasts.flat(), () => 1e-12);
  result_frame.values.forEach((row, i) => {
    const [, sd, z] = row as [number, number, number];
    const change = apart.estimates + apart.errors * Math.abs(z);
    row.forEach((value, j) => {
      const own = frame.values[i]![j]!;
      if (typeof value === "boolean") expect(own).toBe(value);
      else
        sameNumbers([own as number], [value], () =>
          limitOf(frame.columns[j] as string, { sd, z, change, value: value! }, apart),
        );
    });
  });
  expect(found.t_test.pvalue).toEqual(Float64Array.from(frame.column("P>|z|").values as ArrayLike<number>));
  expect(scriptText(frame)).toBe(text);
}

/** How far a cell may be off: adjusted p-values move as the smallest p-value that decides them. */
function limitOf(column: string, cell: { sd: number; z: number; change: number; value: number }, apart: Apart): number {
  const { sd, z, change, value } = cell;
  if (column === "coef") return apart.estimates * sd;
  if (column === "std err") return apart.errors * sd;
  if (column === "z") return change;
  if (column.startsWith("Conf")) return (apart.estimates + 2 * apart.errors) * sd;
  return Math.abs(value) * Math.expm1((Math.abs(z) + 1) * change) + 1e-300;
}
