// A column of the table as a formula names it: found as spelt or in Python's normal form, and what is wrong with its
// values is said where the name stands.

import type { Expression, Place, Span } from "@mixedlm/formula";
import { DesignError } from "../errors.ts";
import { nodeNaming } from "../places.ts";
import type { Column } from "./column.ts";
import type { Table } from "./table.ts";

/** The column that a name means: the one called so or, as in Python, the one called by the name's normal form. */
export function columnName(name: string, table: Table): string {
  const normal = name.normalize("NFKC");
  return !table.has(name) && table.has(normal) ? normal : name;
}

/**
 * Reads a column.
 *
 * @param at - where it is named.
 * @throws {@link DesignError} what the table's `column` throws, with the place.
 */
export function namedColumn(name: string, table: Table, at: Place): Column {
  try {
    return table.column(name);
  } catch (error) {
    const isWithoutPlace = error instanceof DesignError && error.span === null;
    throw isWithoutPlace ? new DesignError(error.code, error.message, error.data, at) : error;
  }
}

/** Finds where an expression names a column; the whole expression when it does not. */
export function spanOfName(name: string, expression: Expression): Span {
  const node = nodeNaming(name, expression) ?? expression;
  return node.kind === "call" ? (node.args[0] ?? node).span : node.span;
}
