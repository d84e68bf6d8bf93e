// Combinations of codes, against sets of written-out tuples.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  combinationPairs,
  distinctCombinations,
  distinctPairs,
  joinCodes,
  pairNumber,
} from "../../src/groups/combinations.ts";

/** Rows of codes in `width` columns, with the number of codes that each column can have. */
const codedRows = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    sizes: fc.constant(Array.from({ length: width }, (_, j) => 3 + 2 * j)),
    rows: fc.array(fc.tuple(...Array.from({ length: width }, (_, j) => fc.integer({ min: 0, max: 2 + 2 * j }))), {
      minLength: 1,
      maxLength: 40,
    }),
  }),
);

const columnsOf = (rows: readonly (readonly number[])[], width: number): Int32Array[] =>
  Array.from({ length: width }, (_, j) => Int32Array.from(rows, (row) => row[j]!));

/** The distinct rows, sorted number by number. */
function sortedTuples(rows: readonly (readonly number[])[]): (readonly number[])[] {
  const distinct = new Map(rows.map((row) => [row.join(), row]));
  return [...distinct.values()].sort((a, b) => {
    const j = a.findIndex((code, k) => code !== b[k]);
    return a[j]! - b[j]!;
  });
}

/** Every code of the first column occurs, as it does where levels are those of the rows. */
const withAllOfFirst = (rows: readonly (readonly number[])[], width: number) => [
  ...rows,
  ...[0, 1, 2].map((code) => [code, ...new Array<number>(width - 1).fill(1)]),
];

test("the combinations of columns are the distinct rows, sorted by the first column, then the second, ...", () => {
  fc.assert(
    fc.property(codedRows, ({ sizes, rows }) => {
      const all = withAllOfFirst(rows, sizes.length);
      const found = distinctCombinations(columnsOf(all, sizes.length), sizes);
      expect(found).toEqual(sortedTuples(all).flat());
    }),
  );
});

test("a row's number is its combination's position, and -1 where the combination is not listed", () => {
  fc.assert(
    fc.property(codedRows, codedRows, ({ sizes, rows }, { rows: others }) => {
      const width = sizes.length;
      const all = withAllOfFirst(rows, width);
      const listed = sortedTuples(all);
      const fresh = others.map((row) => sizes.map((size, j) => ((row[j] ?? 0) % (size + 1)) - 1));
      const pairs = combinationPairs(listed.flat(), width, sizes[0]!);
      const wanted = [...all, ...fresh];
      const positions = new Map(listed.map((row, i) => [row.join(), i]));
      const found = joinCodes(pairs, columnsOf(wanted, width), new Int32Array(wanted.length));
      expect([...found]).toEqual(wanted.map((row) => positions.get(row.join()) ?? -1));
    }),
  );
});

describe("the codes of classes of rows", () => {
  const pairs = distinctPairs({ codes: Int32Array.of(2, 0, 2, 0, 2), count: 4 }, Int32Array.of(5, 1, 3, 1, 5), 6);

  test("are listed once in each class, ascending; a class without rows has none", () => {
    expect(pairs).toEqual({ start: Int32Array.of(0, 1, 1, 3, 3), member: Int32Array.of(1, 3, 5) });
  });

  test("number the pairs of class and code", () => {
    expect([pairNumber(pairs, 0, 1), pairNumber(pairs, 2, 3), pairNumber(pairs, 2, 5)]).toEqual([0, 1, 2]);
    expect([pairNumber(pairs, 0, 3), pairNumber(pairs, 1, 1), pairNumber(pairs, 2, 4)]).toEqual([-1, -1, -1]);
  });
});
