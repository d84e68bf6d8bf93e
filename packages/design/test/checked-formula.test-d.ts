// What the compiler says of names in a formula, as types; this file is compiled with the tests and never run.

import type { Formula, ModelFormula } from "@mixedlm/formula";
import type { Table as FlechetteTable } from "@uwdata/flechette";
import { describe, expectTypeOf, test } from "vitest";
import {
  type ArqueroTable,
  buildDesign,
  buildMatrices,
  type CheckedFormula,
  type CheckedName,
  type ColumnName,
  type DesignRows,
  designRows,
  type ModelMatrices,
  type Table,
  type TableLike,
  toTable,
} from "../src/index.ts";

interface Columns {
  readonly y: number[];
  readonly x: Float64Array;
}

describe("the columns of a table's type", () => {
  test("are the keys of a record and of rows, and the names of a typed Arrow table", () => {
    expectTypeOf<ColumnName<Columns>>().toEqualTypeOf<"y" | "x">();
    expectTypeOf<ColumnName<readonly { y: number; x?: number }[]>>().toEqualTypeOf<"y" | "x">();
    expectTypeOf<ColumnName<({ y: number } | { x: number })[]>>().toEqualTypeOf<"y" | "x">();
    expectTypeOf<ColumnName<Columns | { g: string }[]>>().toEqualTypeOf<"y" | "x" | "g">();
    expectTypeOf<ColumnName<FlechetteTable<{ y: number; x: number }>>>().toEqualTypeOf<"y" | "x">();
  });

  test("are not known of Arquero tables, tables that have been read, and tables without a type", () => {
    expectTypeOf<ColumnName<ArqueroTable>>().toBeUnknown();
    expectTypeOf<ColumnName<Table>>().toBeUnknown();
    expectTypeOf<ColumnName<TableLike>>().toBeUnknown();
    // biome-ignore lint/suspicious/noExplicitAny: the type under test
    expectTypeOf<ColumnName<any>>().toBeUnknown();
    expectTypeOf<ColumnName<FlechetteTable>>().toEqualTypeOf<string>();
  });
});

describe("the type of a checked formula", () => {
  test("names the first wrong column, and the columns", () => {
    type Refused = CheckedFormula<"y ~ Tme + Wieght", Columns>;
    expectTypeOf<Refused>().toEqualTypeOf<{ "no column": "Tme"; columns: "y" | "x" }>();
  });

  test("is the formula's own when nothing is wrong or known", () => {
    expectTypeOf<CheckedFormula<"y ~ x", Columns>>().toEqualTypeOf<"y ~ x">();
    expectTypeOf<CheckedFormula<string, Columns>>().toEqualTypeOf<string>();
    expectTypeOf<CheckedFormula<"y ~ z", ArqueroTable>>().toEqualTypeOf<"y ~ z">();
    expectTypeOf<CheckedFormula<"y ~ z", Record<string, number[]>>>().toEqualTypeOf<"y ~ z">();
    expectTypeOf<CheckedFormula<"y ~ z", object>>().toEqualTypeOf<"y ~ z">();
    expectTypeOf<CheckedFormula<"", Columns>>().toEqualTypeOf<"">();
  });
});

describe("the type of a checked name", () => {
  test("is the names of the columns when the name is none of them", () => {
    expectTypeOf<CheckedName<"z", Columns>>().toEqualTypeOf<"y" | "x">();
  });

  test("is the name's own, or what else is allowed, when it is right or nothing is known", () => {
    expectTypeOf<CheckedName<"x", Columns, 1>>().toEqualTypeOf<"x" | 1>();
    expectTypeOf<CheckedName<string, Columns, 1>>().toEqualTypeOf<string | 1>();
    expectTypeOf<CheckedName<"z", ArqueroTable, 1>>().toEqualTypeOf<"z" | 1>();
  });
});

describe("a record whose type is an interface", () => {
  const columns = {} as Columns;

  test("is a table for every stage", () => {
    expectTypeOf(toTable(columns)).toEqualTypeOf<Table>();
    expectTypeOf(toTable({} as Columns | Table)).toEqualTypeOf<Table>();
    expectTypeOf(toTable({} as TableLike | Table)).toEqualTypeOf<Table>();
    expectTypeOf(buildMatrices({} as Formula, columns)).toEqualTypeOf<ModelMatrices>();
    const design = buildDesign({} as ModelFormula, columns);
    expectTypeOf(designRows(design, columns)).toEqualTypeOf<DesignRows>();
  });

  test("is none where an entry is no column", () => {
    // @ts-expect-error a number
    toTable({ ...columns, g: 3 });
    // @ts-expect-error one column
    toTable(columns.x);
    // @ts-expect-error a number
    buildDesign({} as ModelFormula, { ...columns, g: 3 });
  });
});
