// Whether two factors are the same but for the way they are written. Names decide what is one factor in a formula, so
// `I(x + z)` and `I(z + x)` make two columns; here the tree is spelt in one way whatever the words were.
import { type CallExpression, type Expression, type Factor, quotedName } from "@mixedlm/formula";
import type { Table } from "../table/table.ts";

/** Operators whose operands can change places. */
const COMMUTATIVE: ReadonlySet<string> = new Set(["+", "*", "&", "|", "==", "!="]);

/** Spells a factor in a way that is the same for all its spellings. */
export function meaningKey({ expression }: Pick<Factor, "expression">, table: Table): string {
  const key = (node: Expression): string => {
    const quoted = quotedName(node);
    if (quoted !== null) return nameKey(quoted);
    switch (node.kind) {
      case "name":
        return nameKey(node.name);
      case "number":
        return String(node.value);
      case "string":
        return JSON.stringify(node.value);
      case "list":
      case "tuple":
        return `[${node.items.map(key).join(",")}]`;
      case "unary":
        return node.op === "+" ? key(node.operand) : `${node.op}(${key(node.operand)})`;
      case "binary": {
        const operands = [key(node.left), key(node.right)];
        return `(${(COMMUTATIVE.has(node.op) ? operands.sort() : operands).join(node.op)})`;
      }
      case "call": {
        const [inner] = node.args;
        if (inner !== undefined && addsNothing(node, inner, table)) return key(inner);
        const keywords = node.keywords.map(({ name, value }) => `${name}=${key(value)}`).sort();
        return `${node.function}(${[...node.args.map(key), ...keywords].join(",")})`;
      }
    }
  };
  return key(expression);
}

function nameKey(name: string): string {
  return JSON.stringify([name]);
}

/** Whether a call stands for its argument: `I(...)`, and `C(a)` of what is a category already. */
function addsNothing(call: CallExpression, inner: Expression, table: Table): boolean {
  if (call.args.length > 1 || call.keywords.length > 0) return false;
  if (call.function === "I") return true;
  const name = quotedName(inner) ?? (inner.kind === "name" ? inner.name : null);
  if (call.function !== "C" || name === null || !table.has(name)) return false;
  const column = table.column(name);
  return column.kind !== "numeric" || column.type === "bool";
}
