// Pieces of syntax that say what a function learnt: numbers, lists of them, and a call with its arguments by name.
// They stand where the call stood, so that whatever is wrong on other rows is shown in the text that people wrote.
import type { CallExpression, Expression, Span } from "@mixedlm/formula";

/** Writes a number. */
export function numberNode(value: number, span: Span, isInteger = false): Expression {
  return { kind: "number", value, isInteger, span };
}

/** Writes a list of numbers. */
export function listNode(values: Iterable<number>, span: Span): Expression {
  return { kind: "list", items: Array.from(values, (value) => numberNode(value, span)), span };
}

/** Writes rows of numbers as a list of lists. */
export function rowsNode(rows: readonly (readonly number[])[], span: Span): Expression {
  return { kind: "list", items: rows.map((row) => listNode(row, span)), span };
}

/**
 * Writes a call of the same function with other arguments.
 *
 * @param args - by position.
 * @param keywords - by name, undefined where there is none; truth values are written as 1 and 0, which no column of
 * the table can be called.
 */
export function frozenCall(
  call: CallExpression,
  args: readonly Expression[],
  keywords: Readonly<Record<string, Expression | undefined>>,
): Expression {
  const given = Object.entries(keywords).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, span: call.span }],
  );
  return { ...call, args, keywords: given };
}
