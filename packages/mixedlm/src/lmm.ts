// lmm: a formula in lme4's manner and a table in, a fitted model out. The path of the whole project, one stage a line.
import {
  buildDesign,
  type CheckedFormula,
  type CheckedName,
  type Design,
  type Table,
  type TableLike,
  toTable,
  withColumn,
} from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accurateMoments } from "./accurate-moments.ts";
import { throwIfAborted, visitor } from "./calls/progress.ts";
import { optionLength, optionType } from "./errors.ts";
import { checkLmmOptions, type LmmOptions } from "./lmm-options.ts";
import { Fit } from "./results/fit.ts";
import type { FitWarning } from "./search/fit-status.ts";
import { optimum } from "./search/optimum.ts";

/**
 * Fits a linear mixed model.
 *
 * Where the type of the table tells its columns, a wrong name in the formula, the weights or the offset is an error of
 * the compiler (see `CheckedFormula`); a text of type `string` is checked when the model is made.
 *
 * @param formula - such as "Reaction ~ Days + (Days | Subject)": lme4's syntax in the extended dialect.
 * @param data - an Arquero or Arrow table, a record of columns `{y: [...]}`, or an array of row objects. The fit keeps
 *   it for values row by row, and does not copy it.
 * @param options - see {@link LmmOptions}.
 * @returns the optimum; columns of the fixed effects that are combinations of others are left out, as lme4 does.
 * @throws {@link FitError} `unknown-option`, `option-type`, `option-length`, `start-length`, `start-value`, and for
 *   data that cannot identify the model as `fitMoments`; FormulaError for the formula's text; DesignError for columns,
 *   levels and missing values; the reason of `signal` once it is aborted.
 * @see Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), for the syntax and the criterion.
 * @example
 * ```ts
 * const fit = lmm("Reaction ~ Days + (Days | Subject)", sleepstudy);
 * fit.remlCriterion; // 1743.628...
 * ```
 */
export function lmm<F extends string, D extends TableLike<D>, W extends string = string, O extends string = string>(
  formula: CheckedFormula<F, D>,
  data: D,
  options?: Omit<LmmOptions, "weights" | "offset"> & {
    readonly weights?: CheckedName<W, D, ArrayLike<number>> | undefined;
    readonly offset?: CheckedName<O, D, ArrayLike<number>> | undefined;
  },
): Fit;
export function lmm(formula: string, data: TableLike, options: LmmOptions = {}): Fit {
  if (typeof formula !== "string") throw optionType("lmm", "formula", 'a text such as "y ~ x + (x | g)"', formula);
  checkLmmOptions(options);
  const { reml = true, missing = "drop", start, signal } = options;
  throwIfAborted(signal);
  const given = toTable(data);
  const model = parseMixedFormula(formula, { columns: predictors(given, options) });
  const { table, named } = withRowNumbers(given, options);
  const design = buildDesign(model, table, { missing, ...named });
  throwIfAborted(signal);
  const moments = accurateMoments(design, table, "drop");
  throwIfAborted(signal);
  const visit = visitor(options);
  const found = optimum(moments, { reml, dependent: "drop", start: start && Array.from(start), visit });
  return new Fit({ moments, optimum: found, table, remarks: designRemarks(design) });
}

/** The columns that `.` may stand for: weights and offsets are not predictors. */
function predictors({ columnNames }: Table, { weights, offset }: LmmOptions): string[] {
  return columnNames.filter((name) => name !== weights && name !== offset);
}

/** The table with columns for weights and offsets that were given as arrays, and the names of both. */
function withRowNumbers(
  given: Table,
  options: LmmOptions,
): { table: Table; named: { weights?: string; offset?: string } } {
  let table = given;
  const named: { weights?: string; offset?: string } = {};
  for (const option of ["weights", "offset"] as const) {
    const values = options[option];
    if (values === undefined) continue;
    if (typeof values === "string") {
      named[option] = values;
      continue;
    }
    if (values.length !== table.numRows) throw optionLength(option, values.length, table.numRows);
    let column: string = option;
    while (table.has(column)) column += "'";
    table = withColumn(table, column, values);
    named[option] = column;
  }
  return { table, named };
}

/** Rows that were left out, and what is legal in the design and yet seldom meant. */
function designRemarks({ rows: { total, kept, missing }, warnings }: Design): FitWarning[] {
  const remarks = warnings.map(({ code, message, fix, data }): FitWarning => {
    return { code, message: `${message}; unless that is meant, ${fix}`, data };
  });
  if (kept === total) return remarks;
  const counts = Object.entries(missing).filter(([, count]) => count > 0);
  const of = counts.map(([name, count]) => `${name}: ${count}`).join(", ");
  const message = `${total - kept} of ${total} rows were left out, where a value is missing (${of})`;
  return [{ code: "missing-rows", message, data: { total, dropped: total - kept, missing } }, ...remarks];
}
