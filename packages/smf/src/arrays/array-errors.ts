// Messages about the arrays that a model is made of, and about subsets of rows.
import { shownValue } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";

/** Something else than an array where one is expected. */
export function arrayType(what: string, found: unknown): SmfError {
  const text = `${what} is ${shownValue(found)}, expected an array of numbers, an array of rows, a Series, a Frame or a table`;
  return new SmfError("array-type", text, { what });
}

/** An array without rows. */
export function arrayEmpty(what: string): SmfError {
  return new SmfError("array-empty", `${what} has no rows; give one for each observation`, { what });
}

/** Rows of different lengths; `found` is null where a row is no array at all. */
export function arrayRagged(what: string, width: number, row: number, found: number | null): SmfError {
  const other = found === null ? "is no array" : `has ${found}`;
  const text = `${what} has ${width} entries in row 0, but row ${row} ${other}; give every row the same columns`;
  return new SmfError("array-ragged", text, { what, width, row, found });
}

/** A value that is no number. */
export function arrayValue(what: string, value: unknown, row: number, column?: string | number): SmfError {
  const of = column === undefined ? "" : ` of column ${typeof column === "string" ? `\`${column}\`` : column}`;
  const text = `${what} is ${shownValue(value)} in row ${row}${of} (counted from 0), expected a number; code categories as columns, or use a formula`;
  return new SmfError("array-value", text, { what, row, column: column ?? null });
}

/** Arrays of one model that do not have the same number of rows. */
export function arrayLength(what: string, length: number, expected: number): SmfError {
  const text = `${what} has ${length} rows, but endog has ${expected}; give one row for each observation`;
  return new SmfError("array-length", text, { what, length, expected });
}

/** More or fewer columns than can be. */
export function arrayWidth(what: string, columns: number, expected: string): SmfError {
  const text = `${what} has ${columns} ${columns === 1 ? "column" : "columns"}, expected ${expected}`;
  return new SmfError("array-width", text, { what, columns });
}

/** Series and frames of one model whose rows have different labels. */
export function indexNotAligned(what: string, row: number, found: unknown, expected: unknown): SmfError {
  const text = `The indices for endog and exog are not aligned: row ${row} is ${shownValue(expected)} in endog and ${shownValue(found)} in ${what}; reorder them, or give arrays without labels`;
  return new SmfError("not-aligned", text, { what, row, found, expected });
}

/** Missing values in arrays, counted by array or column. */
export function missingInArrays(counts: ReadonlyMap<string, number>, rows: number, total: number): SmfError {
  const where = [...counts].map(([name, n]) => `${name} in ${n}`).join(", ");
  const lack = rows === 1 ? "lacks" : "lack";
  const rest = rows === total ? "no row is complete" : `${rows} of ${total} rows ${lack} a value`;
  const fix = rows === total ? "" : '; drop them with missing: "drop", or fill them in';
  return new SmfError("missing-values", `${rest} (${where})${fix}`, {
    counts: Object.fromEntries(counts),
    rows,
    total,
  });
}

/** An infinite number in an array. */
export function notFinite(what: string, row: number, value: number): SmfError {
  const text = `${what} contains inf: ${value} in row ${row} (counted from 0); every number has to be finite`;
  return new SmfError("not-finite", text, { what, row, value });
}

/** A variance component whose matrices do not go with the groups. */
export function componentMatrix(name: string, wrong: string, data: Readonly<Record<string, unknown>>): SmfError {
  return new SmfError("component-matrix", `variance component \`${name}\` ${wrong}`, { name, ...data });
}

/** A subset of a kind that selects nothing. */
export function subsetType(found: unknown): SmfError {
  const text = `subset is ${shownValue(found)}, expected truth values (one for each row), row numbers, a function of a row, or an expression such as "(Time > 3) & (Pig == 4601)"`;
  return new SmfError("subset-type", text);
}

/** Truth values of a subset that are not one for each row. */
export function subsetLength(length: number, rows: number): SmfError {
  const text = `subset has ${length} truth values, but the table has ${rows} rows; give one for each row`;
  return new SmfError("subset-length", text, { length, rows });
}

/** A row number of a subset that the table does not have, or has been given before. */
export function subsetPosition(position: unknown, rows: number, isTwice: boolean): SmfError {
  const wrong = isTwice ? "twice" : `which is no row: they are whole numbers from 0 to ${rows - 1}`;
  return new SmfError("subset-position", `subset has ${shownValue(position)}${isTwice ? " " : ", "}${wrong}`, {
    position,
    rows,
  });
}

/** A subset that leaves no row. */
export function subsetEmpty(rows: number): SmfError {
  return new SmfError("subset-empty", `subset selects none of the ${rows} rows; at least one has to stay`, { rows });
}

/** An expression of a subset that has other values than truth values. */
export function subsetExpression(expression: string): SmfError {
  const text = `subset \`${expression}\` gives no truth values; compare something, such as "Time > 3", and put parentheses around parts joined by & or |`;
  return new SmfError("subset-expression", text, { expression });
}
