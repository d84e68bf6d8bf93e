// A fit -> the F tests of the terms of its fixed effects. Hypotheses come from the terms, degrees of freedom from the
// inference of the fixed effects; sums of squares are the F statistic's numerator in units of y squared.

import { maxAbs } from "@mixedlm/linalg";
import { checkOptions, oneOf } from "../calls/option-checks.ts";
import { boundaryNotes } from "../inference/boundary-notes.ts";
import { aDfOption, type DfOption, fixedInference } from "../inference/fixed-inference.ts";
import { waldStatisticBy } from "../inference/wald-inference.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { hypothesesOf, type SumsOfSquares } from "./term-hypotheses.ts";

/** The test of one term. What is null has no value: other terms hold all that this one could explain. */
export interface TermTest {
  /** As `fit.design` names it, such as `recipe:temperature`. */
  readonly term: string;
  /** Numerator degrees of freedom: the independent combinations that are tested. */
  readonly numDf: number;
  /** Denominator degrees of freedom; infinite for chi-square / `numDf`. */
  readonly denDf: number | null;
  /** F. */
  readonly statistic: number | null;
  /** sigma^2 times the Wald statistic, units of y squared. */
  readonly sumOfSquares: number | null;
  /** `sumOfSquares` over `numDf`. */
  readonly meanSquare: number | null;
  /** Upper tail of F at the statistic. */
  readonly pValue: number | null;
}

/** F tests of the terms of the fixed effects. */
export interface FTable {
  /** The fit's own. */
  readonly formula: string;
  /** Which hypotheses are tested. */
  readonly type: SumsOfSquares;
  /** Where the denominators' degrees of freedom come from. */
  readonly ddf: string;
  /** In the order of the formula; the intercept has none. */
  readonly rows: readonly TermTest[];
  /** What is to be said of the tests, as of a variance that is 0. */
  readonly notes: readonly string[];
}

/** What can be chosen about a table of F tests. */
export interface FTableOptions {
  /** Default III. */
  readonly type?: SumsOfSquares | undefined;
  /** Default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
}

/**
 * Tests each term of the fixed effects.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; as `termHypotheses` and `fixedInference`.
 */
export function fTable(fit: Fit, options: FTableOptions = {}): FTable & Printed {
  partsOf(fit);
  checkOptions("anova", options, { type: oneOf(["I", "II", "III"]), ddf: aDfOption });
  const { type = "III", ddf } = options;
  const inference = fixedInference(fit, ddf);
  const rows = hypothesesOf(fit, type).map(({ term, L: given }): TermTest => {
    const L = given.map(inReach);
    if (L.length === 0)
      return { term, numDf: 0, denDf: null, statistic: null, sumOfSquares: null, meanSquare: null, pValue: null };
    const { statistic, numDf, denDf, pValue } = inference.fTest(L);
    // the F statistic of some methods is scaled
    const sumOfSquares = fit.sigma ** 2 * waldStatisticBy(inference, L).square;
    return { term, numDf, denDf, statistic, sumOfSquares, meanSquare: sumOfSquares / numDf, pValue };
  });
  const notes = rows.flatMap(({ term, numDf }) =>
    numDf > 0 ? [] : [`${term}: other terms hold all that it could explain; it has no hypothesis of type ${type}`],
  );
  if (type === "III" && fit.dropped.length > 0)
    notes.push(
      `the data do not have all cells (${fit.dropped.length} columns were left out): read hypotheses of type III with care`,
    );
  notes.push(...boundaryNotes(fit, inference));
  const record: FTable = {
    formula: fit.formula,
    type,
    ddf: inference.method,
    rows: Object.freeze(rows.map((row) => Object.freeze(row))),
    notes: Object.freeze(notes),
  };
  return printed(record, tables);
}

/** A row that units of columns have made too large or too small to be squared, divided by its largest number. */
function inReach(row: readonly number[]): readonly number[] {
  const largest = maxAbs(Float64Array.from(row));
  return largest === 0 || (largest > 1 / LARGE && largest < LARGE) ? row : row.map((value) => value / largest);
}

const LARGE = 1e50;

function tables({ type, ddf, rows, notes, formula }: FTable): readonly ResultTable[] {
  return [
    {
      title: `F tests of fixed effects, type ${type}\n${formula}`,
      columns: [
        { head: "", kind: "label" },
        { head: "Sum Sq", kind: "number" },
        { head: "Mean Sq", kind: "number" },
        { head: "num df", kind: "df" },
        { head: "den df", kind: "df" },
        { head: "F", kind: "number" },
        { head: "p", kind: "probability" },
      ],
      rows: rows.map(({ term, sumOfSquares, meanSquare, numDf, denDf, statistic, pValue }) => [
        ...[term, sumOfSquares, meanSquare, numDf, denDf, statistic, pValue],
      ]),
      notes: [`covariance and degrees of freedom: ${ddf}`, ...notes],
    },
  ];
}
