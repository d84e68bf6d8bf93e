// Combinations of codes: several code columns -> the distinct combinations that rows have, sorted, and the number of
// each row's. Columns are joined one by one: what has been joined is a class of rows, and each class lists the codes of
// the next column that its rows have. So no table of all pairs is made, however many levels are crossed.
import { lowerBound } from "../lower-bound.ts";

/** Rows in classes: by their groups, by the levels of a category, or by combinations of levels. */
export interface Classes {
  /** The class of each row, from 0 to `count` - 1. */
  readonly codes: Int32Array;
  readonly count: number;
}

/**
 * The distinct codes of each class of rows, ascending: those of class c are `member[start[c]]` to
 * `member[start[c + 1] - 1]`, and their positions number the pairs of class and code.
 */
export interface CodePairs {
  readonly start: Int32Array;
  readonly member: Int32Array;
}

/**
 * Finds the codes that each class of rows has. One counting sort of the rows, whatever the numbers of classes and
 * codes.
 *
 * @param codes - code of each row, from 0 to `size` - 1.
 */
export function distinctPairs({ codes: classes, count }: Classes, codes: Int32Array, size: number): CodePairs {
  const rows = new Int32Array(count + 1);
  for (let i = 0; i < classes.length; i++) rows[classes[i]! + 1]!++;
  for (let c = 0; c < count; c++) rows[c + 1]! += rows[c]!;
  const sorted = new Int32Array(classes.length);
  const next = rows.slice();
  for (let i = 0; i < classes.length; i++) sorted[next[classes[i]!]!++] = codes[i]!;
  const lastClass = new Int32Array(size).fill(-1);
  const start = new Int32Array(count + 1);
  let found = 0;
  for (let c = 0; c < count; c++) {
    for (let k = rows[c]!; k < rows[c + 1]!; k++) {
      const code = sorted[k]!;
      if (lastClass[code] === c) continue;
      lastClass[code] = c;
      // never ahead of the row that is read
      sorted[found++] = code;
    }
    start[c + 1] = found;
    if (found > start[c]! + 1) sorted.subarray(start[c]!, found).sort();
  }
  return { start, member: sorted.slice(0, found) };
}

/** Position of a pair among all pairs, -1 where it is none of them. */
export function pairNumber({ start, member }: CodePairs, c: number, code: number): number {
  const stop = start[c + 1]!;
  const at = lowerBound(member, code, start[c]!, stop);
  return at < stop && member[at] === code ? at : -1;
}

/**
 * Lists the combinations that rows have.
 *
 * @param codes - at least one column of codes, one a row, none negative.
 * @param sizes - how many codes each column can have.
 * @returns combination after combination, sorted by the first column's code, then by the second's, ...
 */
export function distinctCombinations(codes: readonly Int32Array[], sizes: readonly number[]): number[] {
  let classes = codes[0]!;
  let count = sizes[0]!;
  let combinations: Int32Array = Int32Array.from({ length: count }, (_, code) => code);
  for (let j = 1; j < codes.length; j++) {
    const pairs = distinctPairs({ codes: classes, count }, codes[j]!, sizes[j]!);
    combinations = withColumn(combinations, j, pairs);
    count = pairs.member.length;
    if (j + 1 < codes.length) classes = joinCodes([pairs], [classes, codes[j]!], new Int32Array(classes.length));
  }
  return Array.from(combinations);
}

/** Combinations of one more column: each of `width` numbers with the codes that its rows have. */
function withColumn(combinations: Int32Array, width: number, { start, member }: CodePairs): Int32Array {
  const wider = new Int32Array(member.length * (width + 1));
  for (let c = 0; c + 1 < start.length; c++) {
    const left = combinations.subarray(c * width, (c + 1) * width);
    for (let k = start[c]!; k < start[c + 1]!; k++) {
      wider.set(left, k * (width + 1));
      wider[k * (width + 1) + width] = member[k]!;
    }
  }
  return wider;
}

/**
 * Arranges combinations for {@link joinCodes}: one record of pairs for each column after the first.
 *
 * @param combinations - as {@link distinctCombinations} lists them.
 * @param width - numbers a combination.
 * @param size - how many codes the first column can have.
 */
export function combinationPairs(combinations: readonly number[], width: number, size: number): CodePairs[] {
  const count = combinations.length / width;
  let classes = Int32Array.from({ length: count }, (_, i) => combinations[i * width]!);
  let classCount = size;
  return Array.from({ length: width - 1 }, (_, j) => {
    const start = new Int32Array(classCount + 1);
    const member: number[] = [];
    const joined = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const code = combinations[i * width + j + 1]!;
      const isNew = i === 0 || classes[i] !== classes[i - 1] || code !== member[member.length - 1];
      if (isNew) {
        start[classes[i]! + 1]!++;
        member.push(code);
      }
      joined[i] = member.length - 1;
    }
    for (let c = 0; c < classCount; c++) start[c + 1]! += start[c]!;
    classes = joined;
    classCount = member.length;
    return { start, member: Int32Array.from(member) };
  });
}

/**
 * Finds the number of each row's combination.
 *
 * @param pairs - of {@link combinationPairs}.
 * @param codes - the columns' codes, one more than `pairs`; -1 for none.
 * @param into - where the numbers are written; may be one of the columns. -1: a combination that is not among them.
 * @returns `into`.
 */
export function joinCodes(pairs: readonly CodePairs[], codes: readonly Int32Array[], into: Int32Array): Int32Array {
  for (let i = 0; i < into.length; i++) {
    let joined = codes[0]![i]!;
    for (let j = 0; j < pairs.length && joined >= 0; j++) {
      const code = codes[j + 1]![i]!;
      joined = code < 0 ? -1 : pairNumber(pairs[j]!, joined, code);
    }
    into[i] = joined;
  }
  return into;
}
