// Fitted values and residuals, row by row: the one step after the data pass that needs the rows again.
import { type Design, designChunks, type RandomRows, type Table, type TableLike, toTable } from "@mixedlm/design";
import type { CrossProducts } from "./cross-products.ts";

/** Fitted values of the rows that have no missing value. */
export interface FittedRows {
  /** Row numbers in the table, ascending. */
  readonly rows: Int32Array;
  /** Response, units of y. */
  readonly y: Float64Array;
  /** X beta + Z b. */
  readonly fitted: Float64Array;
}

/**
 * Computes X beta + Z b for the rows of a table.
 *
 * @param cp - positions of the random effects in `b`.
 * @param beta - fixed effects, length p.
 * @param b - random effects of all groups, raw units.
 */
export function fittedRows(
  design: Design,
  data: Table | TableLike,
  cp: CrossProducts,
  beta: Float64Array,
  b: Float64Array,
): FittedRows {
  const table = toTable(data);
  const rows = new Int32Array(table.numRows);
  const y = new Float64Array(table.numRows);
  const fitted = new Float64Array(table.numRows);
  let count = 0;
  for (const part of designChunks(design, table)) {
    rows.set(part.rows, count);
    y.set(part.y, count);
    for (let i = 0; i < part.n; i++) {
      let value = 0;
      for (let j = 0; j < cp.p; j++) value += part.X[j * part.n + i] * beta[j];
      const g = part.codes[i];
      if (g >= 0) {
        let at = cp.columnStart[g];
        value += randomPart(part.randomEffects, i, b, at);
        at += cp.k;
        for (let c = 0; c < part.components.length; c++) {
          value += randomPart(part.components[c], i, b, at);
          at += design.components[c].names[g].length;
        }
      }
      fitted[count + i] = value;
    }
    count += part.n;
  }
  return { rows: rows.subarray(0, count), y: y.subarray(0, count), fitted: fitted.subarray(0, count) };
}

/** Row i of a random term times the effects of its group, which start at `at`. */
function randomPart(entries: RandomRows, i: number, b: Float64Array, at: number): number {
  let sum = 0;
  for (const { column, value } of entries) {
    const j = typeof column === "number" ? column : column[i];
    if (j >= 0) sum += (value === null ? 1 : value[i]) * b[at + j];
  }
  return sum;
}
