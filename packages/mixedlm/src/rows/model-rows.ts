// A fit and rows of a table -> the numbers that the model makes of each row: fixed columns that were kept, entries of
// the random columns, response, weights, offset. Everything that looks at single rows (prediction, leverage, robust
// covariances, residuals) reads this record.
import {
  type Design,
  type DesignRows,
  designRows,
  type RandomRows,
  type Table,
  type TableLike,
  toTable,
} from "@mixedlm/design";
import { type Matrix, matrix } from "@mixedlm/linalg";
import { entryOf, type MomentLayout } from "@mixedlm/moments";
import { noTable } from "../errors.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** Entries of the random columns, row after row: row i has those from `start[i]` to `start[i + 1]`. */
export interface RandomEntries {
  readonly start: Int32Array;
  /** Number of the factor in `fit.blocks.factors`, and of its level; -1: a level that the fit does not know. */
  readonly factor: Int32Array;
  readonly level: Int32Array;
  /**
   * Position in the factor's random effects `fit.estimates.b[factor]`: level x columns + column; of no level, the
   * column.
   */
  readonly at: Int32Array;
  readonly value: Float64Array;
}

/** Rows as numbers. */
export interface ModelRows {
  /** Rows that lack no value. */
  readonly n: number;
  /** Their numbers in the table, ascending. */
  readonly rows: Int32Array;
  /** Fixed columns that the fit kept, n x p. */
  readonly X: Matrix;
  /** Fixed columns that the fit left out as combinations of those, n x their number. */
  readonly dropped: Matrix;
  readonly Z: RandomEntries;
  /** The response as it is in the table; empty where it was not asked for. */
  readonly y: Float64Array;
  /** var(eps_i) = sigma^2 / w_i; null: all are 1, or they were not asked for. */
  readonly weights: Float64Array | null;
  /** Added to the fixed part; null: nothing is. */
  readonly offset: Float64Array | null;
  /** Level of each row in each of `design.groups`, -1 for none. */
  readonly codes: readonly Int32Array[];
}

/** What is asked of the rows. */
export interface ModelRowsOptions {
  /** Whether the response is wanted. Default true. */
  readonly response?: boolean;
  /** Whether the weights are wanted. Default: with the response. */
  readonly weights?: boolean;
  /** Rows of groups that the fit does not know: refused (default), or with level -1. */
  readonly newGroups?: "error" | "keep";
  /**
   * Which random entries are wanted: those of the rows' levels (default), the columns without levels (all are -1, and
   * the table need not have grouping columns), or none. Components, whose columns are their levels' own, keep their
   * levels.
   */
  readonly random?: "levels" | "columns" | "none";
}

/**
 * Makes the numbers of the rows of a table.
 *
 * @throws {@link DesignError} as `designRows`.
 */
export function modelRows(fit: Fit, data: Table | TableLike, options: ModelRowsOptions = {}): ModelRows {
  const { optimum } = partsOf(fit);
  const { blocks } = fit;
  const { response = true, weights = response, newGroups = "error", random = "levels" } = options;
  const table = toTable(data);
  const own = designRows(usedDesign(fit.design, response, weights, random), table, 0, table.numRows, {
    response: response || weights,
    newGroups: newGroups === "error" ? "error" : "code",
  });
  const { n, rows, y, offset, codes } = own;
  const { kept } = optimum;
  const all = fit.design.fixed.names.map((_, j) => j);
  const dropped = all.filter((j) => !kept.includes(j));
  const entries =
    random === "none" ? noEntries(n) : randomEntries(own, blocks, newGroups === "keep" || random === "columns");
  return {
    n,
    rows,
    X: columnsOf(own, kept),
    dropped: columnsOf(own, dropped),
    Z: entries,
    y: response ? y : new Float64Array(0),
    weights: own.weights,
    offset,
    codes,
  };
}

/** The parts of a design that are asked for. */
function usedDesign(design: Design, response: boolean, weights: boolean, random: ModelRowsOptions["random"]): Design {
  const { components } = design;
  const none = { source: "", factors: [], terms: [], names: [] };
  const asked = { ...design, response: response ? design.response : none, weights: weights ? design.weights : null };
  if (random === "none") return { ...asked, groups: [], randomEffects: [], components: [] };
  return random === "columns" && components.length === 0 ? { ...asked, groups: [] } : asked;
}

function columnsOf({ n, X: all }: DesignRows, columns: readonly number[]): Matrix {
  const X = matrix(n, columns.length);
  for (const [j, column] of columns.entries()) X.data.set(all.subarray(column * n, (column + 1) * n), j * n);
  return X;
}

/**
 * The rows that a fit was made of.
 *
 * @throws {@link FitError} `no-table` for a fit of moments.
 */
export function fitRows(fit: Fit): ModelRows {
  const { table } = partsOf(fit);
  if (table === null) throw noTable();
  return modelRows(fit, table);
}

const noEntries = (n: number): RandomEntries => ({
  start: new Int32Array(n + 1),
  factor: new Int32Array(0),
  level: new Int32Array(0),
  at: new Int32Array(0),
  value: new Float64Array(0),
});

/** Level of a row that has no entry in a run; of one whose level is not known. */
const ABSENT = -2;
const UNKNOWN = -1;

/** One column of entries: for each row its level and column, or {@link ABSENT}. */
interface EntryRun {
  readonly factor: number;
  readonly level: (row: number) => number;
  readonly column: (row: number) => number;
  readonly value: Float64Array | null;
}

function randomEntries(own: DesignRows, layout: MomentLayout, keepsUnknown: boolean): RandomEntries {
  const { n } = own;
  const least = keepsUnknown ? UNKNOWN : 0;
  const runs = layout.parts.flatMap((_, part) => entryRuns(own, layout, part));
  const start = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    start[i + 1] = start[i];
    for (const { level } of runs) if (level(i) >= least) start[i + 1] += 1;
  }
  const size = start[n];
  const factor = new Int32Array(size);
  const level = new Int32Array(size);
  const at = new Int32Array(size);
  const value = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    let e = start[i];
    for (const run of runs) {
      const l = run.level(i);
      if (l < least) continue;
      factor[e] = run.factor;
      level[e] = l;
      at[e] = Math.max(l, 0) * layout.factors[run.factor].s + run.column(i);
      value[e] = run.value === null ? 1 : run.value[i];
      e += 1;
    }
  }
  return { start, factor, level, at, value };
}

/** The entries of one random part: a vector term has several, a part of a component one. */
function entryRuns(
  { codes, randomEffects, components }: DesignRows,
  { factors, parts }: MomentLayout,
  part: number,
): EntryRun[] {
  const { kind, index, factor, first } = parts[part];
  const { group, component } = factors[factor];
  const entries: RandomRows = kind === "effects" ? randomEffects[index] : [components[index][entryOf(parts, part)]];
  // without the grouping columns no level is known
  const levelOf = (i: number): number => codes[group]?.[i] ?? UNKNOWN;
  return entries.map(({ column, value }) => {
    const own = (i: number): number => (typeof column === "number" ? column : column[i]);
    if (component === null) {
      const inFactor = (i: number): number => first + (kind === "effects" ? own(i) : 0);
      return { factor, level: (i) => (own(i) < 0 ? ABSENT : levelOf(i)), column: inFactor, value };
    }
    const level = (i: number): number => (levelOf(i) < 0 || own(i) < 0 ? ABSENT : component.start[levelOf(i)] + own(i));
    return { factor, level, column: () => 0, value };
  });
}
