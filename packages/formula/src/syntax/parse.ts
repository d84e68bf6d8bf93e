// Text of a formula -> its syntax tree: tokens, the grammar over them, and the search for what is wrong when that
// refuses. Texts are remembered, since a program parses the same few again and again.

import { checkIsText, checkLength, checkTokens } from "../limits.ts";
import { checkParseOptions } from "../parse-arguments.ts";
import type { FormulaNode, OperatorNode } from "./ast.ts";
import { spansToCodePoints } from "./code-points.ts";
import type { Dialect } from "./dialect.ts";
import { syntaxTree } from "./syntax-tree.ts";
import { throwSyntaxError } from "./throw-syntax-error.ts";
import { tokenize } from "./tokens.ts";

/** A formula's trimmed text and its tree, whose root is always `~` with one or two operands. */
export interface Syntax {
  /** The trimmed text that spans of the tree count in. */
  readonly source: string;
  /** The tree; nobody may write to it, since equal texts share one. */
  readonly ast: OperatorNode;
}

const CACHE_SIZE = 100;
const caches: Readonly<Record<Dialect, Map<string, Syntax>>> = { patsy: new Map(), extended: new Map() };

/**
 * Parses a formula.
 *
 * Newlines count as blanks, the ends are trimmed, and an empty formula stands for `~ 1`. A formula is remembered
 * by its text, so parsing one again costs a look-up.
 *
 * @param text - a formula with or without a left side: `y ~ x`, `~ x`, `x`.
 * @param dialect - default `patsy`.
 * @returns the trimmed text and the tree; spans count code points of that text.
 * @throws {@link FormulaError} the code of the first thing that is not syntax, with its span; `limit` for a text
 * or a nesting that is too large; `type` for what is no text.
 */
export function parseSyntax(text: string, dialect: Dialect = "patsy"): Syntax {
  checkIsText(text);
  checkParseOptions("parseSyntax", { dialect });
  const cache = caches[dialect];
  const known = cache.get(text);
  if (known !== undefined) return known;
  const syntax = parseText(text.replace(/[\r\n]/g, " ").trim() || "~ 1", dialect);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, syntax);
  return syntax;
}

function parseText(source: string, dialect: Dialect): Syntax {
  checkLength(source);
  const tokens = tokenize(source, dialect);
  checkTokens(tokens, source);
  const tree = syntaxTree(tokens, source, dialect) ?? throwSyntaxError(tokens, source, dialect);
  return { source, ast: spansToCodePoints(withRoot(tree), source) };
}

function withRoot(node: FormulaNode): OperatorNode {
  if (node.kind === "operator" && node.op === "~") return node;
  return { kind: "operator", op: "~", args: [node], span: node.span };
}
