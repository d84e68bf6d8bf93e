// The columns of a matrix on the rows of a model, and whether they are combinations of others there: what decides about
// nesting where names do not. Rows have to be known.
import { type Design, designRows, type MatrixSpec, type Table } from "@mixedlm/design";
import { dot, type Matrix, matrix, qrFactor, qrSolve } from "@mixedlm/linalg";

/** Share of a column's length that may be left of it. */
const NOTHING = 1e-8;

/** A model, fitted or not, and the table that its rows are made of; null where that is not known. */
export interface ModelOnRows {
  readonly design: Design;
  readonly table: Table | null;
  /** Columns of the fixed effects that are kept. */
  readonly p: number;
  readonly formula: string;
}

/** The columns of one of a design's matrices on the rows of a model, n x columns; null where the rows are not known. */
export function denseColumns({ design, table }: ModelOnRows, spec: MatrixSpec): Matrix | null {
  if (table === null) return null;
  const { n, X } = designRows({ ...design, fixed: spec }, table);
  return matrix(n, spec.names.length, X);
}

/** The level of each row in a grouping factor; null where the rows are not known. */
export function groupCodes({ design, table }: ModelOnRows, group: number): Int32Array | null {
  return table === null ? null : designRows(design, table).codes[group];
}

/** Whether columns are combinations of others, row for row. */
export function isWithin(columns: Matrix, others: Matrix): boolean {
  const isConstant = (X: Matrix, j: number): boolean => {
    const own = X.data.subarray(j * X.nrow, (j + 1) * X.nrow);
    return own[0] !== 0 && own.every((value) => value === own[0]);
  };
  const hasConstant = Array.from({ length: others.ncol }, (_, j) => isConstant(others, j)).includes(true);
  // beside a constant, where columns are far from zero, only their deviations tell them apart
  const span = unitColumns(others, hasConstant);
  const factor = qrFactor(span, NOTHING);
  const wanted = unitColumns(columns, hasConstant);
  const { nrow: n } = columns;
  for (let j = 0; j < wanted.ncol; j++) {
    const y = wanted.data.subarray(j * n, (j + 1) * n);
    if (y.every((value) => value === 0)) continue;
    const rest = y.slice();
    const found = qrSolve(factor, y);
    for (let k = 0; k < span.ncol; k++) {
      if (!(Math.abs(found[k]) > 0)) continue;
      for (let i = 0; i < n; i++) rest[i] -= found[k] * span.data[k * n + i];
    }
    if (Math.sqrt(dot(rest, rest)) > NOTHING) return false;
  }
  return true;
}

/** Columns of length one, about their means where asked. */
function unitColumns({ nrow: n, ncol, data }: Matrix, centred: boolean): Matrix {
  const out = matrix(n, ncol, data.slice());
  for (let j = 0; j < ncol; j++) {
    const own = out.data.subarray(j * n, (j + 1) * n);
    const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (centred) {
      const mean = own.reduce((sum, value) => sum + value / n, 0);
      for (let i = 0; i < n; i++) own[i] -= mean;
    }
    const most = own.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
    // what rounding leaves of a constant is no column
    if (most <= 1e-13 * largest) own.fill(0);
    else {
      for (let i = 0; i < n; i++) own[i] /= most;
      const length = Math.sqrt(dot(own, own));
      for (let i = 0; i < n; i++) own[i] /= length;
    }
  }
  return out;
}
