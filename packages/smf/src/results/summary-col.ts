// Results -> one table with a column for each: statsmodels' `summary_col`. It is a function of its own, not a method,
// because no result comes first. Variances stand in the data's units, as in a result's own summary; statsmodels' ratios
// to the residual variance are there for those who compare.
import { isInstance, isList, isRecord } from "@mixedlm/formula";
import { type SummaryColModel, type SummaryColRow, summaryColumns } from "@mixedlm/report";
import { nameCount, optionType } from "../errors.ts";
import { checkOption, checkOptions } from "../model/options.ts";
import { MixedLMResults } from "./results.ts";
import { Summary } from "./summary.ts";

/** What is looked up in a result for the rows below the coefficients: null, undefined and NaN leave a blank. */
export type SummaryColFact = (result: MixedLMResults) => string | number | boolean | null | undefined;

/** What can be changed about columns of results. */
export interface SummaryColOptions {
  /** Python's format of estimates and standard errors. Default "%.4f". */
  readonly float_format?: string;
  /** Titles of the columns; numbered I, II, ... if two are the same. Default: the names of the responses. */
  readonly model_names?: readonly string[];
  /** Whether estimates have stars: `*` for p < 0.1, `**` for p < 0.05, `***` for p < 0.01. Default false. */
  readonly stars?: boolean;
  /** Rows below the coefficients: functions by label, or such functions under the key "MixedLM". Default none. */
  readonly info_dict?: Readonly<Record<string, SummaryColFact | Readonly<Record<string, SummaryColFact>>>> | null;
  /** Names of parameters in the order wanted; the others follow in theirs. */
  readonly regressor_order?: readonly string[];
  /** Whether parameters that `regressor_order` does not name are left out. Default false. */
  readonly drop_omitted?: boolean;
  /** Without effect: mixed models have no R squared. */
  readonly include_r2?: boolean;
  /**
   * Whether variances, covariances and their standard errors are those that `summary()` prints, without stars; or, with
   * "ratio", those of `params`, divided by the residual variance, with stars of a z test, as statsmodels has them.
   * Default "data".
   */
  readonly variances?: "data" | "ratio";
}

const OPTIONS = {
  float_format: "text",
  model_names: "names",
  stars: "boolean",
  info_dict: "anything",
  regressor_order: "names",
  drop_omitted: "boolean",
  include_r2: "boolean",
  variances: "anything",
} as const;

/**
 * Sets results side by side: estimates over their standard errors in parentheses, a column for each result.
 *
 * Rows are matched by the names of the parameters. They keep their order if all results have the same ones, and are
 * sorted by name otherwise, as in statsmodels.
 *
 * @param results - a result, or a list of them.
 * @throws {@link SmfError} `unknown-option`, `option-type`; `name-count` when `model_names` are not one for each
 *   result. ReportError `format-syntax` for a `float_format` that is none. What a function of `info_dict` throws.
 * @see statsmodels 0.13.5, `iolib.summary2.summary_col`
 */
export function summary_col(
  results: MixedLMResults | readonly MixedLMResults[],
  options: SummaryColOptions = {},
): Summary {
  checkOptions("summary_col", options, OPTIONS);
  const list = asList(results);
  const { float_format = "%.4f", model_names = [], stars = false, regressor_order = [] } = options;
  const { drop_omitted = false, variances = "data" } = options;
  if (variances !== "data" && variances !== "ratio")
    throw optionType("summary_col", "variances", '"data" or "ratio"', variances);
  if (model_names.length > 0 && model_names.length !== list.length)
    throw nameCount("model_names", model_names.length, list.length, "result");
  const facts = factsOf(options.info_dict ?? {});
  const models = list.map((result, i): SummaryColModel => {
    const name = model_names[i];
    return {
      ...(name === undefined ? {} : { name }),
      dependent: result.model.endog_names,
      rows: variances === "ratio" ? ratioRows(result) : dataRows(result),
      info: facts.map(([label, fact]) => [label, printed(fact(result))]),
    };
  });
  return new Summary(
    summaryColumns({
      models,
      floatFormat: float_format,
      stars,
      regressorOrder: regressor_order,
      dropOmitted: drop_omitted,
    }),
  );
}

function asList(results: MixedLMResults | readonly MixedLMResults[]): readonly MixedLMResults[] {
  const list: readonly unknown[] = isList(results) ? Array.from(results) : [results];
  const isGood = (one: unknown): one is MixedLMResults => isInstance(one, MixedLMResults);
  if (list.length > 0 && list.every(isGood)) return list;
  const wrong = list.find((one) => !isGood(one)) ?? results;
  throw optionType("summary_col", "results", "a result of fit, or a list of at least one", wrong);
}

// of the functions for a class of models only those for this one count; other records are for others
function factsOf(given: unknown): [string, SummaryColFact][] {
  if (!isRecord(given)) throw optionType("summary_col", "info_dict", "functions by label, or null", given);
  const own = given.MixedLM ?? given;
  if (!isRecord(own)) throw optionType("summary_col", "info_dict.MixedLM", "functions by label", own);
  return Object.entries(own).flatMap(([label, fact]): [string, SummaryColFact][] => {
    if (isRecord(fact)) return [];
    checkOption("summary_col", `info_dict.${label}`, fact, "function");
    return [[label, fact as SummaryColFact]];
  });
}

// Python's numbers include true and false
function printed(fact: ReturnType<SummaryColFact>): string | number | null {
  if (fact === null || fact === undefined) return null;
  return typeof fact === "string" ? fact : Number(fact);
}

function ratioRows({ params, bse, pvalues }: MixedLMResults): SummaryColRow[] {
  return Array.from(params.values, (estimate, j) => {
    return { name: String(params.index[j]), estimate, stdError: bse.values[j]!, p: pvalues.values[j]! };
  });
}

function dataRows(result: MixedLMResults): SummaryColRow[] {
  const { k_fe, scale, bse_re } = result;
  return ratioRows(result).map((row, j) => {
    if (j < k_fe) return row;
    return { ...row, estimate: scale * row.estimate, stdError: bse_re.values[j - k_fe]!, p: Number.NaN };
  });
}
