// The F test of several linear combinations of the fixed effects at once. In: a fit, and combinations as texts or
// numbers. Out: one test. Combinations that follow from others count once; where they contradict each other there is
// nothing to test.

import { checkOptions } from "../calls/option-checks.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { boundaryNotes } from "./boundary-notes.ts";
import { combinationSpace } from "./combination-space.ts";
import { fixedCoordinates } from "./fixed-coordinates.ts";
import { aDfOption, type DfOption, type FTest, fixedInference } from "./fixed-inference.ts";
import { aValue, type Hypotheses, type Hypothesis, readHypotheses } from "./hypotheses.ts";
import { contradictory } from "./inference-errors.ts";
import { type Rows, separatedRows } from "./separated-rows.ts";

/** An F test; prints as a table. */
export interface JointTest extends FTest {
  /** Where covariance and degrees of freedom come from. */
  readonly ddf: string;
  /** The hypotheses in words: `Days = 10`, or as they were written. */
  readonly hypotheses: readonly string[];
  /** What is to be said of the test. */
  readonly notes: readonly string[];
}

/** What can be chosen about a joint test. */
export interface JointTestOptions {
  /** Degrees of freedom, and the covariance that goes with them; default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
  /** What rows of numbers are compared with: one number for all, or one each; default 0. Texts say it themselves. */
  readonly value?: number | ArrayLike<number> | undefined;
}

/**
 * Tests that all of some linear combinations of the fixed effects have the values that they are compared with.
 *
 * @throws {@link FitError} `contradictory` when no fixed effects meet all of them; else as `contrast`.
 * @example
 * ```ts
 * jointTest(fit, "recipe[T.B] = recipe[T.C] = 0");
 * ```
 */
export function jointTest(
  fit: Fit,
  hypotheses: Hypotheses,
  options: JointTestOptions = {},
): Readonly<JointTest> & Printed {
  partsOf(fit);
  checkOptions("jointTest", options, { ddf: aDfOption, value: aValue });
  const { ddf, value } = options;
  const read = readHypotheses(fit, hypotheses, value);
  const given: Rows = { L: read.map(({ row }) => row), values: read.map((own) => own.value) };
  const separated = separatedRows(given, fit.stdError);
  if (separated === null) throw contradictory(read);
  if (separated === given) checkConsistent(fit, read);
  const inference = fixedInference(fit, ddf);
  const test = inference.fTest(separated.L, separated.values);
  const said = Object.freeze([...new Set(read.map((own) => own.said))]);
  const notes = Object.freeze(boundaryNotes(fit, inference));
  return printed({ ...test, ddf: inference.method, hypotheses: said, notes }, tablesOf);
}

/** Share of the values' sizes that is rounding error. */
const ROUNDING = 1e-7;

/** A combination that is a sum of others has to have the sum of their values. */
function checkConsistent(fit: Fit, hypotheses: readonly Hypothesis[]): void {
  const { row: coordinates } = fixedCoordinates(fit);
  const { others } = combinationSpace(hypotheses.map(({ row }) => coordinates(row)));
  for (const { row, parts } of others) {
    const own = hypotheses[row].value;
    const values = parts.map((part) => part.factor * hypotheses[part.row].value);
    const difference = values.reduce((sum, value) => sum - value, own);
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), Math.abs(own));
    if (Math.abs(difference) <= ROUNDING * most) continue;
    const used = parts.filter(({ share }, k) => Math.abs(values[k]) > ROUNDING * most || Math.abs(share) > ROUNDING);
    const together = [...used.map((part) => part.row), row].sort((a, b) => a - b);
    throw contradictory(together.map((i) => hypotheses[i]));
  }
}

function tablesOf({ ddf, hypotheses, notes, statistic, numDf, denDf, pValue }: JointTest): ResultTable[] {
  return [
    {
      title: "Joint test of the fixed effects",
      columns: [
        { head: "F", kind: "number" },
        { head: "num df", kind: "df" },
        { head: "den df", kind: "df" },
        { head: "p", kind: "probability" },
      ],
      rows: [[statistic, numDf, denDf, pValue]],
      notes: [`hypotheses: ${hypotheses.join(", ")}`, `covariance and degrees of freedom: ${ddf}`, ...notes],
    },
  ];
}
