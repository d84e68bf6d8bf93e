// Combinations of coefficients of very different sizes -> others that say the same together and one by one no longer
// hide a coefficient beside a large one: in `x = z` and `z = 0`, with x known a billion times better than z, nothing of
// x is left in the digits of a standard error. Rows are reduced as they are written, where their numbers are exact.

/** Hypotheses, row i L[i]'beta = value[i]. */
export interface Rows {
  readonly L: readonly ArrayLike<number>[];
  readonly values: ArrayLike<number>;
}

/** Share of a row, in standard errors, that is still told from it. */
const HIDDEN = 1e-6;
/** Share of a row below which an entry, both as it is written and in standard errors, is rounding error. */
const NOTHING = 1e-12;
/** Share of the numbers that an entry is the difference of which is rounding error. */
const ROUNDING = 1e-14;

/**
 * Reduces rows in which a coefficient is hidden to echelon form, which has no others in the columns that rows begin
 * with; other rows are returned as they are.
 *
 * @param sizes - standard errors of the coefficients.
 * @returns null for rows that contradict each other: all numbers cancel but the values.
 */
export function separatedRows(own: Rows, sizes: readonly number[]): Rows | null {
  const { L, values } = own;
  const said = L.map((row) => withoutNoise(row, sizes));
  if (L.length < 2 || !said.some((row) => hides(row, sizes))) return own;
  const p = sizes.length;
  // the value last
  let left = said.map((row, i) => [...row, values[i]]);
  const done: number[][] = [];
  for (let j = 0; j < p && left.length > 0; j++) {
    const first = left.reduce((most, row) => (Math.abs(row[j]) > Math.abs(most[j]) ? row : most));
    if (first[j] === 0) continue;
    const others = (rows: readonly number[][]): number[][] =>
      rows.filter((row) => row !== first).map((row) => without(row, first, j));
    left = others(left);
    done.splice(0, done.length, ...others(done), first);
  }
  if (left.some((row) => row[p] !== 0)) return null;
  return { L: done.map((row) => row.slice(0, p)), values: done.map((row) => row[p]) };
}

function withoutNoise(row: ArrayLike<number>, sizes: readonly number[]): number[] {
  const entries = Array.from(row, Math.abs);
  const [largest, widest] = [Math.max(...entries), Math.max(...entries.map((entry, j) => entry * sizes[j]))];
  return entries.map((entry, j) => (entry > NOTHING * largest || entry * sizes[j] > NOTHING * widest ? row[j] : 0));
}

function hides(row: readonly number[], sizes: readonly number[]): boolean {
  const own = sizes.flatMap((size, j) => (row[j] === 0 ? [] : [Math.abs(row[j]) * size]));
  return Math.min(...own) < HIDDEN * Math.max(...own);
}

/** A row less as much of another one as makes entry j of it 0. */
function without(row: readonly number[], other: readonly number[], j: number): number[] {
  if (row[j] === 0) return [...row];
  const factor = row[j] / other[j];
  return row.map((value, k) => {
    const taken = factor * other[k];
    const rest = value - taken;
    return k === j || Math.abs(rest) <= ROUNDING * (Math.abs(value) + Math.abs(taken)) ? 0 : rest;
  });
}
