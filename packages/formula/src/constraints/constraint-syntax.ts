// The tree of a text of linear constraints: tokens joined by precedence. `,` binds least, then `=`, sums and products;
// all from the left. Only parentheses and signs nest, so only they are counted against the limit.

import type { Place } from "../formula-error.ts";
import { LIMITS } from "../limits.ts";
import { type Offsets, placeOfTokens } from "../syntax/code-points.ts";
import { parenthesisNotClosed, parenthesisNotOpened } from "../syntax/syntax-errors.ts";
import * as messages from "./constraint-errors.ts";
import type { ConstraintToken } from "./constraint-tokens.ts";

/** Two operands and what joins them. Offsets cover both, and parentheses around them. */
export interface BinaryNode extends Offsets {
  readonly kind: "binary";
  readonly op: "," | "=" | "+" | "-" | "*" | "/";
  readonly left: ConstraintNode;
  readonly right: ConstraintNode;
}

/** What has no two operands: a name, a number, or a signed node. */
export type OperandNode = Offsets &
  (
    | { readonly kind: "name" | "number"; readonly text: string }
    | { readonly kind: "sign"; readonly op: "+" | "-"; readonly operand: ConstraintNode }
  );

/** A node of the tree, with the part of the text it came from. */
export type ConstraintNode = BinaryNode | OperandNode;

const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  [",", 1],
  ["=", 2],
  ["+", 3],
  ["-", 3],
  ["*", 4],
  ["/", 4],
]);
/** A sign takes all that binds tighter than a sum: `-x*z` is `-(x*z)`. */
const SIGN_PRECEDENCE = 4;

/** How far the parser has come. */
interface Reading {
  readonly tokens: readonly ConstraintToken[];
  readonly source: string;
  at: number;
}

/**
 * Parses tokens.
 *
 * @param tokens - at least one.
 * @param source - their text.
 * @throws {@link FormulaError} for the first token out of place; `limit` for the nesting.
 */
export function parseConstraintTokens(tokens: readonly ConstraintToken[], source: string): ConstraintNode {
  const reading: Reading = { tokens, source, at: 0 };
  const node = parseBinary(reading, 1, 0);
  const rest = tokens[reading.at];
  if (rest !== undefined) throw parenthesisNotOpened(placeOfTokens(source, rest));
  return node;
}

/** Reads operands joined by operators of at least a precedence. It ends before a `)` or at the end of the text. */
function parseBinary(reading: Reading, lowest: number, depth: number): ConstraintNode {
  let left = parseOperand(reading, depth);
  for (let token = reading.tokens[reading.at]; token !== undefined; token = reading.tokens[reading.at]) {
    const precedence = token.kind === "operator" ? PRECEDENCE.get(token.text) : undefined;
    if (precedence === undefined) {
      if (token.text === ")") break;
      throw messages.constraintOperatorExpected(placeOfTokens(reading.source, token), token.text);
    }
    if (precedence < lowest) break;
    reading.at += 1;
    const right = parseBinary(reading, precedence + 1, depth);
    const op = token.text as BinaryNode["op"];
    left = { kind: "binary", op, left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseOperand(reading: Reading, depth: number): ConstraintNode {
  const { source, tokens } = reading;
  const token = tokens[reading.at];
  if (token === undefined) throw messages.nounMissing(placeOfTokens(source, tokens.at(-1) as ConstraintToken), null);
  const place = (): Place => placeOfTokens(source, token);
  if (depth > LIMITS.nesting) throw messages.constraintTooDeep(place(), LIMITS.nesting);
  reading.at += 1;
  if (token.kind !== "operator") return { kind: token.kind, text: token.text, start: token.start, end: token.end };
  switch (token.text) {
    case "+":
    case "-": {
      const operand = parseBinary(reading, SIGN_PRECEDENCE, depth + 1);
      return { kind: "sign", op: token.text, operand, start: token.start, end: operand.end };
    }
    case "(": {
      const inner = parseBinary(reading, 1, depth + 1);
      const close = tokens[reading.at];
      if (close === undefined) throw parenthesisNotClosed(place());
      reading.at += 1;
      return { ...inner, start: token.start, end: close.end };
    }
    case ")":
      throw messages.nounMissing(place(), ")");
    default:
      throw messages.nounExpected(place(), token.text);
  }
}
