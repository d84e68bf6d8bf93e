// What a test of linear hypotheses answers: statsmodels' ContrastResults. Tests of single combinations (t or z) hold a
// number for each; joint tests (F or chi-square) hold one of each.
import { type ContrastTableRecord, contrastTable, formatGeneral, formatRepr } from "@mixedlm/report";
import { chiSquareSf, fisherSf, normalQuantile, normalSf, studentQuantile, studentSf } from "mixedlm";
import { nameCount } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import { checkOption, checkOptions } from "../model/options.ts";
import { printable } from "../results/printable.ts";
import { Summary } from "../results/summary.ts";
import type { ContrastWarning } from "./contrast-warnings.ts";
import { notAvailable } from "./inference-errors.ts";
import { numpyText } from "./numpy-text.ts";

/** What can be changed about the table of a test. */
export interface ContrastSummaryOptions {
  /** Names of the rows. Default c0, c1, ... */
  readonly xname?: readonly string[];
  /** One minus the level of the intervals. Default 0.05. */
  readonly alpha?: number;
  /** In the place of "Test for Constraints"; "" for none. */
  readonly title?: string;
}

/** The result of a test of linear hypotheses. */
export abstract class ContrastResults {
  static {
    printable(ContrastResults.prototype);
  }

  /** Distribution of the statistic under the hypothesis, by SciPy's name. */
  abstract readonly distribution: "norm" | "t" | "F" | "chi2";
  /** Degrees of freedom of the distribution. */
  abstract readonly dist_args: readonly number[];
  /** The test statistic, or one for each combination. */
  abstract readonly statistic: number | Float64Array;
  /** The p-value, or one for each combination; two-sided for t and z. */
  abstract readonly pvalue: number | Float64Array;
  /** The estimated combinations; null for joint tests. */
  abstract readonly effect: Float64Array | null;
  /** Remarks on the test. */
  abstract readonly warnings: readonly ContrastWarning[];

  /** Wald intervals of the combinations; t and z tests only. */
  abstract conf_int(alpha?: number): number[][];
  /** The printed table, or the printed line. */
  abstract summary(options?: ContrastSummaryOptions): Summary | string;
  /** The table as numbers; t and z tests only. */
  abstract summary_frame(options?: Omit<ContrastSummaryOptions, "title">): Frame;

  /** What statsmodels prints. */
  toString(): string {
    return String(this.summary());
  }
}

/** Estimates of combinations, and what they are tested against. */
export interface SingleTests {
  /** The estimated combinations. */
  readonly effect: Float64Array;
  /** Their standard errors. */
  readonly sd: Float64Array;
  /** (effect - q) / sd. */
  readonly statistic: Float64Array;
  /** Degrees of freedom of t; null for the normal distribution. */
  readonly df: number | null;
  /** Remarks on the test. */
  readonly warnings: readonly ContrastWarning[];
}

const NAMES_AND_ALPHA = { xname: "names", alpha: "probability" } as const;
const SUMMARY = { ...NAMES_AND_ALPHA, title: "text" } as const;

/** Tests of single combinations of parameters, by t or z. All arrays have one number for each combination. */
export class SingleContrastResults extends ContrastResults {
  readonly distribution: "norm" | "t";
  readonly dist_args: readonly number[];
  /** The estimated combinations R params; the values that they are tested against are not taken away. */
  readonly effect: Float64Array;
  /** Their standard errors. */
  readonly sd: Float64Array;
  readonly statistic: Float64Array;
  /** The same as `statistic`, for z tests too. */
  readonly tvalue: Float64Array;
  readonly pvalue: Float64Array;
  /** Degrees of freedom of t; null for the normal distribution. */
  readonly df_denom: number | null;
  readonly warnings: readonly ContrastWarning[];

  constructor({ effect, sd, statistic, df, warnings }: SingleTests) {
    super();
    this.warnings = warnings;
    this.effect = effect;
    this.sd = sd;
    this.statistic = statistic;
    this.tvalue = statistic;
    this.df_denom = df;
    this.distribution = df === null ? "norm" : "t";
    this.dist_args = df === null ? [] : [df];
    const tail = (t: number): number => (df === null ? normalSf(t) : studentSf(t, df));
    this.pvalue = statistic.map((t) => 2 * tail(Math.abs(t)));
  }

  /**
   * Wald intervals of the combinations: rows [lower, upper].
   *
   * @throws {@link SmfError} `option-type`
   */
  conf_int(alpha: number = 0.05): number[][] {
    checkOption("conf_int", "alpha", alpha, "probability");
    const width = -normalOrStudentQuantile(alpha / 2, this.df_denom);
    return Array.from(this.effect, (value, i) => [value - width * this.sd[i]!, value + width * this.sd[i]!]);
  }

  /**
   * The table that statsmodels prints.
   *
   * @throws {@link SmfError} `unknown-option`, `option-type`; `name-count`
   */
  summary(options: ContrastSummaryOptions = {}): Summary {
    checkOptions("summary", options, SUMMARY);
    const { alpha = 0.05, title } = options;
    const limits = this.conf_int(alpha);
    const record: ContrastTableRecord = {
      ...(title === undefined ? {} : { title }),
      alpha,
      useT: this.distribution === "t",
      rows: this.#names(options.xname).map((name, i) => ({
        name,
        effect: this.effect[i]!,
        stdError: this.sd[i]!,
        statistic: this.statistic[i]!,
        p: this.pvalue[i]!,
        low: limits[i]![0]!,
        high: limits[i]![1]!,
      })),
    };
    return new Summary(contrastTable(record));
  }

  /**
   * The table as numbers, with statsmodels' columns: `coef`, `std err`, `z`, `P>|z|`, `Conf. Int. Low`,
   * `Conf. Int. Upp.`
   *
   * @throws {@link SmfError} as {@link summary}
   */
  summary_frame(options: Omit<ContrastSummaryOptions, "title"> = {}): Frame {
    checkOptions("summary_frame", options, NAMES_AND_ALPHA);
    const letter = this.distribution === "t" ? "t" : "z";
    const columns = ["coef", "std err", letter, `P>|${letter}|`, "Conf. Int. Low", "Conf. Int. Upp."];
    const limits = this.conf_int(options.alpha ?? 0.05);
    const names = this.#names(options.xname);
    const rows = names.map((_, i) => [
      this.effect[i]!,
      this.sd[i]!,
      this.statistic[i]!,
      this.pvalue[i]!,
      ...limits[i]!,
    ]);
    return new Frame(names, columns, rows);
  }

  #names(given: readonly string[] | undefined): readonly string[] {
    const { length } = this.effect;
    if (given !== undefined && given.length !== length) throw nameCount("xname", given.length, length, "combination");
    return given ?? Array.from(this.effect, (_, i) => `c${i}`);
  }
}

/** A joint test: its statistic, and how it prints. */
export interface JointTest {
  /** The statistic; of F already divided by the number of restrictions. */
  readonly statistic: number;
  /** Number of independent restrictions. */
  readonly df_num: number;
  /** Residual degrees of freedom for F; null for chi-square. */
  readonly df_resid: number | null;
  /** Whether the statistic prints as a number; otherwise as the array of one number that statsmodels 0.13 makes. */
  readonly scalar: boolean;
  /** Remarks on the test. */
  readonly warnings: readonly ContrastWarning[];
}

/** A joint test of hypotheses by F or chi-square. */
export class JointContrastResults extends ContrastResults {
  readonly distribution: "F" | "chi2";
  readonly dist_args: readonly number[];
  readonly statistic: number;
  readonly pvalue: number;
  /** The statistic of an F test, else null. */
  readonly fvalue: number | null;
  /** Number of independent restrictions. */
  readonly df_num: number;
  /** Residual degrees of freedom of F; of chi-square its only degrees of freedom, as in statsmodels. */
  readonly df_denom: number;
  readonly effect = null;
  readonly warnings: readonly ContrastWarning[];
  readonly #scalar: boolean;

  constructor({ statistic, df_num, df_resid, scalar, warnings }: JointTest) {
    super();
    this.statistic = statistic;
    this.df_num = df_num;
    this.df_denom = df_resid ?? df_num;
    this.distribution = df_resid === null ? "chi2" : "F";
    this.dist_args = df_resid === null ? [df_num] : [df_num, df_resid];
    this.fvalue = df_resid === null ? null : statistic;
    this.pvalue = df_resid === null ? chiSquareSf(statistic, df_num) : fisherSf(statistic, df_num, df_resid);
    this.warnings = warnings;
    this.#scalar = scalar;
  }

  /** @throws {@link SmfError} `not-available` */
  conf_int(): never {
    throw notAvailable("conf_int");
  }

  /** The line that statsmodels prints. */
  summary(): string {
    const { statistic, df_num, df_denom } = this;
    const p = formatRepr(this.pvalue);
    const cell = this.#scalar ? formatRepr(statistic) : `[[${numpyText(statistic)}]]`;
    const degrees = `df_denom=${formatGeneral(df_denom, 3)}`;
    if (this.distribution === "chi2") return `<Wald test (chi2): statistic=${cell}, p-value=${p}, ${degrees}>`;
    const value = this.#scalar ? cell : `array(${cell})`;
    return `<F test: F=${value}, p=${p}, ${degrees}, df_num=${formatGeneral(df_num, 3)}>`;
  }

  /** @throws {@link SmfError} `not-available` */
  summary_frame(): never {
    throw notAvailable("summary_frame");
  }
}

/** Quantile of t, or of the normal distribution where there are no degrees of freedom. */
export function normalOrStudentQuantile(p: number, df: number | null): number {
  return df === null ? normalQuantile(p) : studentQuantile(p, df);
}
