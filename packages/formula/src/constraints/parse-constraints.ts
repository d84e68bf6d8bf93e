// Linear constraints on coefficients: text -> rows of numbers. `a = b = 2*c, x = 0` are three constraints; one without
// `=` means `= 0`. A tree is parsed by precedence, then worked out as vectors of coefficients with a constant; the long
// way, to the left, is a loop, so that only parentheses and signs take stack.

import { checkOptions } from "../check-options.ts";
import { FormulaError } from "../formula-error.ts";
import { checkIsText, checkLength } from "../limits.ts";
import { NAMES } from "../parse-arguments.ts";
import { placeOfTokens } from "../syntax/code-points.ts";
import * as messages from "./constraint-errors.ts";
import { type BinaryNode, type ConstraintNode, type OperandNode, parseConstraintTokens } from "./constraint-syntax.ts";
import { constraintTokens } from "./constraint-tokens.ts";

/** Constraints `coefs * beta = constants` on the coefficients beta. */
export interface LinearConstraints {
  /** Names of the coefficients: the columns of `coefs`. */
  readonly names: readonly string[];
  /** One row a constraint, each as long as `names`. */
  readonly coefs: readonly (readonly number[])[];
  /** What each row's combination of coefficients is equal to. */
  readonly constants: readonly number[];
}

/**
 * Reads linear constraints.
 *
 * `,` separates constraints, `=` chains them (`a = b = c`: two rows), and `+ - * /`, signs, parentheses and numbers are
 * arithmetic, in that order of precedence. Of names that begin alike the longest one that fits is read; a name may hold
 * any characters but cannot begin with an operator or a parenthesis.
 *
 * @param text - the constraints.
 * @param names - the coefficients' names, in order; of equal names the first counts.
 * @throws {@link FormulaError} `constraint-empty`, `unknown-name`, `bad-character`, `unexpected-operator`,
 *   `missing-operand`, `unexpected-noun`, `unclosed-paren`, `unmatched-close`; `constraint-product`,
 *   `constraint-quotient` for what is not linear, `constraint-constant` for what holds no name, `constraint-nested` for
 *   a constraint inside arithmetic, `constraint-number` for a division by 0; `limit`.
 * @see patsy 0.5.3, `DesignInfo.linear_constraint`: the same rows, and errors at the same places. Here a division by 0
 *   is an error.
 * @example
 * ```ts
 * parseConstraints("x = z, 2*x = 1", ["Intercept", "x", "z"]);
 * // coefs [[0, 1, -1], [0, 2, 0]], constants [0, 1]
 * ```
 */
export function parseConstraints(text: string, names: readonly string[]): LinearConstraints {
  checkIsText(text, "constraint");
  checkLength(text, "constraint");
  checkOptions("parseConstraints", { names }, { names: NAMES }, FormulaError);
  const source = text.replace(/[\t\n\v\f\r]/g, " ");
  const tokens = constraintTokens(text, names, source);
  if (tokens.length === 0) throw messages.constraintEmpty();
  const indexOf = new Map([...names.entries()].reverse().map(([index, name]) => [name, index]));
  const context: Context = { source, indexOf };
  const rows = constraintsOf(evaluate(parseConstraintTokens(tokens, source), context), context);
  return {
    names: [...names],
    coefs: rows.map(({ coefs }) => names.map((_, index) => (coefs.get(index) ?? 0) + 0)),
    // a constant moves to the right of `=`; the sum turns -0 into 0
    constants: rows.map(({ constant }) => -constant + 0),
  };
}

interface Context {
  readonly source: string;
  readonly indexOf: ReadonlyMap<string, number>;
}

/** A linear combination of coefficients, by their index, and a constant. */
interface Sum {
  readonly kind: "sum";
  readonly node: ConstraintNode;
  readonly coefs: Map<number, number>;
  readonly constant: number;
}

/** Constraints, as sums that are 0. Of an equation also its operands, which a chain of `=` compares further. */
interface Rows {
  readonly kind: "rows";
  readonly node: ConstraintNode;
  readonly sums: Sum[];
  readonly operands: { readonly left: Value; readonly right: Value } | null;
}

type Value = Sum | Rows;

function evaluate(node: ConstraintNode, context: Context): Value {
  const spine: BinaryNode[] = [];
  let leftmost = node;
  for (; leftmost.kind === "binary"; leftmost = leftmost.left) spine.push(leftmost);
  let value: Value = operandValue(leftmost, context);
  for (const parent of spine.reverse()) value = combined(parent, value, context);
  return value;
}

function operandValue(node: OperandNode, context: Context): Sum {
  switch (node.kind) {
    case "name":
      return { kind: "sum", node, coefs: new Map([[context.indexOf.get(node.text) as number, 1]]), constant: 0 };
    case "number":
      return { kind: "sum", node, coefs: new Map(), constant: finite(Number(node.text), node, context) };
    case "sign": {
      const factor = node.op === "-" ? -1 : 1;
      return mapped(sumOf(evaluate(node.operand, context), context), (value) => factor * value, node, context);
    }
  }
}

function combined(node: BinaryNode, left: Value, context: Context): Value {
  if (node.op === ",") {
    const sums = constraintsOf(left, context);
    sums.push(...constraintsOf(evaluate(node.right, context), context));
    return { kind: "rows", node, sums, operands: null };
  }
  if (node.op === "=") return equation(node, left, context);
  const first = sumOf(left, context);
  const second = sumOf(evaluate(node.right, context), context);
  switch (node.op) {
    case "+":
      return added(first, second, 1, node, context);
    case "-":
      return added(first, second, -1, node, context);
    case "*": {
      if (hasNames(first) && hasNames(second)) throw messages.productOfNames(placeOfTokens(context.source, node));
      const [sum, factor] = hasNames(second) ? [second, first.constant] : [first, second.constant];
      return mapped(sum, (value) => value * factor, node, context);
    }
    case "/":
      if (hasNames(second)) throw messages.quotientByName(placeOfTokens(context.source, node.right));
      return mapped(first, (value) => value / second.constant, node, context);
  }
}

/**
 * `left = right`. Either may be an equation itself: its rows come first, and its operand next to this `=` is compared.
 * What is wrong is looked for from left to right.
 */
function equation(node: BinaryNode, left: Value, context: Context): Rows {
  const isChain = node.right.kind === "binary" && node.right.op === "=";
  const chained = isChain ? evaluate(node.right, context) : null;
  const first = sumOf(nearOperand(left, "right"), context);
  const right = chained ?? evaluate(node.right, context);
  const second = sumOf(nearOperand(right, "left"), context);
  const difference = added({ ...first, coefs: new Map(first.coefs) }, second, -1, node, context);
  if (!hasNames(difference)) throw messages.nothingConstrained(placeOfTokens(context.source, node));
  const sums = left.kind === "rows" ? left.sums : [];
  sums.push(...(right.kind === "rows" ? right.sums : []), difference);
  return { kind: "rows", node, sums, operands: { left, right } };
}

/** Of an equation its operand on one side; any other value itself. */
function nearOperand(value: Value, side: "left" | "right"): Value {
  return value.kind === "rows" && value.operands !== null ? value.operands[side] : value;
}

/** The value as an operand of arithmetic. */
function sumOf(value: Value, { source }: Context): Sum {
  if (value.kind === "rows") throw messages.constraintInside(placeOfTokens(source, value.node));
  return value;
}

/** The value as constraints: a sum alone is 0. */
function constraintsOf(value: Value, { source }: Context): Sum[] {
  if (value.kind === "rows") return value.sums;
  if (!hasNames(value)) throw messages.nothingConstrained(placeOfTokens(source, value.node));
  return [value];
}

function hasNames({ coefs }: Sum): boolean {
  for (const coef of coefs.values()) if (coef !== 0) return true;
  return false;
}

/** Adds to the first sum, which nobody else holds: a long sum is then worked out in proportion to its length. */
function added(first: Sum, second: Sum, sign: 1 | -1, node: BinaryNode, context: Context): Sum {
  const constant = finite(first.constant + sign * second.constant, node, context);
  for (const [index, coef] of second.coefs) {
    first.coefs.set(index, finite((first.coefs.get(index) ?? 0) + sign * coef, node, context));
  }
  return { ...first, node, constant };
}

function mapped(sum: Sum, change: (value: number) => number, node: ConstraintNode, context: Context): Sum {
  const coefs = [...sum.coefs].map(([index, coef]) => [index, finite(change(coef), node, context)] as const);
  return { kind: "sum", node, coefs: new Map(coefs), constant: finite(change(sum.constant), node, context) };
}

function finite(value: number, node: ConstraintNode, { source }: Context): number {
  if (!Number.isFinite(value)) throw messages.numberOutOfRange(placeOfTokens(source, node));
  return value;
}
