// Arithmetic, statistics and products of labelled matrices: each is a few columns or rows, and a Series knows how to
// compute with one of them.
import { isRecord } from "@mixedlm/formula";
import { optionType } from "../errors.ts";
import { commonDtype, type Dtype, inferDtype, type Value } from "./dtype.ts";
import type { Frame } from "./frame.ts";
import { type Axis, isColumns } from "./frame-axes.ts";
import { type FrameParts, partsOfColumns, reindexedVector } from "./frame-parts.ts";
import { AXIS, NUMBER, TRUTH, WHOLE } from "./kinds.ts";
import { checkArgument, knownOptions } from "./known-options.ts";
import { lengthMismatch, wrongOperand } from "./label-errors.ts";
import { isWholeFrame } from "./labelled-values.ts";
import { type Label, unionOf } from "./labels.ts";
import { operandOf, type Vector } from "./pairs.ts";
import { reindexed } from "./relabel.ts";
import { checkInner, type FillOptions, factorOf, seriesArithmetic } from "./series-arithmetic.ts";
import { type StatisticOptions, sum } from "./statistics.ts";

/** What arithmetic with a frame may be told. */
export interface FrameArithmeticOptions extends FillOptions {
  /** Which labels a series is matched with. Default: the columns, as if it were a row. */
  readonly axis?: Axis;
}

/** What statistics of a frame may be told. */
export interface FrameStatisticOptions extends StatisticOptions {
  /** Over the rows, one value a column (0, the default), or over the columns, one value a row. */
  readonly axis?: Axis;
  /** Leaves out columns of texts. Default false: they are an error. */
  readonly numeric_only?: boolean;
}

/** What a frame is computed with. */
export type FrameOperand = number | boolean | ArrayLike<number> | Vector<number> | Frame;

type Operation = "add" | "sub" | "mul" | "div";

/** The values at other labels of both axes, `fill` (NaN by default) where there are none. */
export function frameReindex<T>(
  frame: Frame<T>,
  index: readonly Label[],
  names: readonly Label[],
  fill: Value = Number.NaN,
): FrameParts<T> {
  const values = index.map(() => fill);
  const empty = { values, dtype: inferDtype(values) };
  const columns = reindexed(frame.columns, names).map((j) =>
    j < 0 ? empty : reindexedVector(frame.iloc({}, j), index, fill),
  );
  return partsOfColumns(index, names, columns);
}

/**
 * Computes value by value with a number, with a row or column of numbers, or with a frame; labels are matched.
 *
 * @throws {@link SmfError} `option-type` for anything else; `unknown-option`; `shape`, `duplicate-label`.
 */
export function frameArithmetic<T>(
  operation: Operation,
  frame: Frame<T>,
  other: FrameOperand,
  given: FrameArithmeticOptions,
): FrameParts<number> {
  knownOptions(operation, given, { axis: AXIS, fill_value: NUMBER });
  const { axis = 1, ...options } = given;
  const { left, right } = operands(operation, frame, other, isColumns(axis));
  const columns = left.columns.map((_, j) => seriesArithmetic(operation, left.iloc({}, j), right(j), options));
  return partsOfColumns(left.index, left.columns, columns);
}

/**
 * Rounds columns of numbers; `decimals` may name columns and leave others as they are.
 *
 * @throws {@link SmfError} `option-type` for decimals that are no whole numbers.
 */
export function frameRound<T>(frame: Frame<T>, decimals: number | Readonly<Record<string, number>>): FrameParts<T> {
  if (typeof decimals !== "number" && !isRecord(decimals))
    throw optionType("round", "decimals", "a whole number, or one for each column by its name", decimals);
  const byColumn = new Map(Object.entries(typeof decimals === "number" ? { decimals } : decimals));
  for (const [name, places] of byColumn) checkArgument("round", name, places, WHOLE);
  const columns = Array.from(frame.items(), ([name, column]) => {
    const places = typeof decimals === "number" ? decimals : byColumn.get(String(name));
    const isNumeric = column.dtype === "float64" || column.dtype === "int64";
    return places === undefined || !isNumeric ? column : column.round(places);
  });
  return partsOfColumns(frame.index, frame.columns, columns);
}

/**
 * A statistic of each column, or of each row; what is no number is an error unless it is left out.
 *
 * @throws {@link SmfError} `not-numeric`; `unknown-option`, `option-type`.
 */
export function frameStatistic<T>(
  statistic: "sum" | "mean" | "min" | "max",
  frame: Frame<T>,
  given: FrameStatisticOptions,
): Vector {
  knownOptions(statistic, given, { axis: AXIS, numeric_only: TRUTH, skipna: TRUTH });
  const { axis = 0, numeric_only = false, ...options } = given;
  const places = Array.from(frame.columns.keys()).filter((j) => !numeric_only || frame.dtypes.iloc(j) !== "object");
  const numeric = frame.iloc({}, places);
  const vectors = isColumns(axis)
    ? Array.from(numeric.iterrows(), ([, row]) => row)
    : Array.from(numeric.items(), ([, column]) => column);
  const kind = commonDtype(numeric.dtypes.to_list());
  const isWhole = statistic !== "mean" && (kind === "int64" || kind === "bool");
  return {
    index: isColumns(axis) ? numeric.index : numeric.columns,
    values: vectors.map((vector) => vector[statistic](options)),
    name: null,
    dtype: isWhole ? "int64" : "float64",
  };
}

/** The matrix product with a frame; the inner labels are matched. */
export function frameProduct<T>(frame: Frame<T>, other: Frame): FrameParts<number> {
  checkInner(frame.columns, other.index);
  const right = other.reindex({ index: frame.columns });
  const columns = Array.from(right.items(), ([, column]) => column);
  const kind = productDtype(frame, columns);
  return {
    index: frame.index,
    columns: right.columns,
    values: productRows(frame, columns),
    dtypes: columns.map(() => kind),
  };
}

/** The product of a matrix and a vector; labels are matched, an array is taken by position. */
export function frameVectorProduct<T>(frame: Frame<T>, other: Vector<number> | ArrayLike<number>): Vector {
  const right = factor(frame.columns, other);
  const values = productRows(frame, [right]).map(([value]) => value!);
  return { index: frame.index, values, name: null, dtype: productDtype(frame, [right]) };
}

function factor(inner: readonly Label[], given: Vector<number> | ArrayLike<number>): Vector {
  const other = factorOf(given);
  if ("index" in other) {
    checkInner(inner, other.index);
    return reindexedVector(other, inner);
  }
  if (other.length !== inner.length)
    throw lengthMismatch("the other factor", other.length, inner.length, "one value for each column");
  return { index: inner, values: other, name: null, dtype: inferDtype(other) };
}

function productRows<T>(frame: Frame<T>, columns: readonly Pick<Vector, "values">[]): number[][] {
  return Array.from(frame.iterrows(), ([, row]) => {
    const factors = row.mul(1).values;
    return columns.map(({ values }) => sum(factors.map((x, k) => x * Number(values[k]))));
  });
}

function productDtype<T>(frame: Frame<T>, columns: readonly Pick<Vector, "dtype">[]): Dtype {
  const all = commonDtype([...frame.dtypes, ...columns.map(({ dtype }) => dtype)]);
  return all === "int64" ? "int64" : "float64";
}

// the frame with all labels of both, and what each of its columns is computed with
function operands<T>(
  operation: Operation,
  frame: Frame<T>,
  given: FrameOperand,
  byColumns: boolean,
): { left: Frame<T>; right: (j: number) => number | boolean | Vector<number> } {
  if (isWholeFrame(given)) {
    const index = unionOf([frame.index, given.index]);
    const columns = unionOf([frame.columns, given.columns]);
    const right = given.reindex({ index, columns });
    return { left: frame.reindex({ index, columns }), right: (j) => right.iloc({}, j) };
  }
  const other = operandOf(operation, given) as Exclude<FrameOperand, Frame>;
  if (typeof other === "string" || other === null) throw wrongOperand(operation, given);
  if (typeof other !== "object") return { left: frame, right: () => other };
  const labels = byColumns ? frame.columns : frame.index;
  const vector = "index" in other ? other : byPosition(labels, other);
  const union = unionOf([labels, vector.index]);
  const left = frame.reindex(byColumns ? { columns: union } : { index: union });
  const matched = reindexedVector(vector, union) as Vector<number>;
  if (!byColumns) return { left, right: () => matched };
  const repeated = (j: number): number[] => left.index.map(() => matched.values[j]!);
  return { left, right: (j) => ({ ...matched, index: left.index, values: repeated(j) }) };
}

function byPosition(labels: readonly Label[], values: ArrayLike<number>): Vector<number> {
  if (labels.length !== values.length)
    throw lengthMismatch("the other operand", values.length, labels.length, "one value for each label");
  return { index: labels, values, name: null, dtype: inferDtype(values) };
}
