// One Wald test for each term of the fixed effects: statsmodels' `wald_test_terms`.
import { isList } from "@mixedlm/formula";
import { frameText, type WaldTermsRecord, waldTermsFrame } from "@mixedlm/report";
import { optionType, SmfError, type SmfErrorCode } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import { checkOption, checkOptions } from "../model/options.ts";
import { printable } from "../results/printable.ts";
import { type ContrastWarning, scalarWarning, untestedWarning } from "./contrast-warnings.ts";
import type { Estimated } from "./estimated.ts";
import { nothingCombined } from "./inference-errors.ts";
import type { Restrictions } from "./restrictions.ts";
import { waldTest } from "./wald-test.ts";

/** What can be asked of the tests of terms. */
export interface WaldTermsOptions {
  /** Leaves terms of one column out. Default false. */
  readonly skip_single?: boolean;
  /** Further tests: a name and hypotheses in any form that `wald_test` takes. */
  readonly extra_constraints?: readonly (readonly [name: string, r_matrix: Restrictions])[] | null;
  /** Texts: all terms with a text in their name are tested together, under that text. */
  readonly combine_terms?: readonly string[] | null;
  /** How the statistics print, as in `wald_test`. */
  readonly scalar?: boolean | null;
}

/** One test of the table. */
export interface TermTest {
  /** Name of the term, or of the further test. */
  readonly name: string;
  /** Chi-square, or F; NaN where there is no test. */
  readonly statistic: number;
  /** Its p-value. */
  readonly pvalue: number;
  /** Number of independent restrictions. */
  readonly df_constraint: number;
}

/** One test and what is to be said of it. */
interface RemarkedTest extends TermTest {
  readonly warnings: readonly ContrastWarning[];
}

const OPTIONS = {
  skip_single: "boolean",
  extra_constraints: "anything",
  combine_terms: "anything",
  scalar: "flag",
} as const;

/** The errors of a test whose parameters have no covariance matrix. */
const NO_COVARIANCE: readonly SmfErrorCode[] = ["no-covariance", "singular-covariance"];

/**
 * Tests for each term that all its coefficients are zero, then combined terms, then further hypotheses.
 *
 * Each test is about the coefficients as they are coded: with an interaction in the model, a main effect's test is one
 * at the reference level of the other factor. A term whose coefficients have no covariance has NaN and a warning: the
 * Hessian may be indefinite where variances are zero.
 *
 * @throws {@link SmfError} `unknown-term` when a text of `combine_terms` is in no term's name; `option-type`,
 *   `unknown-option`; as `waldTest`.
 * @see statsmodels 0.13.5, `LikelihoodModelResults.wald_test_terms`.
 */
export function waldTestTerms(estimated: Estimated, options: WaldTermsOptions = {}): WaldTestResults {
  checkOptions("wald_test_terms", options, OPTIONS);
  const { skip_single = false, scalar = null } = options;
  const parts = options.combine_terms ?? [];
  checkOption("wald_test_terms", "combine_terms", parts, "names");
  const extra = options.extra_constraints ?? [];
  if (!isPairs(extra)) throw optionType("wald_test_terms", "extra_constraints", "pairs [name, r_matrix]", extra);
  const terms = termColumns(estimated);
  const combined = parts.map((part) => ({ name: part, columns: columnsWith(terms, part) }));
  const kept = terms.filter(({ columns }) => !skip_single || columns.length > 1);
  const tests = [
    ...[...kept, ...combined].map((term) => termTest(estimated, term)),
    ...extra.map(([name, r_matrix]) => hypothesisTest(estimated, name, r_matrix)),
  ];
  const remarks = tests.flatMap(({ warnings }) => warnings);
  return new WaldTestResults(tests, {
    df_denom: estimated.use_t ? estimated.df_resid : null,
    scalar: scalar ?? false,
    warnings: scalar === null ? [...remarks, scalarWarning()] : remarks,
  });
}

function termTest(estimated: Estimated, { name, columns }: TermColumns): RemarkedTest {
  const rows = columns.map((at) => estimated.names.map((_, j) => Number(j === at)));
  try {
    return hypothesisTest(estimated, name, rows);
  } catch (error) {
    if (!(error instanceof SmfError && NO_COVARIANCE.includes(error.code))) throw error;
    const warnings = [untestedWarning(name, error.message)];
    return { name, statistic: Number.NaN, pvalue: Number.NaN, df_constraint: columns.length, warnings };
  }
}

function hypothesisTest(estimated: Estimated, name: string, r_matrix: Restrictions): RemarkedTest {
  const { statistic, pvalue, df_num, warnings } = waldTest(estimated, r_matrix, { scalar: true });
  return { name, statistic, pvalue, df_constraint: df_num, warnings };
}

/** Tests of terms as a table. All lists have one value for each test. */
export class WaldTestResults {
  static {
    printable(WaldTestResults.prototype);
  }

  /** Rows by term; columns `statistic`, `pvalue`, `df_constraint`, and with F `df_denom`. */
  readonly table: Frame;
  /** Distribution of the statistics under the hypotheses, by SciPy's name. */
  readonly distribution: "F" | "chi2";
  /** The statistic of each test: chi-square, or F. */
  readonly statistic: Float64Array;
  /** The p-value of each test. */
  readonly pvalues: Float64Array;
  /** Numbers of independent restrictions. */
  readonly df_constraints: readonly number[];
  /** Residual degrees of freedom of F for each test; null for chi-square. */
  readonly df_denom: readonly number[] | null;
  /** Remarks on the tests. */
  readonly warnings: readonly ContrastWarning[];
  readonly #text: string;

  constructor(
    tests: readonly TermTest[],
    how: {
      readonly df_denom: number | null;
      readonly scalar: boolean;
      readonly warnings: readonly ContrastWarning[];
    },
  ) {
    const { df_denom } = how;
    const isF = df_denom !== null;
    this.distribution = isF ? "F" : "chi2";
    this.statistic = Float64Array.from(tests, ({ statistic }) => statistic);
    this.pvalues = Float64Array.from(tests, ({ pvalue }) => pvalue);
    this.df_constraints = tests.map(({ df_constraint }) => df_constraint);
    this.df_denom = isF ? tests.map(() => df_denom) : null;
    this.warnings = how.warnings;
    const rows = tests.map(({ statistic, pvalue, df_constraint }) => [
      statistic,
      pvalue,
      df_constraint,
      ...(isF ? [df_denom] : []),
    ]);
    const columns = ["statistic", "pvalue", "df_constraint", ...(isF ? ["df_denom"] : [])];
    this.table = tableOf(
      tests.map(({ name }) => name),
      columns,
      rows,
    );
    this.#text = printed({
      rows: tests.map(({ name, statistic, pvalue, df_constraint }) => ({
        name,
        statistic,
        p: pvalue,
        df: df_constraint,
      })),
      distribution: this.distribution,
      ...(isF ? { dfDenom: df_denom } : {}),
      scalar: how.scalar,
    });
  }

  /** The columns' names in print: `chi2`, `P>chi2`, `df constraint`, or those of F. */
  get col_names(): readonly string[] {
    const { distribution } = this;
    return [distribution, `P>${distribution}`, "df constraint", ...(distribution === "F" ? ["df denom"] : [])];
  }

  /** The table under the names that are printed. */
  summary_frame(): Frame {
    return tableOf(this.table.index.map(String), this.col_names, this.table.values);
  }

  /** What statsmodels prints. */
  toString(): string {
    return this.#text;
  }
}

// degrees of freedom are whole numbers in mixed models; statsmodels has floats for other models
function printed(record: WaldTermsRecord): string {
  const frame = waldTermsFrame(record);
  const dtypes = frame.columns.map((_, j) => (j < 2 ? frame.types!.dtypes![j]! : "int64"));
  return frameText({ ...frame, types: { dtypes } }, { display: "whole" });
}

function isPairs(given: unknown): boolean {
  const isPair = (one: unknown): boolean => isList(one) && one.length === 2 && typeof one[0] === "string";
  return isList(given) && given.every(isPair);
}

interface TermColumns {
  readonly name: string;
  readonly columns: readonly number[];
}

/** The columns of each term; of models of arrays, each column by itself. */
function termColumns({ fixed, names, k_fe }: Estimated): TermColumns[] {
  if (fixed === null) return names.slice(0, k_fe).map((name, j) => ({ name, columns: [j] }));
  return fixed.terms.flatMap(({ name, slice: [start, stop] }) => {
    const columns = Array.from({ length: stop - start }, (_, i) => start + i);
    return columns.length === 0 ? [] : [{ name, columns }];
  });
}

function columnsWith(terms: readonly TermColumns[], part: string): readonly number[] {
  const columns = terms.filter(({ name }) => name.includes(part)).flatMap((term) => term.columns);
  if (columns.length > 0) return columns;
  throw nothingCombined(
    part,
    terms.map(({ name }) => name),
  );
}

function tableOf(index: readonly string[], columns: readonly string[], rows: readonly (readonly number[])[]): Frame {
  const dtypes = columns.map((_, j) => (j < 2 ? ("float64" as const) : ("int64" as const)));
  return new Frame(index, columns, rows, { dtypes });
}
