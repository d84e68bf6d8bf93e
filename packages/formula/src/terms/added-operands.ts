// What is simply added at the top of a formula's right side: there, and nowhere else, random terms and offsets stand.
import type { FormulaNode } from "../syntax/ast.ts";

/**
 * Lists the operands that are added at the top of a formula's right side, left to right.
 *
 * Parentheses around a sum change nothing. What an operand holds, and what is subtracted, crossed or nested, is not
 * looked at: nothing in there is added by itself.
 */
export function addedOperands(right: FormulaNode): Exclude<FormulaNode, { kind: "operator" }>[] {
  const operands: Exclude<FormulaNode, { kind: "operator" }>[] = [];
  const pending = [right];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind !== "operator") operands.push(node);
    else if (node.op === "+") pending.push(...[...node.args].reverse());
    else if (node.op === "-" && node.args.length === 2) pending.push(...node.args.slice(0, 1));
  }
  return operands;
}
