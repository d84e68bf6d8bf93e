// Intervals of parameters as plain rows, whatever method they come from, and the table that they print as.

import { limitColumns, percent } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { ModelParameter } from "../results/parameter-names.ts";

/** Where an interval comes from. */
export type IntervalMethod = "wald" | "profile" | "bootstrap";

/** The interval of one parameter, in units of y (per unit of the column). */
export interface ParameterInterval {
  /** See `ModelParameter`: a fixed effect's name, `sd(Days | Subject)`, `cor(Intercept, Days | Subject)`, `sigma`. */
  readonly name: string;
  /** What the parameter is. */
  readonly kind: ModelParameter["kind"];
  /** The grouping factor; null for a fixed effect and sigma. */
  readonly group: string | null;
  /** The columns that it is about: see `ModelParameter`. */
  readonly columns: readonly string[];
  /** Null for a correlation with a standard deviation of 0. */
  readonly estimate: number | null;
  /** Lower limit; null where the method has none, `-Infinity` where the data set none. */
  readonly lower: number | null;
  /** Upper limit; null where the method has none, `Infinity` where the data set none. */
  readonly upper: number | null;
  /** Where the limits come from. */
  readonly method: IntervalMethod;
  /** The criterion whose estimate it is. */
  readonly criterion: "ML" | "REML";
  /** What is to be said of it, or null. */
  readonly note: string | null;
}

/** Intervals of several parameters. */
export interface ParameterIntervals {
  /** Where the limits come from. */
  readonly method: IntervalMethod;
  /** Intervals cover with probability 1 - alpha. */
  readonly alpha: number;
  /** In the order of the parameters: fixed effects, standard deviations and correlations term by term, sigma. */
  readonly rows: readonly ParameterInterval[];
  /** What is to be said of all of them. */
  readonly notes: readonly string[];
}

/** Makes a row. */
export function intervalRow(
  { name, kind, group, columns }: ModelParameter,
  own: Pick<ParameterInterval, "estimate" | "lower" | "upper" | "method" | "criterion" | "note">,
): ParameterInterval {
  return Object.freeze({ name, kind, group, columns: Object.freeze([...columns]), ...own });
}

/** Freezes intervals and makes them printable. */
export function printedIntervals(intervals: ParameterIntervals): ParameterIntervals & Printed {
  const { rows, notes } = intervals;
  return printed({ ...intervals, rows: Object.freeze([...rows]), notes: Object.freeze([...notes]) }, intervalTables);
}

const TITLES = { wald: "Wald", profile: "Profile likelihood", bootstrap: "Bootstrap" } as const;

function intervalTables({ method, alpha, rows, notes }: ParameterIntervals): ResultTable[] {
  const own = rows.flatMap(({ name, note }) => (note === null ? [] : [`${name}: ${note}`]));
  return [
    {
      title: `${TITLES[method]} intervals, ${percent(1 - alpha)}`,
      columns: [{ head: "", kind: "label" }, { head: "Estimate", kind: "number" }, ...limitColumns(alpha)],
      rows: rows.map(({ name, estimate, lower, upper }) => [name, estimate, lower, upper]),
      notes: [...notes, ...own],
    },
  ];
}
