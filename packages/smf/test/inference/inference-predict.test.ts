// predict of real fits: the rows of the fit, tables, records of columns, arrays, one row, and rows with missing values.
import { describe, expect, test } from "vitest";
import type { PredictRecord } from "../../../../tools/fixtures/load-inference.ts";
import { Frame, type MixedLMResults, type Series, type Value } from "../../src/index.ts";
import { SAME_POINT, STATSMODELS_TOLERANCE } from "../tolerances.ts";
import { atEstimates, fitOf, inferred, sameNumbers } from "./inference-records.ts";

describe.each(inferred)("%s", (_, own) => {
  const points: [string, () => MixedLMResults, number | null][] = [
    ["at statsmodels' estimates", () => atEstimates(own), SAME_POINT],
    ["of the fit", () => fitOf(own), null],
  ];

  describe.each(points)("%s", (__, resultOf, relative) => {
    test.each(own.expected.predict)("what is predicted for $what is statsmodels'", (expected) => {
      const result = resultOf();
      const found = predicted(result, expected);
      // statsmodels raises for a record of columns when the fixed part is the intercept alone
      const theirs = expected.values ?? found.index.map(() => result.fe_params.values[0]!);
      expect(expected.raised === null || result.k_fe === 1).toBe(true);
      const size = Math.max(...theirs.map((value) => Math.abs(value ?? 0)));
      const tolerance = relative === null ? STATSMODELS_TOLERANCE.fe_params * widest(result) : relative * size;
      sameNumbers(found.values.slice(0, theirs.length), theirs, () => tolerance);
      if (expected.type === "Series") expect(found.index).toEqual(expected.index);
    });
  });
});

function predicted(result: MixedLMResults, { what, given }: PredictRecord): Series {
  if (given === null) return result.predict();
  if ("exog" in given) return result.predict(given.exog as number[][], { transform: given.transform });
  const { columns, index } = given;
  if (what === "columns") return result.predict(columns);
  const names = Object.keys(columns);
  const rows = index.map((__, i) => names.map((name) => columns[name]![i] as Value));
  return result.predict(new Frame<Value>(index, names, rows));
}

/** The largest standard error of a fitted mean. */
function widest(result: MixedLMResults): number {
  const { sd } = result.t_test(result.model.exog.values.map((row) => [...row]));
  return Math.max(...sd);
}
