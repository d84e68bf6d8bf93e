// Arithmetic, statistics and products of labelled matrices: each is a few columns or rows, and a Series knows how to
// compute with one of them.
import { commonDtype, type Dtype } from "./dtype.ts";
import { Frame } from "./frame.ts";
import { type Axis, isColumns } from "./frame-axes.ts";
import { lengthMismatch } from "./label-errors.ts";
import { type Label, unionOf } from "./labels.ts";
import type { Vector } from "./pairs.ts";
import { reindexed } from "./relabel.ts";
import { Series } from "./series.ts";
import { checkInner, type FillOptions } from "./series-arithmetic.ts";
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
export type FrameOperand = number | ArrayLike<number> | Vector<number> | Frame;

type Operation = "add" | "sub" | "mul" | "div";

/** Puts columns with the same index side by side; their kinds stay. */
export function frameOfColumns<T>(
  index: readonly Label[],
  names: readonly Label[],
  columns: readonly Series<T>[],
): Frame<T> {
  const rows = index.map((_, i) => Object.freeze(columns.map(({ values }) => values[i] as T)));
  return new Frame<T>(index, names, rows, { dtypes: columns.map(({ dtype }) => dtype) });
}

/** The values at other labels of both axes, `fill` (NaN by default) where there are none. */
export function frameReindex<T>(
  frame: Frame<T>,
  index: readonly Label[],
  names: readonly Label[],
  fill: T = Number.NaN as T,
): Frame<T> {
  const empty = new Series<T>(
    index,
    index.map(() => fill),
  );
  const columns = reindexed(frame.columns, names).map((j) =>
    j < 0 ? empty : frame.iloc({}, j).reindex(index, { fill_value: fill }),
  );
  return frameOfColumns(index, names, columns);
}

/** Computes value by value with a number, with a row or column of numbers, or with a frame; labels are matched. */
export function frameArithmetic<T>(
  operation: Operation,
  frame: Frame<T>,
  other: FrameOperand,
  { axis = 1, ...options }: FrameArithmeticOptions,
): Frame {
  const { left, right } = operands(frame, other, isColumns(axis));
  const columns = left.columns.map((_, j) => left.iloc({}, j)[operation](right(j), options));
  return frameOfColumns(left.index, left.columns, columns);
}

/** Rounds columns of numbers; `decimals` may name columns and leave others as they are. */
export function frameRound<T>(frame: Frame<T>, decimals: number | Readonly<Record<string, number>>): Frame<T> {
  const columns = Array.from(frame.items(), ([name, column]) => {
    const places = typeof decimals === "number" ? decimals : decimals[String(name)];
    const isNumeric = column.dtype === "float64" || column.dtype === "int64";
    return places === undefined || !isNumeric ? column : (column.round(places) as unknown as Series<T>);
  });
  return frameOfColumns(frame.index, frame.columns, columns);
}

/** A statistic of each column, or of each row; what is no number is an error unless it is left out. */
export function frameStatistic<T>(
  statistic: "sum" | "mean" | "min" | "max",
  frame: Frame<T>,
  { axis = 0, numeric_only = false, ...options }: FrameStatisticOptions,
): Series {
  const places = Array.from(frame.columns.keys()).filter((j) => !numeric_only || frame.dtypes.iloc(j) !== "object");
  const numeric = frame.iloc({}, places);
  const vectors = isColumns(axis)
    ? Array.from(numeric.iterrows(), ([, row]) => row)
    : Array.from(numeric.items(), ([, column]) => column);
  const kind = commonDtype(numeric.dtypes.to_list());
  const isWhole = statistic !== "mean" && (kind === "int64" || kind === "bool");
  return new Series(
    isColumns(axis) ? numeric.index : numeric.columns,
    vectors.map((vector) => vector[statistic](options)),
    { dtype: isWhole ? "int64" : "float64" },
  );
}

/** The matrix product; the inner labels are matched. */
export function frameProduct<T>(frame: Frame<T>, other: Frame | Vector<number> | ArrayLike<number>): Frame | Series {
  const inner = frame.columns;
  if (!("index" in other)) {
    if (other.length !== inner.length)
      throw lengthMismatch("the other factor", other.length, inner.length, "one value for each column");
    return product(frame, new Series(inner, other).to_frame()).iloc({}, 0).rename(null);
  }
  checkInner(inner, other.index);
  if (other instanceof Frame) return product(frame, other.reindex({ index: inner }));
  const column = new Series(other.index, other.values, { dtype: other.dtype }).to_frame();
  return product(frame, column.reindex({ index: inner }))
    .iloc({}, 0)
    .rename(null);
}

function product<T>(a: Frame<T>, b: Frame): Frame {
  const columns = Array.from(b.items(), ([, column]) => column.values);
  const rows = Array.from(a.iterrows(), ([, row]) => {
    const factors = row.mul(1).values;
    return columns.map((column) => sum(factors.map((x, k) => x * column[k]!)));
  });
  const kind = commonDtype([...a.dtypes, ...b.dtypes]) === "int64" ? "int64" : "float64";
  return new Frame(a.index, b.columns, rows, { dtypes: b.columns.map((): Dtype => kind) });
}

// the frame with all labels of both, and what each of its columns is computed with
function operands<T>(
  frame: Frame<T>,
  other: FrameOperand,
  byColumns: boolean,
): { left: Frame<T>; right: (j: number) => number | Series } {
  if (typeof other === "number") return { left: frame, right: () => other };
  if (other instanceof Frame) {
    const index = unionOf([frame.index, other.index]);
    const columns = unionOf([frame.columns, other.columns]);
    const right = other.reindex({ index, columns });
    return { left: frame.reindex({ index, columns }), right: (j) => right.iloc({}, j) };
  }
  const labels = byColumns ? frame.columns : frame.index;
  const vector = "index" in other ? other : new Series(matching(labels, other), other);
  const union = unionOf([labels, vector.index]);
  const left = frame.reindex(byColumns ? { columns: union } : { index: union });
  const matched = new Series(vector.index, vector.values, { dtype: vector.dtype }).reindex(union);
  if (!byColumns) return { left, right: () => matched };
  const repeated = (j: number): number[] => left.index.map(() => matched.values[j]!);
  return { left, right: (j) => new Series(left.index, repeated(j), { dtype: matched.dtype }) };
}

function matching(labels: readonly Label[], { length }: ArrayLike<number>): readonly Label[] {
  if (labels.length !== length)
    throw lengthMismatch("the other operand", length, labels.length, "one value for each label");
  return labels;
}
