// A fit and rows of a table -> the numbers that the model makes of each row: fixed columns that were kept, entries of the
// random columns, response, weights, offset. Everything that looks at single rows (prediction, leverage, robust
// covariances, residuals) reads this record.
import { type DesignRows, designRows, type RandomRows, type Table, type TableLike, toTable } from "@mixedlm/design";
import { type Matrix, matrix } from "@mixedlm/linalg";
import { type Blocks, entryOf } from "@mixedlm/moments";
import { noTable } from "../errors.ts";
import { type Fit, partsOf } from "../results.ts";

/** Entries of the random columns, row after row: row i has those from `start[i]` to `start[i + 1]`. */
export interface RandomEntries {
  readonly start: Int32Array;
  /** Number of the factor in `fit.blocks.factors`, and of its level. */
  readonly factor: Int32Array;
  readonly level: Int32Array;
  /** Position in the factor's random effects `fit.estimates.b[factor]`: level x columns + column. */
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
  readonly Z: RandomEntries;
  /** The response as it is in the table; empty where it was not asked for. */
  readonly y: Float64Array;
  /** var(eps_i) = sigma^2 / w_i; null: all are 1, or the response was not asked for. */
  readonly weights: Float64Array | null;
  /** Added to the fixed part; null: nothing is. */
  readonly offset: Float64Array | null;
  /** Level of each row in each of `design.groups`, -1 for none. */
  readonly codes: readonly Int32Array[];
}

/** What is asked of the rows. */
export interface ModelRowsOptions {
  /** Whether the response and the weights are wanted. Default true. */
  readonly response?: boolean;
  /** Rows of groups that the fit does not know: refused (default), or without entries for that factor. */
  readonly newGroups?: "error" | "code";
}

/**
 * Makes the numbers of the rows of a table.
 *
 * @throws {@link DesignError} as `designRows`.
 */
export function modelRows(fit: Fit, data: Table | TableLike, options: ModelRowsOptions = {}): ModelRows {
  const { optimum } = partsOf(fit);
  const { design, blocks } = fit;
  const table = toTable(data);
  const own = designRows(design, table, 0, table.numRows, options);
  const { n, rows, y, weights, offset, codes } = own;
  const { kept } = optimum;
  const X = matrix(n, kept.length);
  for (const [j, column] of kept.entries()) X.data.set(own.X.subarray(column * n, (column + 1) * n), j * n);
  return { n, rows, X, Z: randomEntries(own, blocks), y, weights, offset, codes };
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

/** One column of entries: for each row its level and column, or none. */
interface EntryRun {
  readonly factor: number;
  readonly level: (row: number) => number;
  readonly column: (row: number) => number;
  readonly value: Float64Array | null;
}

function randomEntries(own: DesignRows, blocks: Blocks): RandomEntries {
  const { n } = own;
  const runs = blocks.parts.flatMap((_, part) => entryRuns(own, blocks, part));
  const start = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    start[i + 1] = start[i];
    for (const { level } of runs) if (level(i) >= 0) start[i + 1] += 1;
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
      if (l < 0) continue;
      factor[e] = run.factor;
      level[e] = l;
      at[e] = l * blocks.factors[run.factor].columns + run.column(i);
      value[e] = run.value === null ? 1 : run.value[i];
      e += 1;
    }
  }
  return { start, factor, level, at, value };
}

/** The entries of one random part: a vector term has several, a part of a component one. */
function entryRuns(
  { codes, randomEffects, components }: DesignRows,
  { factors, parts }: Blocks,
  part: number,
): EntryRun[] {
  const { kind, index, factor, first } = parts[part];
  const { group, component } = factors[factor];
  const entries: RandomRows = kind === "effects" ? randomEffects[index] : [components[index][entryOf(parts, part)]];
  const code = codes[group];
  return entries.map(({ column, value }) => {
    const own = (i: number): number => (typeof column === "number" ? column : column[i]);
    if (component === null) {
      const inFactor = (i: number): number => first + (kind === "effects" ? own(i) : 0);
      return { factor, level: (i) => (own(i) < 0 ? -1 : code[i]), column: inFactor, value };
    }
    const level = (i: number): number => (code[i] < 0 || own(i) < 0 ? -1 : component.start[code[i]] + own(i));
    return { factor, level, column: () => 0, value };
  });
}
