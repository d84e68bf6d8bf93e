// Parameters x new data -> the fixed part, X beta and offset, row by row. Tables go through the design as it was frozen
// by the rows of the fit; arrays of numbers are X itself. No random effects, as in statsmodels.

import { type Design, designRows, type Table, type TableLike, toTable } from "@mixedlm/design";
import { isArrayLike, isInstance, recordEntries } from "@mixedlm/formula";
import { type Columns, readColumns } from "../arrays/array-columns.ts";
import { feParamsLength } from "../fitting/fit-errors.ts";
import { Frame } from "../labelled/frame.ts";
import type { LabelledValues } from "../labelled/labelled-values.ts";
import { isLabel, type Label } from "../labelled/labels.ts";
import { Series } from "../labelled/series.ts";
import { labelsOfRows, type ModelSource } from "../model/model-source.ts";
import { checkOptions } from "../model/options.ts";
import { finiteNumbers, MixedLMParams } from "../model/params.ts";
import { exogShape, paramsLength } from "./inference-errors.ts";

/** What a prediction needs of its model. */
export interface PredictingModel {
  /** The columns of the model as data. */
  readonly design: Design;
  /** The table of the fit. */
  readonly table: Table;
  /** What labels the rows of that table. */
  readonly source: Pick<ModelSource, "row_labels">;
  /** Null for a model of arrays, whose tables are read by the names of its columns. */
  readonly formula: string | null;
  /** Names of the fixed effects' columns. */
  readonly exog_names: readonly string[];
  /** Names of all parameters, the fixed effects first. */
  readonly param_names: readonly string[];
}

/**
 * New data that are no table: the fixed effects' columns as rows of numbers, one row of them (of a model with one
 * column: that column), a Frame or a Series; or one row of variables by name.
 */
export type NewRows =
  | ArrayLike<number>
  | ArrayLike<ArrayLike<number>>
  | LabelledRows
  | LabelledValues
  | Readonly<Record<string, string | number | boolean | null>>;

/** A Frame of values of any type. */
export interface LabelledRows extends Pick<Frame, "index" | "columns"> {
  /** Rows as arrays. */
  readonly values: readonly (readonly unknown[])[];
}

/** Parameters that predict: all packed ones, or the fixed effects alone. */
export type PredictingParams = ArrayLike<number> | Series | MixedLMParams;

/** What can be chosen about a prediction. */
export interface PredictOptions {
  /** Whether tables go through the formula (default), or hold the fixed effects' columns by their names. */
  readonly transform?: boolean;
}

/**
 * Predicts the fixed part.
 *
 * @param params - the fixed effects first; what follows does not count.
 * @param exog - new data; without them the rows that the model used.
 * @returns a value for each row, NaN where something is missing, labelled by row number, or as the data are.
 * @throws {@link SmfError} `params-length`, `fe-params-length`, `params-value`, `exog-shape`, `array-value` and the
 *   like for numbers; DesignError for tables: an unknown variable, a level that the fit did not have.
 */
export function predictFixed<D extends TableLike<D>>(
  model: PredictingModel,
  params: PredictingParams,
  exog?: D | NewRows | null,
  options: PredictOptions = {},
): Series {
  checkOptions("predict", options, { transform: "boolean" });
  const beta = fixedEffects(params, model);
  if (exog === undefined || exog === null) return ownRows(model, beta);
  if (model.formula !== null && (options.transform ?? true)) {
    const table = asTable(exog, model.exog_names);
    if (table !== null) return formulaRows(model, beta, table.data, table.index);
  }
  return numberRows(model, beta, exog);
}

function fixedEffects(params: PredictingParams, { exog_names, param_names }: PredictingModel): ArrayLike<number> {
  const [k, all] = [exog_names.length, param_names.length];
  if (isInstance(params, MixedLMParams)) {
    // its fields may be set, so that its own count of them tells nothing
    const own = finiteNumbers("fe_params of predict", params.fe_params);
    if (own.length !== k) throw feParamsLength(own.length, k);
    return own;
  }
  const packed = finiteNumbers("params of predict", params);
  if (packed.length !== k && packed.length !== all)
    throw paramsLength("predict", packed.length, [...new Set([k, all])]);
  return packed;
}

/** The fixed part of a design: neither groups nor random terms are asked of new data. */
function fixedPart(design: Design): Design {
  return { ...design, groups: [], randomEffects: [], components: [] };
}

/** The rows of the fit; those without a value of something else than X are not among them. */
function ownRows({ design, table, source }: PredictingModel, beta: ArrayLike<number>): Series {
  const { n, rows, X, offset } = designRows(design, table);
  return new Series(labelsOfRows(source, rows), products(X, n, beta, offset));
}

function formulaRows<D extends TableLike<D>>(
  { design }: PredictingModel,
  beta: ArrayLike<number>,
  data: D | Table,
  index: readonly Label[] | null,
): Series {
  const table = toTable(data);
  const { n, rows, X, offset } = designRows(fixedPart(design), table, 0, table.numRows, { response: false });
  const values = new Float64Array(table.numRows).fill(Number.NaN);
  for (const [i, value] of products(X, n, beta, offset).entries()) values[rows[i]!] = value;
  return new Series(index ?? rowNumbers(table.numRows), values);
}

/** A table of variables, with labels of its rows; null where the numbers are X already. */
function asTable(exog: unknown, names: readonly string[]): { data: TableLike; index: readonly Label[] | null } | null {
  if (isInstance(exog, Series)) return null;
  if (isInstance(exog, Frame)) {
    const columns = exog.columns.map(String);
    if (names.every((name) => columns.includes(name))) return null;
    const data = Object.fromEntries(columns.map((name, j) => [name, exog.values.map((row) => row[j])]));
    return { data, index: exog.index };
  }
  if (isOneRow(exog)) return { data: [exog], index: null };
  if (isArrayLike(exog)) {
    const first = exog[0];
    const areRecords = typeof first === "object" && first !== null && !isArrayLike(first);
    return areRecords ? { data: exog as unknown as TableLike, index: null } : null;
  }
  return { data: exog as TableLike, index: null };
}

/** Whether a record holds values where a record of columns holds arrays. */
function isOneRow(exog: unknown): exog is object {
  if (isInstance(exog, Frame) || isInstance(exog, Series)) return false;
  const entries = recordEntries(exog);
  return entries !== null && entries.length > 0 && entries.every(([, value]) => value === null || isLabel(value));
}

function numberRows(model: PredictingModel, beta: ArrayLike<number>, exog: unknown): Series {
  if (isArrayLike(exog) && exog.length === 0) return new Series<number>([], new Float64Array(0));
  const names = model.exog_names;
  const given = readColumns("exog", isOneRow(exog) ? [exog] : exog);
  const { length, values, index } = asColumns(given, names);
  const X = new Float64Array(length * names.length);
  for (const [j, column] of values.entries()) X.set(column, j * length);
  return new Series(index ?? rowNumbers(length), products(X, length, beta, null));
}

/** X by its names, where the array has them all, or by position; one row where numbers are as many as columns. */
function asColumns(given: Columns, wanted: readonly string[]): Columns {
  const { names, values, length } = given;
  if (names !== null && wanted.every((name) => names.includes(name)))
    return { ...given, values: wanted.map((name) => values[names.indexOf(name)]!) };
  if (values.length === wanted.length) return given;
  const [row] = values;
  if (values.length > 1 || row === undefined || length !== wanted.length)
    throw exogShape(0, values.length === 1 ? length : values.length, wanted);
  return { names: null, values: Array.from(row, (value) => Float64Array.of(value)), length: 1, index: null };
}

function products(X: Float64Array, n: number, beta: ArrayLike<number>, offset: Float64Array | null): Float64Array {
  const p = n === 0 ? 0 : X.length / n;
  const fitted = offset === null ? new Float64Array(n) : offset.slice();
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) fitted[i]! += X[j * n + i]! * beta[j]!;
  return fitted;
}

function rowNumbers(length: number): number[] {
  return Array.from({ length }, (_, row) => row);
}
