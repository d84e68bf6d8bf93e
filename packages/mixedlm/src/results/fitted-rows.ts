// Fitted values and residuals, row by row: the one step after the data pass that needs the rows again.
import {
  type Design,
  type DesignRows,
  designChunks,
  type RandomRows,
  type Table,
  type TableLike,
  toTable,
} from "@mixedlm/design";
import { entryOf, type MomentLayout } from "@mixedlm/moments";
import type { Fit } from "./fit.ts";
import { partsOf } from "./fit-parts.ts";

/** Fitted values of the rows that have no missing value. */
export interface FittedRows {
  /** Row numbers in the table, counted from 0, ascending. */
  readonly rows: Int32Array;
  /** Response, units of y, as long as `rows`. */
  readonly y: Float64Array;
  /** X beta + Z b + offset, units of y, as long as `rows`. */
  readonly fitted: Float64Array;
}

/**
 * Fitted values of a table's rows by a fit that has no rows itself, such as one of moments; the random effects are
 * those of the rows' groups. Residuals are `y` less `fitted`.
 *
 * @param data - a table with the response and every variable of the model.
 * @throws {@link FitError} `not-a-fit` for anything but a fit; DesignError where the table lacks a variable, or has a
 *   level or a group that the fit does not know.
 */
export function fittedRows(fit: Fit, data: Table | TableLike): FittedRows {
  const { estimates } = partsOf(fit).optimum;
  const { design, names, beta, blocks } = fit;
  const known = new Map(names.map((name, j) => [name, beta[j]]));
  // a column that was left out has the coefficient 0
  const all = design.fixed.names.map((name) => known.get(name) ?? 0);
  return fittedAt(design, data, blocks, all, estimates.b);
}

/**
 * X beta + Z b + offset of the rows of a table, at any estimates.
 *
 * @param layout - positions of the random effects in `b`.
 * @param beta - fixed effects, one for each column of the design.
 * @param b - random effects of each factor, raw units, level after level.
 */
export function fittedAt(
  design: Design,
  data: Table | TableLike,
  layout: MomentLayout,
  beta: ArrayLike<number>,
  b: readonly Float64Array[],
): FittedRows {
  const table = toTable(data);
  const rows = new Int32Array(table.numRows);
  const y = new Float64Array(table.numRows);
  const fitted = new Float64Array(table.numRows);
  let count = 0;
  for (const part of designChunks(design, table)) {
    rows.set(part.rows, count);
    y.set(part.y, count);
    const own = fitted.subarray(count, count + part.n);
    if (part.offset !== null) own.set(part.offset);
    for (let j = 0; j < beta.length; j++) for (let i = 0; i < part.n; i++) own[i] += part.X[j * part.n + i] * beta[j];
    for (const [at, { factor }] of layout.parts.entries()) addPart(own, part, layout, at, b[factor]);
    count += part.n;
  }
  return { rows: rows.subarray(0, count), y: y.subarray(0, count), fitted: fitted.subarray(0, count) };
}

/** Adds Z b of one random part: a vector term with all its entries, or one entry of a component. */
function addPart(
  fitted: Float64Array,
  { codes, randomEffects, components }: DesignRows,
  { factors, parts }: MomentLayout,
  part: number,
  b: Float64Array,
): void {
  const { kind, index, factor, first } = parts[part];
  const { group, component, s: columns } = factors[factor];
  const entries: RandomRows = kind === "effects" ? randomEffects[index] : [components[index][entryOf(parts, part)]];
  for (const { column, value } of entries)
    for (let i = 0; i < fitted.length; i++) {
      const g = codes[group][i];
      const j = typeof column === "number" ? column : column[i];
      if (g < 0 || j < 0) continue;
      const at = component === null ? g * columns + first + (kind === "effects" ? j : 0) : component.start[g] + j;
      fitted[i] += (value === null ? 1 : value[i]) * b[at];
    }
}
