// The package's one error class, and how an error is drawn: its text, the formula, and carets under the place.

import type { OptionErrorCode } from "./option-errors.ts";
import type { Span } from "./syntax/ast.ts";
import { LONGEST_MESSAGE, shortMessage } from "./words/short-message.ts";

/** What went wrong, as a stable word. */
export type FormulaErrorCode =
  | "unclosed-string"
  | "bad-character"
  | "comment"
  | "unclosed-paren"
  | "unmatched-close"
  | "unclosed-bracket"
  | "unmatched-bracket"
  | "missing-operand"
  | "missing-operator"
  | "unexpected-operator"
  | "unexpected-noun"
  | "tilde"
  | "number"
  | "power"
  | "intercept-interaction"
  | "unary-minus"
  | "not-patsy-syntax"
  | "arguments"
  | "type"
  | "categorical"
  | "rows"
  | "forbidden"
  | "sides"
  | "no-random-terms"
  | "random-term"
  | "offset"
  | "dot"
  | "unknown-name"
  | "constraint-empty"
  | "constraint-product"
  | "constraint-quotient"
  | "constraint-constant"
  | "constraint-nested"
  | "constraint-number"
  | "limit"
  | "untranslatable"
  | "not-a-model"
  | OptionErrorCode;

/** A part of a formula: the trimmed text, and which of its code points. */
export interface Place {
  /** The trimmed text. */
  readonly source: string;
  /** Half-open range in code points of `source`. */
  readonly span: Span;
}

/** A formula that cannot be read. `message` holds the text, the formula with carets below it, and the hint. */
export class FormulaError extends Error {
  /** `FormulaError`. */
  override readonly name: string = "FormulaError";
  /** Which rule was broken; stable. */
  readonly code: FormulaErrorCode;
  /** The values that the text speaks of. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The place of the error, a half-open range in code points of `source`; null when it has none. */
  readonly span: Span | null;
  /** The trimmed text that `span` counts in, or null. */
  readonly source: string | null;
  /** One thing to try, or null. */
  readonly hint: string | null;

  /** Puts the message together; what is drawn and hinted at is bounded, and the text gets what they leave. */
  constructor(
    code: FormulaErrorCode,
    text: string,
    data: Readonly<Record<string, unknown>> = {},
    place: Place | null = null,
    hint: string | null = null,
  ) {
    const after = place === null ? [] : [underline(place.source, place.span)];
    if (hint !== null) after.push(`hint: ${shortMessage(hint, LONGEST_HINT)}`);
    const left = LONGEST_MESSAGE - after.join("\n").length;
    super([shortMessage(text, Math.max(left, SHORTEST_TEXT)), ...after].join("\n"));
    this.code = code;
    this.data = data;
    this.span = place?.span ?? null;
    this.source = place?.source ?? null;
    this.hint = hint;
  }
}

const LONGEST_HINT = 150;
const SHORTEST_TEXT = 120;

const INDENT = "    ";
const WIDEST = 120;
const BEFORE = 40;

/**
 * Draws carets under a part of a text: two indented lines, as patsy draws them.
 *
 * @param source - one line of text. Of more than 120 characters only the neighbourhood of the span is drawn.
 * @param span - half-open range in code points; an empty one gets one caret.
 */
export function underline(source: string, span: Span): string {
  const characters = [...source];
  const isLong = characters.length > WIDEST;
  const from = isLong ? Math.max(0, Math.min(span[0] - BEFORE, characters.length - WIDEST)) : 0;
  const to = isLong ? from + WIDEST : characters.length;
  const head = from > 0 ? "..." : "";
  const tail = to < characters.length ? "..." : "";
  const carets = "^".repeat(Math.max(1, Math.min(span[1], to) - span[0]));
  const margin = " ".repeat(head.length + span[0] - from);
  return `${INDENT}${head}${characters.slice(from, to).join("")}${tail}\n${INDENT}${margin}${carets}`;
}
