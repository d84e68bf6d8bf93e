// Where things stand in a formula: a variable inside a factor, a term as a whole.
import { type Expression, operands, quotedName, type Span, type Term } from "@mixedlm/formula";

/** The first part of an expression that names a column; null when there is none, or only in a call of `except`. */
export function nodeNaming(
  name: string,
  expression: Expression,
  except: ReadonlySet<string> = new Set(),
): Expression | null {
  const pending: Expression[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "call" && except.has(node.function)) continue;
    const quoted = quotedName(node);
    const found = quoted ?? (node.kind === "name" ? node.name : null);
    if (found !== null && (found === name || found.normalize("NFKC") === name)) return node;
    if (quoted === null) pending.push(...operands(node).reverse());
  }
  return null;
}

/** From the first to the last of a term's factors; null for the intercept, which need not be written. */
export function spanOfTerm({ factors }: Term): Span | null {
  if (factors.length === 0) return null;
  const starts = factors.map(({ span }) => span[0]);
  const ends = factors.map(({ span }) => span[1]);
  return [Math.min(...starts), Math.max(...ends)];
}
