// Things in a table that are no columns, and tables of Arquero and Arrow that do not hold what they say.
import { detached, fails, refused, table, tableInBoth, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const columnKindCases: readonly BadInput[] = [
  ...tableInBoth(
    "a column that is a text",
    () => ({ ...table, x: "abcdefghijkl" }),
    "column-type",
    "column `x` is a string, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that is a set",
    () => ({ ...table, x: new Set(table.x) }),
    "column-type",
    "column `x` is a Set, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that is a number",
    () => ({ ...table, x: 5 }),
    "column-type",
    "column `x` is a number, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that is null",
    () => ({ ...table, x: null }),
    "column-type",
    "column `x` is null, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that is an array-like object",
    () => ({ ...table, x: { length: 12, 0: 1 } }),
    "column-type",
    "column `x` is an object, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that says it has 1e9 values",
    () => ({ ...table, x: { length: 1e9 } }),
    "column-type",
    "column `x` is an object, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column of 1e9 holes",
    () => ({ ...table, x: new Array(1e9) }),
    "column-length",
    "column `x` has 1000000000 values, but column `y` has 12",
  ),
  ...tableInBoth(
    "a table of 1e9 holes",
    () => ({ y: new Array(1e9), x: new Array(1e9), g: new Array(1e9) }),
    "limit",
    "the table has 1000000000 rows, more than the limit of 268435456; accumulate the moments of parts of it and merge them",
  ),
  ...tableInBoth(
    "a column that is a view",
    () => ({ ...table, x: new DataView(new ArrayBuffer(96)) }),
    "column-type",
    "column `x` is a DataView, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column that is a promise",
    () => ({ ...table, x: Promise.resolve(table.x) }),
    "column-type",
    "column `x` is a Promise, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "columns in a column",
    () => ({ ...table, x: { a: table.x } }),
    "column-type",
    "column `x` is an object, expected an array of numbers, strings or booleans",
  ),
  ...tableInBoth(
    "a column whose memory was given away",
    () => ({ ...table, x: detached() }),
    "column-length",
    "column `x` has 0 values, but column `y` has 12",
  ),
  refused(
    "an Arquero table that throws, lmm",
    () => untyped.lmm("y ~ x + (1 | g)", { numRows: () => 12, columnNames: () => ["y", "x", "g"], array: fails }),
    "unreadable",
    "column `y` cannot be read: boom",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "an Arquero table that throws, mixedlm",
    () => untyped.mixedlm("y ~ x", { numRows: () => 12, columnNames: () => ["y", "x", "g"], array: fails }, "g").fit(),
    "unreadable",
    "column `y` cannot be read: boom",
    "    y ~ x",
    "    ^",
  ),
  refused(
    "an Arquero table whose columns are short, lmm",
    () =>
      untyped.lmm("y ~ x + (1 | g)", { numRows: () => 12, columnNames: () => ["y", "x", "g"], array: () => [1, 2] }),
    "rows",
    "`y` has 2 rows, but the table has 12",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "an Arquero table whose columns are short, mixedlm",
    () =>
      untyped
        .mixedlm("y ~ x", { numRows: () => 12, columnNames: () => ["y", "x", "g"], array: () => [1, 2] }, "g")
        .fit(),
    "rows",
    "`y` has 2 rows, but the table has 12",
    "    y ~ x",
    "    ^",
  ),
  ...tableInBoth(
    "an Arrow table with two columns of one name",
    () => ({ numRows: 12, schema: { fields: [{ name: "y" }, { name: "y" }] }, getChild: () => null }),
    "duplicate-column",
    "the table has two columns called `y`; rename one",
  ),
  refused(
    "an Arrow table without a column it names, lmm",
    () =>
      untyped.lmm("y ~ x + (1 | g)", {
        numRows: 12,
        schema: { fields: [{ name: "y" }, { name: "x" }, { name: "g" }] },
        getChild: () => null,
      }),
    "column-type",
    "column `y` is null, expected an array of numbers, strings or booleans",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "an Arrow table without a column it names, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          { numRows: 12, schema: { fields: [{ name: "y" }, { name: "x" }, { name: "g" }] }, getChild: () => null },
          "g",
        )
        .fit(),
    "column-type",
    "column `y` is null, expected an array of numbers, strings or booleans",
    "    y ~ x",
    "    ^",
  ),
  ...tableInBoth(
    "an Arrow table whose fields are null",
    () => ({ numRows: 12, schema: { fields: [null] }, getChild: () => null }),
    "unreadable",
    "the table cannot be read: Cannot read properties of null (reading 'name')",
  ),
];
