// Combinations of coefficients -> rows that are easy to read: reduced echelon form, pivots first among given columns
// and each time the largest, in coordinates where coefficients have unit standard errors; or rows as they come, with a
// leading one.
import { type Matrix, matrix, toRows, transpose } from "@mixedlm/linalg";
import { columnBasis } from "./orthogonal-complement.ts";

/** Size of an entry, beside the largest of its row, that is rounding noise: columns may be far from zero. */
const NOISE = 1e-9;
/** Distance from a whole number or a half that is rounding. */
const ROUNDING = 1e-11;

/** Size of a pivot among the columns that come first; rows are orthonormal to begin with. */
const PIVOT = 1e-6;

/**
 * Reduces combinations.
 *
 * @param space - independent combinations of coefficients in columns, p x rank.
 * @param sizes - standard errors of the coefficients, length p.
 * @param first - positions of the coefficients among which pivots are looked for first.
 * @returns the combinations, each of length p.
 */
export function echelonRows(space: Matrix, sizes: readonly number[], first: readonly number[]): number[][] {
  // coefficients over their standard errors have no unit
  const free = matrix(
    space.nrow,
    space.ncol,
    space.data.map((value, at) => value * sizes[at % space.nrow]),
  );
  const { rank, vectors } = columnBasis(free);
  const work = toRows(transpose(vectors(0, rank)));
  const all = sizes.map((_, j) => j);
  const pivots = new Map<number[], number>();
  for (const [among, least] of [
    [first, PIVOT],
    [all, 0],
  ] as const) {
    for (let next = largest(work, pivots, among, least); next !== null; next = largest(work, pivots, among, least)) {
      const { row, column } = next;
      pivots.set(row, column);
      for (const other of work) if (other !== row) subtract(other, row, column);
    }
  }
  const ordered = [...pivots].sort(([, a], [, b]) => order(a, first) - order(b, first));
  return ordered.map(([row, column]) => plainRow(row, sizes, column));
}

/** Combinations as they are, each with 1 at its first coefficient among `first`. */
export function leadingRows(space: Matrix, sizes: readonly number[], first: readonly number[]): number[][] {
  return toRows(transpose(space)).map((row) => {
    const free = row.map((value, j) => value * sizes[j]);
    const most = Math.max(...free.map(Math.abs));
    const lead = first.find((j) => Math.abs(free[j]) > PIVOT * most);
    return plainRow(free, sizes, lead ?? free.findIndex((value) => Math.abs(value) === most));
  });
}

/** A row in the coefficients' own units, with 1 at a column and zeros for noise. */
function plainRow(row: readonly number[], sizes: readonly number[], column: number): number[] {
  const most = Math.max(...row.map(Math.abs));
  const unit = row[column] / sizes[column];
  return row.map((value, j) => (Math.abs(value) <= NOISE * most ? 0 : clean(value / sizes[j] / unit)));
}

/** The largest entry of the rows without a pivot, among some columns; null where none is more than the least. */
function largest(
  work: readonly number[][],
  pivots: ReadonlyMap<number[], number>,
  among: readonly number[],
  least: number,
): { row: number[]; column: number } | null {
  let best: { row: number[]; column: number } | null = null;
  let size = least;
  for (const row of work) {
    if (pivots.has(row)) continue;
    for (const column of among) {
      const own = Math.abs(row[column]);
      // of equal entries the first column's
      if (own <= size * (1 + 1e-9)) continue;
      best = { row, column };
      size = own;
    }
  }
  return best;
}

function subtract(row: number[], pivot: readonly number[], column: number): void {
  const share = row[column] / pivot[column];
  for (let j = 0; j < row.length; j++) row[j] -= share * pivot[j];
  row[column] = 0;
}

function order(column: number, first: readonly number[]): number {
  const at = first.indexOf(column);
  return at < 0 ? first.length + column : at;
}

/**
 * A whole number, or a half, that rounding has moved is put back; beside other units a small one may be all there is.
 */
function clean(value: number): number {
  const near = Math.round(value * 2) / 2;
  return near !== 0 && Math.abs(value - near) <= ROUNDING ? near : value;
}
