// Things that are no tables, rows that are no rows, and tables that throw when they are read.
import { cyclic, fails, refused, revoked, rows, table, tableInBoth, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const tableKindCases: readonly BadInput[] = [
  ...tableInBoth(
    "rows that are arrays",
    () => [[1, 2, 3]],
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with an array at index 0",
  ),
  ...tableInBoth(
    "a row that is null",
    () => [...rows, null],
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with null at index 12",
  ),
  ...tableInBoth(
    "rows that are numbers",
    () => [1, 2, 3],
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with a number at index 0",
  ),
  ...tableInBoth(
    "a hole among the rows",
    () => Object.assign([], rows, { 14: rows[0] }),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with undefined at index 12",
  ),
  ...tableInBoth(
    "rows that are maps",
    () => [new Map([["y", 1]])],
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with a Map at index 0",
  ),
  refused(
    "a row whose getter throws, lmm",
    () =>
      untyped.lmm("y ~ x + (1 | g)", [
        {
          g: 1,
          x: 1,
          get y() {
            return fails();
          },
        },
      ]),
    "unreadable",
    "column `y` cannot be read: boom",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "a row whose getter throws, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          [
            {
              g: 1,
              x: 1,
              get y() {
                return fails();
              },
            },
          ],
          "g",
        )
        .fit(),
    "unreadable",
    "column `y` cannot be read: boom",
    "    y ~ x",
    "    ^",
  ),
  ...tableInBoth(
    "rows whose columns are inherited",
    () => rows.map((row) => Object.create(row)),
    "empty-table",
    "the table has 12 rows and 0 columns; a model needs some of both",
  ),
  ...tableInBoth(
    "a column whose getter throws",
    () => ({
      y: table.y,
      g: table.g,
      get x() {
        return fails();
      },
    }),
    "unreadable",
    "the table cannot be read: boom",
  ),
  ...tableInBoth(
    "a proxy whose keys throw",
    () => new Proxy(table, { ownKeys: fails }),
    "unreadable",
    "the table cannot be read: boom",
  ),
  ...tableInBoth(
    "a proxy whose properties throw",
    () => new Proxy(table, { get: fails }),
    "unreadable",
    "the table cannot be read: boom",
  ),
  ...tableInBoth(
    "a revoked proxy",
    () => revoked(),
    "unreadable",
    "the table cannot be read: Cannot perform 'get' on a proxy that has been revoked",
  ),
  ...tableInBoth(
    "a column that is a revoked proxy",
    () => ({ ...table, x: revoked() }),
    "unreadable",
    "column `x` cannot be read: Cannot perform 'get' on a proxy that has been revoked",
  ),
  ...tableInBoth(
    "a proxy of a column that throws",
    () => ({ ...table, x: new Proxy(table.x, { get: fails }) }),
    "unreadable",
    "column `x` cannot be read: boom",
  ),
  ...tableInBoth(
    "null",
    () => null,
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got null",
  ),
  ...tableInBoth(
    "undefined",
    () => undefined,
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got undefined",
  ),
  ...tableInBoth(
    "a number",
    () => 5,
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a number",
  ),
  ...tableInBoth(
    "delimited text",
    () => "y,x\n1,2",
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a string; `readCsv` reads delimited text",
  ),
  ...tableInBoth(
    "a promise of a table",
    () => Promise.resolve(table),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a promise of one; `await` it first",
  ),
  ...tableInBoth(
    "a map of columns",
    () => new Map(Object.entries(table)),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a Map",
  ),
  ...tableInBoth(
    "a set",
    () => new Set([1]),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a Set",
  ),
  ...tableInBoth(
    "a date",
    () => new Date(0),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a Date",
  ),
  ...tableInBoth(
    "a function",
    () => () => table,
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a function",
  ),
  ...tableInBoth(
    "a symbol",
    () => Symbol("t"),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a symbol",
  ),
  ...tableInBoth(
    "a buffer",
    () => new ArrayBuffer(8),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an ArrayBuffer",
  ),
  ...tableInBoth(
    "a view of a buffer",
    () => new DataView(new ArrayBuffer(8)),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a DataView",
  ),
  ...tableInBoth(
    "a typed array",
    () => new Float64Array(3),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a Float64Array",
  ),
  ...tableInBoth(
    "an error",
    () => new Error("x"),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an Error",
  ),
  ...tableInBoth(
    "a table that holds itself",
    () => cyclic,
    "column-type",
    "column `self` is an object, expected an array of numbers, strings or booleans",
  ),
];
