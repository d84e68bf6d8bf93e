// Rows sorted into classes, by the levels of a category or by groups: combinations of them, and what changes inside
// them.
import type { Classes } from "../groups/combinations.ts";

/** Whether each class of rows has one value in each column. Ends at the first that has two. */
export function isConstantWithin(columns: readonly ArrayLike<number>[], { codes, count }: Classes): boolean {
  const first = new Int32Array(count).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const known = first[codes[i]!]!;
    if (known < 0) first[codes[i]!] = i;
    else for (const column of columns) if (column[i] !== column[known]) return false;
  }
  return true;
}

/** The number of classes in which a column has several values; counting ends when there are more than `enough`. */
export function countVarying(columns: readonly ArrayLike<number>[], { codes, count }: Classes, enough: number): number {
  const first = new Int32Array(count).fill(-1);
  const varies = new Uint8Array(count);
  let found = 0;
  for (let i = 0; i < codes.length && found <= enough; i++) {
    const code = codes[i]!;
    const known = first[code]!;
    if (known < 0) first[code] = i;
    else if (varies[code] === 0 && columns.some((column) => column[i] !== column[known])) {
      varies[code] = 1;
      found++;
    }
  }
  return found;
}

/** Classes of rows that are alike in both. */
export function crossed(a: Classes, b: Classes): Classes {
  const cells = a.count * b.count;
  return cells <= 4 * a.codes.length ? renumbered(cellCodes(a.codes, b), cells) : renumberedPairs(a, b);
}

/** The number of each row's pair of classes, among all pairs. */
function cellCodes(codes: Int32Array, b: Classes): Int32Array {
  return codes.map((code, i) => code * b.count + b.codes[i]!);
}

/** Numbers classes as they come. */
function renumbered(codes: Int32Array, cells: number): Classes {
  const numberOf = new Int32Array(cells).fill(-1);
  let count = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (numberOf[code] === -1) numberOf[code] = count++;
    codes[i] = numberOf[code]!;
  }
  return { codes, count };
}

/** The same for more pairs than a table of them should hold. */
function renumberedPairs(a: Classes, b: Classes): Classes {
  const numberOf = new Map<number, number>();
  const codes = a.codes.map((code, i) => {
    const pair = code * b.count + b.codes[i]!;
    const number = numberOf.get(pair) ?? numberOf.size;
    if (number === numberOf.size) numberOf.set(pair, number);
    return number;
  });
  return { codes, count: numberOf.size };
}

/** Most combinations of levels that are looked through. */
const MOST_CELLS = 2 ** 24;

/** The cell of each row among all combinations of classes, those of no row included; null when these are too many. */
export function cellsOf(classes: readonly Classes[]): Classes | null {
  const count = classes.reduce((product, one) => product * one.count, 1);
  const [first, ...others] = classes;
  if (first === undefined || count > MOST_CELLS) return null;
  return { codes: others.reduce((codes, one) => cellCodes(codes, one), first.codes), count };
}
