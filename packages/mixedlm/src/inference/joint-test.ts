// The F test of several linear combinations of the fixed effects at once. In: a fit, and combinations as texts or numbers. Out:
// one test. Combinations that follow from others count once; where they contradict each other there is nothing to test.
import { matrix, symmetricEigen } from "@mixedlm/linalg";
import { partsOf } from "../fit-parts.ts";
import { checkOptions } from "../option-checks.ts";
import type { Fit } from "../results.ts";
import { type Printed, printed, type ResultTable } from "../tables/result-table.ts";
import { aDfOption, type DfOption, type FTest, fixedInference } from "./fixed-inference.ts";
import { aValue, type Hypotheses, type Hypothesis, readHypotheses } from "./hypotheses.ts";
import { contradictory } from "./inference-errors.ts";

/** An F test; prints as a table. */
export interface JointTest extends FTest {
  /** Where covariance and degrees of freedom come from. */
  readonly method: string;
  /** The hypotheses in words: `Days = 10`. */
  readonly hypotheses: readonly string[];
}

/** What can be chosen about a joint test. */
export interface JointTestOptions {
  /** Degrees of freedom, and the covariance that goes with them; default `satterthwaite`. */
  readonly ddf?: DfOption;
  /** What rows of numbers are compared with: one number for all, or one each; default 0. Texts say it themselves. */
  readonly value?: number | ArrayLike<number>;
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
  checkConsistent(fit, read);
  const inference = fixedInference(fit, ddf);
  const test = inference.fTest(
    read.map(({ row }) => row),
    read.map((own) => own.value),
  );
  const { method } = inference;
  return printed(
    { ...test, method, hypotheses: Object.freeze(read.map((own) => `${own.label} = ${own.value}`)) },
    tablesOf,
  );
}

/** Share of the largest eigenvalue below which rows are dependent, and of values' sizes that is rounding error. */
const DEPENDENT = 1e-10;
const ROUNDING = 1e-7;

/** Every combination of rows that is 0 has to have the value 0. Rows are measured by their standard errors. */
function checkConsistent({ vcov, p }: Fit, hypotheses: readonly Hypothesis[]): void {
  const q = hypotheses.length;
  const V = matrix(q, q);
  for (const [b, { row: right }] of hypotheses.entries())
    for (const [a, { row: left }] of hypotheses.entries()) {
      let sum = 0;
      for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) sum += left[i] * vcov.data[j * p + i] * right[j];
      V.data[b * q + a] = sum;
    }
  const size = hypotheses.map((_, i) => Math.sqrt(V.data[i * (q + 1)]));
  const scaled = V.data.map((entry, at) => entry / (size[at % q] * size[Math.floor(at / q)]));
  const { values, vectors } = symmetricEigen(matrix(q, q, scaled));
  for (let m = 0; m < q; m++) {
    if (values[m] > DEPENDENT * values[q - 1]) break;
    const shares = hypotheses.map(({ value }, i) => (vectors.data[m * q + i] * value) / size[i]);
    const total = shares.reduce((sum, own) => sum + own, 0);
    const most = shares.reduce((sum, own) => Math.max(sum, Math.abs(own)), 0);
    if (Math.abs(total) <= ROUNDING * most) continue;
    throw contradictory(
      hypotheses.filter(
        (_, i) => Math.abs(shares[i]) > ROUNDING * most || Math.abs(vectors.data[m * q + i]) > ROUNDING,
      ),
    );
  }
}

function tablesOf({ method, hypotheses, statistic, numDf, denDf, pValue }: JointTest): ResultTable[] {
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
      notes: [`hypotheses: ${hypotheses.join(", ")}`, `covariance and degrees of freedom: ${method}`],
    },
  ];
}
