// A formula's tree -> its text, with the fewest parentheses, so that parsing the text gives the tree again. A sign and
// a prefix `~` reach as far to the right as they can, so what follows a node decides, beside what it stands in,
// whether it needs parentheses.
import type { BarNode, FormulaNode, FormulaOperator, OperatorNode } from "./ast.ts";

type Binding = { readonly level: number; readonly text: string };

const BINARY: Readonly<Record<FormulaOperator, Binding>> = {
  "~": { level: 1, text: " ~ " },
  "+": { level: 2, text: " + " },
  "-": { level: 2, text: " - " },
  "*": { level: 3, text: "*" },
  "/": { level: 3, text: "/" },
  "%in%": { level: 4, text: " %in% " },
  ":": { level: 5, text: ":" },
  "**": { level: 6, text: "**" },
};
/** What stands on either side of a bar. */
const SUM = BINARY["+"].level;
/** Loosest level of a prefix operator's operand; an operator of that level or tighter, if it follows, would go in. */
const REACH = { "~": SUM, "+": BINARY["*"].level, "-": BINARY["*"].level } as const;

/**
 * Writes a formula.
 *
 * @param ast - a tree of either dialect, as `parseSyntax` makes it; its spans are not looked at.
 * @returns text that `parseSyntax` reads, in the same dialect, as the same tree up to spans.
 * @example
 * ```ts
 * printSyntax(parseSyntax("y~((a))+(b*c)**2").ast); // "y ~ a + (b*c)**2"
 * ```
 */
export function printSyntax(ast: FormulaNode): string {
  return print(ast, 0, 0);
}

/**
 * Writes a node.
 *
 * @param loosest - the level from which on an operator here needs no parentheses.
 * @param next - the level of the operator that follows; 0 when none does, or a bracket.
 */
function print(node: FormulaNode, loosest: number, next: number): string {
  const pending: { readonly node: OperatorNode; readonly isWrapped: boolean; readonly next: number }[] = [];
  let leftmost = node;
  let context = { loosest, next };
  while (leftmost.kind === "operator" && leftmost.args.length === 2) {
    const { level } = BINARY[leftmost.op];
    const isWrapped = level < context.loosest;
    pending.push({ node: leftmost, isWrapped, next: isWrapped ? 0 : context.next });
    leftmost = leftmost.args[0] as FormulaNode;
    context = { loosest: level, next: level };
  }
  let text = printOperand(leftmost, context.next);
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { level, text: operator } = BINARY[step.node.op];
    text = `${text}${operator}${print(step.node.args[1] as FormulaNode, level + 1, step.next)}`;
    if (step.isWrapped) text = `(${text})`;
  }
  return text;
}

function printOperand(node: FormulaNode, next: number): string {
  switch (node.kind) {
    case "operator":
      return printPrefix(node, next);
    case "bar":
      return printBar(node);
    case "dot":
      return ".";
    default:
      return node.text;
  }
}

function printBar({ left, op, group, structure }: BarNode): string {
  const hom = structure === null || structure.hom === null ? "" : `, hom = ${structure.hom ? "TRUE" : "FALSE"}`;
  return `${structure?.name ?? ""}(${print(left, SUM, 0)} ${op} ${print(group, SUM, 0)}${hom})`;
}

function printPrefix(node: OperatorNode, next: number): string {
  const op = node.op as keyof typeof REACH;
  const isWrapped = next >= REACH[op];
  const text = `${op === "~" ? "~ " : op}${print(node.args[0] as FormulaNode, REACH[op], isWrapped ? 0 : next)}`;
  return isWrapped ? `(${text})` : text;
}
