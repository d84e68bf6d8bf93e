// The columns of a model from their names and the table alone: `a[T.b]:x1` is x1 where a is b. In: names and a table; out:
// numbers. And the whole space of a formula's terms, every category by one column a level, to which the columns that
// a design kept have to be equal as a space. Nothing of the packages is asked.
import type { RandomTerms } from "./random-models.ts";
import type { RandomColumn, RandomTable } from "./random-tables.ts";

/** A value of a cell; null where it is missing. */
export type Cell = string | number | boolean | null;

/** The values of a column. */
export function cellsOf(column: RandomColumn): Cell[] {
  const values = Array.isArray(column) ? column : categoryValues(column as Exclude<RandomColumn, readonly unknown[]>);
  return values.map((value) => (value === undefined || Number.isNaN(value) ? null : (value as Cell)));
}

function categoryValues({ codes, levels }: Exclude<RandomColumn, readonly unknown[]>): Cell[] {
  return Array.from(codes, (code) => levels[code] ?? null);
}

/** The variable of a factor: `I(x1 ** 2)`, `C(k)` or a name. */
export function variableOf(factor: string): string {
  return /^[A-Z]\((\w+)/.exec(factor)?.[1] ?? factor;
}

/** Makes columns of rows by their names; an array of values for each row. */
export function namedColumns(names: readonly string[], table: RandomTable, rows: readonly number[]): number[][] {
  const columns = names.map((name) => namedColumn(name, table));
  return rows.map((row) => columns.map((column) => column(row)));
}

function namedColumn(name: string, table: RandomTable): (row: number) => number {
  if (name === "Intercept") return () => 1;
  const factors = name.split(":").map((part): ((row: number) => number) => {
    const [, factor = part, level] = /^(.*?)\[(?:T\.)?(.*)\]$/.exec(part) ?? [];
    const cells = cellsOf(table[variableOf(factor)] as RandomColumn);
    if (level !== undefined) return (row) => (isLevel(cells[row] as Cell, level) ? 1 : 0);
    return factor.startsWith("I(") ? (row) => (cells[row] as number) ** 2 : (row) => cells[row] as number;
  });
  return (row) => factors.reduce((product, factor) => product * factor(row), 1);
}

function isLevel(cell: Cell, level: string): boolean {
  if (typeof cell === "boolean") return cell === (level === "True");
  return typeof cell === "number" ? cell === Number(level) : cell === level;
}

/** Every column that terms span, each category by an indicator of each of its values. */
export function redundantColumns(
  { intercept, terms }: RandomTerms,
  table: RandomTable,
  rows: readonly number[],
): number[][] {
  const columns: number[][] = intercept ? [rows.map(() => 1)] : [];
  for (const factors of terms) {
    let products = [rows.map(() => 1)];
    for (const factor of factors) {
      const own = factorColumns(factor, table, rows);
      products = products.flatMap((product) => own.map((column) => column.map((v, i) => v * (product[i] as number))));
    }
    columns.push(...products);
  }
  return columns;
}

function factorColumns(factor: string, table: RandomTable, rows: readonly number[]): number[][] {
  const cells = cellsOf(table[variableOf(factor)] as RandomColumn);
  const own = rows.map((row) => cells[row] as Cell);
  if (!factor.startsWith("C(") && typeof own[0] === "number") {
    return [own.map((cell) => (factor.startsWith("I(") ? (cell as number) ** 2 : (cell as number)))];
  }
  return [...new Set(own)].map((level) => own.map((cell) => (cell === level ? 1 : 0)));
}

/**
 * The largest share of a column's length that is outside the span of others, by Gram and Schmidt, twice.
 *
 * @param others - columns; those that nearly depend on the ones before them count as far as they do not.
 */
export function outside(columns: readonly (readonly number[])[], others: readonly (readonly number[])[]): number {
  const basis: number[][] = [];
  for (const column of others) {
    const { rest, share } = remainder(column, basis);
    const length = Math.hypot(...rest);
    if (share > 1e-13) basis.push(rest.map((value) => value / length));
  }
  return columns.reduce((most, column) => Math.max(most, remainder(column, basis).share), 0);
}

function remainder(column: readonly number[], basis: readonly number[][]): { rest: number[]; share: number } {
  const size = Math.max(...column.map(Math.abs));
  if (size === 0) return { rest: [...column], share: 0 };
  let rest = column.map((value) => value / size);
  const length = Math.hypot(...rest);
  for (let pass = 0; pass < 2; pass++)
    for (const unit of basis) {
      const along = unit.reduce((sum, value, i) => sum + value * (rest[i] as number), 0);
      rest = rest.map((value, i) => value - along * (unit[i] as number));
    }
  return { rest, share: Math.hypot(...rest) / length };
}
