// conf_int and cov_params of real fits with every recorded argument. The wrapper of statsmodels spreads what is not the
// size of the parameters over a whole table, or raises: the expected values are those of the results inside it.
import { describe, expect, test } from "vitest";
import type { Recorded } from "../../../../tools/fixtures/load.ts";
import type { InferenceCase } from "../../../../tools/fixtures/load-inference.ts";
import { Frame, type MixedLMResults } from "../../src/index.ts";
import { STATSMODELS_TOLERANCE } from "../tolerances.ts";
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

type Intervals = InferenceCase["conf_int"][number];
type Covariance = InferenceCase["cov_params"][number];

describe.each(inferred)("%s", (_, own) => {
  const points: [string, () => MixedLMResults, Apart][] = [
    ["at statsmodels' estimates", () => atEstimates(own), AT_ESTIMATES],
    ["of the fit", () => fitOf(own), BY_SEARCH],
  ];

  describe.each(points)("%s", (__, resultOf, apart) => {
    test.each(own.expected.conf_int)("conf_int at $alpha of the parameters $cols", (expected) => {
      expectIntervals(resultOf(), expected, apart);
    });

    test.each(own.expected.cov_params)("cov_params of $options", (expected) => {
      expectCovariance(resultOf(), expected, apart);
    });
  });

  test("conf_int prints statsmodels' digits at its estimates", () => {
    for (const { alpha, cols, text } of own.expected.conf_int) {
      if (text !== undefined) expect(scriptText(atEstimates(own).conf_int(alpha, cols))).toBe(text);
    }
  });
});

/** How far the estimate of a parameter may be off, and its standard error relatively. */
function limitsOf({ k_fe, bse, params }: MixedLMResults, apart: Apart): { estimate: number; error: number }[] {
  return Array.from(params.values, (value, j) => {
    if (j < k_fe || apart === AT_ESTIMATES) return { estimate: apart.estimates * bse.values[j]!, error: apart.errors };
    return { estimate: STATSMODELS_TOLERANCE.cov_re * Math.abs(value), error: STATSMODELS_TOLERANCE.cov_re };
  });
}

function expectIntervals(result: MixedLMResults, expected: Intervals, apart: Apart): void {
  const { alpha, cols, index, columns, values } = expected;
  const found = result.conf_int(alpha, cols);
  expect(found.index).toEqual(index);
  expect(found.columns.map(String)).toEqual(columns);
  const limits = limitsOf(result, apart);
  values.forEach((row, i) => {
    const { estimate, error } = limits[cols?.[i] ?? i]!;
    const sd = result.bse.get(index[i]!);
    sameNumbers(found.values[i]!, row, () => estimate + 3 * error * sd);
  });
}

function expectCovariance(result: MixedLMResults, { options, values }: Covariance, apart: Apart): void {
  const found = result.cov_params(options);
  const rows = typeof found === "number" ? [[found]] : found instanceof Frame ? found.values : rowsOf(found);
  const expected: Recorded[][] = Array.isArray(values) ? rowsOf<Recorded>(values) : [[values]];
  expect(rows).toHaveLength(expected.length);
  // the covariance of combinations is known to some share of the standard errors in them
  const error = 2 * Math.max(...limitsOf(result, apart).map((limit) => limit.error));
  const cov_p = options.cov_p ?? result.cov_params().values;
  const factor = options.scale === undefined ? 1 : Math.max(1, options.scale / result.scale);
  const sizes = (given: number[] | number[][] | undefined): number[] => {
    const unit = Array.from({ length: cov_p.length }, (_, i) => cov_p.map((__, j) => Number(i === j)));
    const of = given === undefined ? columnsOf(options.column, unit) : rowsOf(given);
    return of.map((row) => row.reduce((sum, r, j) => sum + Math.abs(r) * Math.sqrt(factor * cov_p[j]![j]!), 0));
  };
  const [left, right] = [sizes(options.r_matrix), sizes(options.other ?? options.r_matrix)];
  expected.forEach((row, i) => {
    sameNumbers(rows[i]!, row, (_, j) => error * left[i]! * right[j]!);
  });
}

function rowsOf<T>(given: readonly T[] | readonly T[][]): T[][] {
  return given.every((row) => Array.isArray(row)) ? (given as T[][]) : [given as T[]];
}

function columnsOf(column: number | number[] | undefined, unit: number[][]): number[][] {
  return column === undefined ? unit : [column].flat().map((j) => unit[j]!);
}
