// An embedded expression's tree -> its text, with the fewest parentheses. How a language spells operators, atoms and
// calls comes in as a record, so that Python's spelling, which formulas have, and those of other languages are one
// walk.
import type { BinaryExpression, Expression, ExpressionOperator, UnaryExpression } from "./ast.ts";

/** How a language writes an operator; a higher level binds tighter. */
export interface OperatorSpelling {
  readonly text: string;
  readonly level: number;
  /** Loosest level of an operand that stands on the left, and on the right, without parentheses. */
  readonly left: number;
  readonly right: number;
}

/** How a language writes expressions. Each function may throw where the language has no such thing. */
export interface ExpressionSpelling {
  /** Null where the language has a function for it, which `atom` then writes. */
  readonly binary: (node: BinaryExpression) => OperatorSpelling | null;
  /** `right` is the loosest level of the operand. */
  readonly unary: (node: UnaryExpression) => Omit<OperatorSpelling, "left">;
  /** Anything else. `print` writes an expression that stands between brackets or commas. */
  readonly atom: (node: Expression, print: (node: Expression) => string) => string;
}

/**
 * Writes an expression.
 *
 * @param node - the tree; its spans are not looked at.
 * @param spelling - the language; without it that of formulas, which is Python's.
 * @returns text for inside brackets: outside, `+ - * / : **` belong to the formula.
 */
export function printExpression(node: Expression, spelling: ExpressionSpelling = PYTHON): string {
  return print(node, 0, spelling);
}

/** Walks down the left operands in a loop, since a long sum is a deep tree. */
function print(node: Expression, loosest: number, spelling: ExpressionSpelling): string {
  const pending: { operator: OperatorSpelling; right: Expression; isWrapped: boolean }[] = [];
  let leftmost = node;
  let due = loosest;
  while (leftmost.kind === "binary") {
    const operator = spelling.binary(leftmost);
    if (operator === null) break;
    pending.push({ operator, right: leftmost.right, isWrapped: operator.level < due });
    due = operator.left;
    leftmost = leftmost.left;
  }
  let text = leftmost.kind === "unary" ? printUnary(leftmost, due, spelling) : printAtom(leftmost, spelling);
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { operator, right, isWrapped } = step;
    text = `${text}${operator.text}${print(right, operator.right, spelling)}`;
    if (isWrapped) text = `(${text})`;
  }
  return text;
}

function printUnary(node: UnaryExpression, loosest: number, spelling: ExpressionSpelling): string {
  const { text, level, right } = spelling.unary(node);
  const printed = `${text}${print(node.operand, right, spelling)}`;
  return level < loosest ? `(${printed})` : printed;
}

function printAtom(node: Expression, spelling: ExpressionSpelling): string {
  return spelling.atom(node, (inner) => print(inner, 0, spelling));
}

/** An operator whose chains group to the left. */
export function leftOperator(text: string, level: number): OperatorSpelling {
  return { text: ` ${text} `, level, left: level, right: level + 1 };
}

/** An operator of which two in a row need parentheses. */
function loneOperator(text: string, level: number): OperatorSpelling {
  return { text: ` ${text} `, level, left: level + 1, right: level + 1 };
}

const SIGN = 6;
const PYTHON_OPERATORS: Readonly<Record<ExpressionOperator, OperatorSpelling>> = {
  "<": loneOperator("<", 1),
  "<=": loneOperator("<=", 1),
  ">": loneOperator(">", 1),
  ">=": loneOperator(">=", 1),
  "==": loneOperator("==", 1),
  "!=": loneOperator("!=", 1),
  "|": leftOperator("|", 2),
  "&": leftOperator("&", 3),
  "+": leftOperator("+", 4),
  "-": leftOperator("-", 4),
  "*": leftOperator("*", 5),
  "/": leftOperator("/", 5),
  "//": leftOperator("//", 5),
  "%": leftOperator("%", 5),
  "**": { text: " ** ", level: SIGN + 1, left: SIGN + 2, right: SIGN },
};

/** Python's spelling, as far as formulas have it. */
export const PYTHON: ExpressionSpelling = {
  binary: ({ op }) => PYTHON_OPERATORS[op],
  unary: ({ op }) => ({ text: op, level: SIGN, right: SIGN }),
  atom: (node, print) => {
    switch (node.kind) {
      case "name":
        return node.name;
      case "number":
        return numberText(node.value, node.isInteger);
      case "string":
        return pythonString(node.value);
      case "list":
        return `[${node.items.map(print).join(", ")}]`;
      case "tuple":
        return `(${node.items.map(print).join(", ")}${node.items.length === 1 ? "," : ""})`;
      case "call": {
        const keywords = node.keywords.map(({ name, value }) => `${name}=${print(value)}`);
        return `${node.function}(${[...node.args.map(print), ...keywords].join(", ")})`;
      }
      default:
        return print(node);
    }
  },
};

/** Digits that read back as the same number, of the same kind. */
export function numberText(value: number, isInteger: boolean): string {
  if (value === Number.POSITIVE_INFINITY) return isInteger ? `1${"0".repeat(309)}` : "1e999";
  if (isInteger) return BigInt(value).toString();
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

// A lone surrogate is a code point of its own under the flag `u`, and would not survive being written as UTF-8.
const ESCAPED = /[\\'\p{Cc}\p{Cs}]/gu;

/** A string in quotes, as Python and formulas read it. */
function pythonString(value: string): string {
  return `'${value.replace(ESCAPED, escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\\" || character === "'") return `\\${character}`;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
