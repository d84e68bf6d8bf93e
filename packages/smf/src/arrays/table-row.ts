// A table and a row's number -> the row as an object. Values are read when they are asked for, because a column that
// nobody asks for may hold anything; to every reader, `{...row}` and JSON included, they are properties of the row's
// own.
import { type Level, type Table, valueAt } from "@mixedlm/design";

/** A row by the names of its columns, null where a value is missing. */
export type TableRow = Readonly<Record<string, Level | null>>;

/** What a row is made from. */
interface Place {
  readonly row: number;
}

/**
 * Makes the function from a row's number to the row. Nothing can be written to a row.
 *
 * A proxy, because to define a getter for each column of each row takes ten times as long as to ask one of them.
 *
 * @throws DesignError where a column is read that the table cannot convert.
 */
export function tableRows(table: Table): (row: number) => TableRow {
  const names = new Set<string | symbol>(table.columnNames);
  const read = ({ row }: Place, name: string | symbol): Level | null | undefined =>
    names.has(name) ? valueAt(table.column(name as string), row) : undefined;
  const traps: ProxyHandler<Place> = {
    get: read,
    has: (_, name) => names.has(name),
    ownKeys: () => [...names],
    getOwnPropertyDescriptor: (place, name) =>
      names.has(name) ? { value: read(place, name), enumerable: true, configurable: true } : undefined,
    defineProperty: () => false,
    deleteProperty: () => false,
  };
  const prototype = Object.create(null, { [Symbol.for("nodejs.util.inspect.custom")]: { value: plainRow } });
  return (row) => {
    const place: Place = Object.create(prototype, { row: { value: row, configurable: true } });
    return new Proxy(place, traps) as unknown as TableRow;
  };
}

// Node looks behind a proxy for how it is to be printed, and asks with the proxy
function plainRow(this: TableRow): TableRow {
  return { ...this };
}
