// `offset(expression)` of the extended dialect: a known part of the response's mean, whose coefficient is one. It is no
// term: it is taken from the right side where it is simply added, as R does, and refused everywhere else.

import * as errors from "../errors.ts";
import type { CallExpression, Expression, FactorNode, FormulaNode } from "../syntax/ast.ts";
import { type Factor, operands } from "./terms.ts";

/** The name that the dialect gives the call in the tree. */
const OFFSET = "extended.offset";

/** Tells whether a part of a formula is an offset. */
export function isOffset(node: FormulaNode): node is FactorNode {
  return node.kind === "factor" && node.expression.kind === "call" && node.expression.function === OFFSET;
}

/**
 * Makes the factor of an offset: its argument, under the argument's own name.
 *
 * @param source - the text of the formula, for errors.
 * @throws {@link FormulaError} `offset` for none or several arguments, for one with a name, and for an offset in it.
 */
export function offsetFactor({ text, expression, span }: FactorNode, source: string): Factor {
  const { args, keywords } = expression as CallExpression;
  const [of] = args;
  if (of === undefined || args.length + keywords.length > 1) throw errors.offsetArguments({ source, span });
  checkNoOffset(of, source);
  // the call is spelled canonically, so what stands between its parentheses is the argument's canonical spelling
  const name = text.slice(text.indexOf("(") + 1, -1).replace(/, ?$/, "");
  return { name, expression: of, span: of.span };
}

/**
 * Checks that there is no offset in an expression, nor is it one.
 *
 * @throws {@link FormulaError} `offset`, at the call.
 */
export function checkNoOffset(expression: Expression, source: string): void {
  const pending = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "call" && node.function === OFFSET) throw errors.offsetNotAdded({ source, span: node.span });
    pending.push(...operands(node));
  }
}
