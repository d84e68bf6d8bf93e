// A frozen design x a run of rows of a table -> numbers: response, columns, group codes, entries of components.
// The table may be the one the design was made from, a chunk of it, or new data; levels are the frozen ones throughout.

import { valueAt } from "./column.ts";
import { notRowwise, rowRange, unseenGroup } from "./column-errors.ts";
import { componentRows } from "./component-rows.ts";
import type { Design, DesignRows, Level } from "./design.ts";
import { isRowwise } from "./evaluate.ts";
import { type CompleteFactors, evaluateComplete, type FactorUse, takeFactor } from "./factors.ts";
import { factorUses, fillMatrix } from "./matrix.ts";
import { encode } from "./schema.ts";
import { type Column, type Table, toTable } from "./table.ts";
import type { TableLike } from "./table-source.ts";
import { takeCodes, takeColumn } from "./take-rows.ts";

/** How rows are made where data differ from those of the design. */
export interface DesignRowsOptions {
  /**
   * Rows of a group that the design does not have: `error`, or `code`: their group code is -1. Under `code`, a level
   * that its group did not have gives no entry in a component.
   */
  readonly newGroups?: "error" | "code";
  /** Whether the response is wanted; without it `y` is empty and the table need not have it. Default true. */
  readonly response?: boolean;
}

/**
 * Makes the numbers of the rows `[start, stop)` of a table; rows with missing values are left out.
 *
 * @param design - the frozen design.
 * @param data - the design's table, a chunk of it, or new data.
 * @param start - first row, default 0.
 * @param stop - row after the last, default the number of rows.
 * @throws {@link DesignError} `unseen-level`, `unseen-group`, `rows` when the run is not inside the table,
 * `not-row-wise` when an expression needs all rows of the design's table and `data` has not as many rows, `type` when a
 * variable is no longer what it was; the errors of expressions and tables.
 */
export function designRows(
  design: Design,
  data: Table | TableLike,
  start = 0,
  stop?: number,
  options: DesignRowsOptions = {},
): DesignRows {
  const table = toTable(data);
  const end = stop ?? table.numRows;
  if (!(start >= 0 && start <= end && end <= table.numRows)) throw rowRange(start, end, table.numRows);
  const { response = true, newGroups = "error" } = options;
  const { rows, values, group } = completeRun(design, designUses(design, response), table, start, end);
  const codes = groupCodes(design, group!, rows, newGroups);
  const groups = { codes, count: design.group.levels.length };
  return {
    n: rows.length,
    rows,
    y: response ? fillMatrix(design.response, values, rows) : new Float64Array(0),
    X: fillMatrix(design.fixed, values, rows),
    codes,
    Z: design.randomEffects === null ? new Float64Array(0) : fillMatrix(design.randomEffects.matrix, values, rows),
    components: design.components.map((component) => componentRows(component, values, groups, rows, newGroups)),
  };
}

/** Rows whose numbers are in memory at one time in {@link designChunks}. */
const CHUNK = 8192;

/**
 * Makes the numbers of all rows of a table, some thousand rows at a time.
 *
 * @param data - the table; one without rows gives nothing.
 * @throws {@link DesignError} as {@link designRows}.
 */
export function* designChunks(design: Design, data: Table | TableLike): Generator<DesignRows, void, undefined> {
  const table = toTable(data, { allowEmpty: true });
  for (let start = 0; start < table.numRows; start += CHUNK)
    yield designRows(design, table, start, Math.min(start + CHUNK, table.numRows));
}

/** All factors that a design needs, with the text that each comes from. */
function designUses(design: Design, response: boolean): FactorUse[] {
  const { randomEffects, components } = design;
  const random = randomEffects === null ? [] : [randomEffects.matrix];
  const matrices = [design.fixed, ...random, ...components.map((component) => component.matrix)];
  return (response ? [design.response, ...matrices] : matrices).flatMap(factorUses);
}

/** Evaluates factors on a run of rows; on the whole table first when one of them is an aggregate. */
function completeRun(
  design: Design,
  uses: readonly FactorUse[],
  table: Table,
  start: number,
  stop: number,
): CompleteFactors {
  const group = { ...design.group, source: design.group.name };
  const whole = uses.find((use) => !isRowwise(use.expression));
  if (whole === undefined) {
    const run = evaluateComplete(uses, group, table.slice(start, stop));
    return { ...run, rows: run.rows.map((row) => row + start) };
  }
  if (table.numRows !== design.rows.total) {
    const at = { source: whole.source, span: whole.expression.span };
    throw notRowwise(whole.name, `which has ${table.numRows} rows where the design's has ${design.rows.total}`, at);
  }
  return takeRun(evaluateComplete(uses, group, table), start, stop);
}

/** The part of complete rows that lies in `[start, stop)`. */
function takeRun({ rows, values, group, missing }: CompleteFactors, start: number, stop: number): CompleteFactors {
  const inside = Int32Array.from(rows.keys()).filter((i) => rows[i]! >= start && rows[i]! < stop);
  return {
    rows: takeCodes(rows, inside),
    values: new Map([...values].map(([name, factor]) => [name, takeFactor(factor, inside)])),
    group: group && takeColumn(group, inside),
    missing,
  };
}

/** Code of each row's group, -1 for a group that the design does not have. */
function groupCodes(design: Design, labels: Column, rows: Int32Array, newGroups: "error" | "code"): Int32Array {
  const { name, levels } = design.group;
  const codes = encode(labels, levels, { name }, "missing");
  const i = newGroups === "error" ? codes.indexOf(-1) : -1;
  if (i >= 0) throw unseenGroup(name, valueAt(labels, i) as Level, rows[i]!, levels.length);
  return codes;
}
