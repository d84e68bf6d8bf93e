// The operators of a formula once more, by brute force over plain sets, to compare `expand` with. A term is the sorted
// text of its factors, a value a set of terms and what was said of the intercept; null is a formula that is refused.
import type { FormulaNode } from "../src/index.ts";

type Terms = ReadonlySet<string>;
type Value = { readonly terms: Terms; readonly intercept: "not mentioned" | "kept" | "removed" } | null;

const value = (terms: Iterable<string>, intercept: "not mentioned" | "kept" | "removed" = "not mentioned"): Value => ({
  terms: new Set(terms),
  intercept,
});
const union = (a: string, b: string): string =>
  [...new Set([...a.split(":"), ...b.split(":")])]
    .filter((name) => name !== "")
    .sort()
    .join(":");
const products = (left: Terms, right: Terms): string[] => [...left].flatMap((a) => [...right].map((b) => union(a, b)));

/** The terms of a right side, `1` among them when it has an intercept; null when it is refused. */
export function termsByBruteForce(node: FormulaNode): Terms | null {
  const result = evaluate(node);
  if (result === null) return null;
  return new Set(result.intercept === "removed" ? result.terms : ["1", ...result.terms]);
}

function evaluate(node: FormulaNode): Value {
  if (node.kind === "factor") return value([node.text]);
  if (node.kind === "one") return value([], "kept");
  if (node.kind === "zero") return value([], "removed");
  if (node.kind !== "operator") return null;
  const [first, second] = node.args;
  if (first === undefined) return null;
  return second === undefined ? prefixed(node.op, first) : binary(node.op, first, second);
}

function prefixed(op: string, operand: FormulaNode): Value {
  if (op === "+") return evaluate(operand);
  if (op !== "-" || (operand.kind !== "one" && operand.kind !== "zero")) return null;
  return value([], operand.kind === "one" ? "removed" : "kept");
}

function binary(op: string, leftNode: FormulaNode, rightNode: FormulaNode): Value {
  const left = evaluate(leftNode);
  if (op === "**") return left && power(left, rightNode);
  const right = evaluate(rightNode);
  if (left === null || right === null) return null;
  if (op === "+") {
    const isZero = rightNode.kind === "zero";
    const state = isZero ? "removed" : right.intercept === "kept" ? "kept" : left.intercept;
    return value([...left.terms, ...right.terms], state);
  }
  if (op === "-") {
    const remaining = [...left.terms].filter((term) => !right.terms.has(term));
    if (rightNode.kind === "zero") return value(remaining, "kept");
    return value(remaining, right.intercept === "kept" ? "removed" : left.intercept);
  }
  if (left.intercept === "kept" || right.intercept === "kept") return null;
  if (op === ":") return value(products(left.terms, right.terms));
  if (op === "*") return value([...left.terms, ...right.terms, ...products(left.terms, right.terms)]);
  const outer = new Set([[...left.terms].reduce(union, "")]);
  return op === "/" ? value([...left.terms, ...products(outer, right.terms)]) : null;
}

function power(left: NonNullable<Value>, exponent: FormulaNode): Value {
  if (left.intercept === "kept" || !("text" in exponent) || !/^[1-9]$/.test(exponent.text)) return null;
  let all = left.terms;
  for (let n = 1; n < Number(exponent.text); n++) all = new Set([...all, ...products(left.terms, all)]);
  return value(all);
}
