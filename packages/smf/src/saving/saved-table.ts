// The columns of a table that a design reads, as plain values and back; and the table that is left when they are gone,
// every column of which says so when it is read.
import { type Column, type Design, type Table, toTable } from "@mixedlm/design";
import { type Expression, variables } from "@mixedlm/formula";
import { dataRemoved } from "./saving-errors.ts";

/** A column as plain values; missing: NaN, null, code -1. */
export interface SavedColumn {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly type: Column["type"];
  /** Numbers, texts, or codes. */
  readonly values: ArrayLike<unknown>;
  /** Levels of codes, else null. */
  readonly levels: readonly unknown[] | null;
}

/** Takes the columns that a design reads out of its table. */
export function savedColumns(design: Design, table: Table): SavedColumn[] {
  return columnsRead(design, table).map((name): SavedColumn => {
    const column = table.column(name);
    const { kind, type } = column;
    if (column.kind === "category")
      return { name, kind, type, values: Array.from(column.codes), levels: [...column.levels] };
    if (column.kind === "numeric") return { name, kind, type, values: column.values, levels: null };
    return { name, kind, type, values: Array.from(column.values, (value) => value ?? null), levels: null };
  });
}

/** Makes a table of such columns. */
export function restoredTable(columns: readonly SavedColumn[]): Table {
  const restored = columns.map(({ name, kind, type, values, levels }): [string, Column] => {
    if (kind === "category")
      return [name, { kind, type, codes: Int32Array.from(values as number[]), levels } as Column];
    return [name, { kind, type, values } as Column];
  });
  return toTable(Object.fromEntries(restored));
}

/** What is left of a table when its rows are removed. Reading a column throws `data-removed`. */
export function removedTable(columnNames: readonly string[], numRows: number): Table {
  const removed: Table = {
    numRows,
    columnNames,
    has: (name) => columnNames.includes(name),
    column(name) {
      throw dataRemoved(name);
    },
    slice: () => removed,
  };
  return removed;
}

/** Names of the columns that a design reads, in the order of its parts. */
export function columnsRead(design: Design, table: Pick<Table, "has">): string[] {
  const { response, fixed, randomEffects, components, groups, weights, offset } = design;
  const matrices = [response, fixed, ...[...randomEffects, ...components].map(({ matrix }) => matrix)];
  const expressions: Expression[] = [
    ...matrices.flatMap(({ factors }) => factors.map(({ expression }) => expression)),
    ...groups.flatMap(({ columns }) => columns.map(({ expression }) => expression)),
    ...offset.map(({ expression }) => expression),
  ];
  const names = [...expressions.flatMap(variables), ...(weights === null ? [] : [weights])];
  // a name means the column called so or, as in Python, the one called by its normal form
  const found = names.map((name) => (table.has(name) ? name : name.normalize("NFKC")));
  return [...new Set(found)].filter((name) => table.has(name));
}
