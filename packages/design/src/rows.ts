// A frozen design x a run of rows of a table -> numbers: response, columns, group codes, entries of random terms.
// The table may be the one the design was made from, a chunk of it, or new data; levels are the frozen ones throughout.

import { type Arrays, newArrays, reusedArrays } from "./arrays.ts";
import { componentPlan, matrixPlan } from "./coding/column-plan.ts";
import { componentRows } from "./coding/component-rows.ts";
import { emptyEntries } from "./coding/entries.ts";
import type { Design, DesignRows } from "./design.ts";
import { checkDesign } from "./design-arguments.ts";
import { notRowwise, rowRange } from "./design-errors.ts";
import { isRowwise } from "./expressions/evaluate.ts";
import {
  type CompleteFactors,
  evaluateComplete,
  evaluateGiven,
  type FactorUse,
  isInFormula,
  rowsGiven,
  sliceFactor,
} from "./factors.ts";
import { groupCodes, refuseUnseenGroups, withFrozenLevels } from "./groups/grouping.ts";
import { lowerBound } from "./lower-bound.ts";
import { factorUses, fillMatrix, matrixEntries } from "./matrix.ts";
import { namedUse, rowOffsets, rowWeights } from "./row-numbers.ts";
import { sliceColumn } from "./table/column.ts";
import { type Table, toTable } from "./table/table.ts";
import type { TableLike } from "./table/table-source.ts";

/** How rows are made where data differ from those of the design. */
export interface DesignRowsOptions {
  /**
   * Rows of a group that the design does not have: `error`, or `code`: their code in that factor is -1. Under `code`, a
   * level that its group did not have adds nothing to a component.
   */
  readonly newGroups?: "error" | "code";
  /**
   * Whether the response is wanted; without it `y` is empty, `weights` are null, and the table need not have either.
   * Default true.
   */
  readonly response?: boolean;
}

/**
 * Makes the numbers of the rows `[start, stop)` of a table; rows with missing values are left out.
 *
 * @param design - the frozen design.
 * @param data - the design's table, a chunk of it, or new data.
 * @param start - first row, default 0.
 * @param stop - row after the last, default the number of rows.
 * @throws {@link DesignError} `unseen-level`, `unseen-group`, `weights`, `offset`, `rows` when the run is not inside
 * the table, `not-row-wise` when an expression needs all rows of the design's table and `data` has not as many rows,
 * `type` when a variable is no longer what it was; the errors of expressions and tables.
 */
export function designRows<D extends TableLike<D>>(
  design: Design,
  data: Table | D,
  start = 0,
  stop?: number,
  options: DesignRowsOptions = {},
): DesignRows {
  checkDesign("designRows", design);
  const table = toTable(data);
  const end = stop ?? table.numRows;
  if (!(start >= 0 && start <= end && end <= table.numRows)) throw rowRange(start, end, table.numRows);
  return fillRows(design, runsOf(design, table, options), start, end, options, newArrays);
}

/** Rows and fixed columns' numbers that are in memory at one time in {@link designChunks}. */
const CHUNK = { rows: 2 ** 14, numbers: 2 ** 18 };

/**
 * Makes the numbers of all rows of a table, some thousand rows at a time.
 *
 * A record is valid until the next one is asked for: all of them are written to the same memory.
 *
 * @param data - the table; one without rows gives nothing.
 * @throws {@link DesignError} as {@link designRows}.
 */
export function* designChunks<D extends TableLike<D>>(
  design: Design,
  data: Table | D,
): Generator<DesignRows, void, undefined> {
  checkDesign("designChunks", design);
  const table = toTable(data, { allowEmpty: true });
  const settled = withFrozenGroups(design);
  const runs = runsOf(settled, table, {});
  const step = Math.min(CHUNK.rows, Math.ceil(CHUNK.numbers / (design.fixed.names.length + 1)));
  const arrays = reusedArrays(step);
  for (let start = 0; start < table.numRows; start += step) {
    arrays.reclaim();
    yield fillRows(settled, runs, start, Math.min(start + step, table.numRows), {}, arrays);
  }
}

/** The design with labels that cannot change, for which codes are prepared once. */
function withFrozenGroups(design: Design): Design {
  return { ...design, groups: design.groups.map(withFrozenLevels) };
}

function fillRows(
  design: Design,
  runs: Runs,
  start: number,
  stop: number,
  { response = true, newGroups = "error" }: DesignRowsOptions,
  arrays: Arrays,
): DesignRows {
  const run = runs(start, stop);
  if (run.count === 0) return noRows(design);
  const { values, columns } = run;
  const n = run.count;
  const rows = arrays.ints(n);
  for (let i = 0; i < n; i++) rows[i] = run.rows === null ? start + i : run.rows[i]!;
  const codes = design.groups.map((factor) => groupCodes(factor, columns, arrays, n));
  if (newGroups === "error") {
    for (const [g, factor] of design.groups.entries()) refuseUnseenGroups(factor, codes[g]!, columns, rows);
  }
  return {
    n,
    rows,
    y: response ? fillMatrix(design.response, values, rows, arrays) : new Float64Array(0),
    X: fillMatrix(design.fixed, values, rows, arrays),
    weights: response && design.weights !== null ? rowWeights(design.weights, run, start) : null,
    offset: design.offset.length === 0 ? null : rowOffsets(design.offset, run, start, arrays),
    codes,
    randomEffects: design.randomEffects.map(({ matrix }) => matrixEntries(matrix, values, rows, arrays)),
    components: design.components.map((spec) =>
      componentRows(spec, values, codes[spec.group]!, rows, newGroups, arrays),
    ),
  };
}

/** Of no rows nothing is asked, not even that a text column which is missing throughout be text. */
function noRows({ groups, randomEffects, components, weights, offset }: Design): DesignRows {
  const [none, numbers] = [new Int32Array(0), new Float64Array(0)];
  return {
    n: 0,
    rows: none,
    y: numbers,
    X: numbers,
    weights: weights === null ? null : numbers,
    offset: offset.length === 0 ? null : numbers,
    codes: groups.map(() => none),
    randomEffects: randomEffects.map(({ matrix }) => emptyEntries(matrixPlan(matrix), matrix.factors)),
    components: components.map((spec) => emptyEntries(componentPlan(spec), spec.matrix.factors)),
  };
}

/** All factors that a design needs, with the text that each comes from. */
function designUses(design: Design, response: boolean): FactorUse[] {
  const matrices = [design.fixed, ...[...design.randomEffects, ...design.components].map(({ matrix }) => matrix)];
  const uses = (response ? [design.response, ...matrices] : matrices).flatMap(factorUses);
  return [...uses, ...design.offset.filter(isInFormula)];
}

/** The columns that a design needs as they are. */
function plainUses({ groups, weights, offset }: Design, response: boolean): FactorUse[] {
  const named = offset.filter((spec) => !isInFormula(spec));
  const weighting = response && weights !== null ? [namedUse(weights)] : [];
  return [...groups.flatMap(({ columns }) => columns), ...weighting, ...named];
}

/** The complete rows in `[start, stop)` of a table with their factors' values. Row numbers are the table's. */
type Runs = (start: number, stop: number) => CompleteFactors;

/**
 * Evaluates factors run by run; on the whole table, once, when a row of one of them needs other rows, as `lag(x)` does.
 */
function runsOf(design: Design, table: Table, { response = true }: DesignRowsOptions): Runs {
  const uses = designUses(design, response);
  const plain = plainUses(design, response);
  const entire = uses.find((use) => !isRowwise(use.expression));
  if (entire === undefined) {
    return (start, stop) => {
      const part = table.slice(start, stop);
      const given = rowsGiven(uses, plain, part);
      if (given.count === 0) return { ...given, values: new Map(), columns: new Map() };
      const run = evaluateGiven(uses, plain, part, given);
      return { ...run, rows: run.rows?.map((row) => row + start) ?? null };
    };
  }
  if (table.numRows !== design.rows.total) {
    const at = { source: entire.source, span: entire.expression.span };
    throw notRowwise(entire.name, `which has ${table.numRows} rows where the design's has ${design.rows.total}`, at);
  }
  const whole = evaluateComplete(uses, plain, table);
  return (start, stop) => takeRun(whole, start, stop);
}

/** The part of complete rows that lies in `[start, stop)`. */
function takeRun({ rows, values, columns, ...whole }: CompleteFactors, start: number, stop: number): CompleteFactors {
  const from = rows === null ? start : lowerBound(rows, start);
  const to = rows === null ? stop : lowerBound(rows, stop);
  return {
    ...whole,
    count: to - from,
    rows: rows === null ? null : rows.subarray(from, to),
    values: new Map([...values].map(([name, factor]) => [name, sliceFactor(factor, from, to)])),
    columns: new Map([...columns].map(([name, column]) => [name, sliceColumn(column, from, to)])),
  };
}
