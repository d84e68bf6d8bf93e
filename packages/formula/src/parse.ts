// Text of a formula -> its syntax tree. The one file that knows Ohm: the grammar stands in `grammar.ohm`, compiled
// to `grammar.ohm-bundle.js` by the package's script `grammar`, so nothing is compiled or evaluated at run time.
// Every action below makes one record; meaning and legality of operators are left to `expand.ts`.
import type { Node, NonterminalNode } from "ohm-js";
import type {
  Expression,
  ExpressionOperator,
  FormulaNode,
  FormulaOperator,
  KeywordArgument,
  OperatorNode,
  Span,
} from "./ast.ts";
import { spell } from "./canonical.ts";
import { placeOfTokens, spansToCodePoints } from "./code-points.ts";
import { expressionTooLong } from "./errors.ts";
import type { Place } from "./formula-error.ts";
import grammar from "./grammar.ohm-bundle.js";
import { checkLength, checkTokens, hasTooManyOperators, LIMITS } from "./limits.ts";
import { numberValue, stringValue } from "./literals.ts";
import { throwSyntaxError } from "./syntax-error.ts";
import { isWrong, tokenize } from "./tokens.ts";

/** A formula's trimmed text and its tree, whose root is always `~` with one or two operands. */
export interface Syntax {
  readonly source: string;
  readonly ast: OperatorNode;
}

const CACHE_SIZE = 100;
const cache = new Map<string, Syntax>();

/**
 * Parses a formula.
 *
 * Newlines count as blanks, the ends are trimmed, and an empty formula stands for `~ 1`. A formula is remembered
 * by its text, so parsing one again costs a look-up.
 *
 * @param text - a formula with or without a left side: `y ~ x`, `~ x`, `x`.
 * @returns the trimmed text and the tree; spans count code points of that text.
 * @throws {@link FormulaError} the code of the first thing that is not syntax, with its span; `limit` for a text
 * or a nesting that is too large.
 */
export function parseSyntax(text: string): Syntax {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const syntax = parseText(text.replace(/[\r\n]/g, " ").trim() || "~ 1");
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, syntax);
  return syntax;
}

function parseText(source: string): Syntax {
  checkLength(source);
  const tokens = tokenize(source);
  checkTokens(tokens, source);
  const match = grammar.match(source);
  if (tokens.some(isWrong) || match.failed()) throwSyntaxError(tokens, source);
  return { source, ast: spansToCodePoints(withRoot(semantics(match).formula()), source) };
}

function withRoot(node: FormulaNode): OperatorNode {
  if (node.kind === "operator" && node.op === "~") return node;
  return { kind: "operator", op: "~", args: [node], span: node.span };
}

const semantics = grammar.createSemantics();

semantics.addOperation<FormulaNode>("formula", {
  Sides: formulaChain,
  Sum: formulaChain,
  Product: formulaChain,
  Interaction: formulaChain,
  Power: formulaChain,
  Primary_tilde: formulaPrefix,
  Primary_sign: formulaPrefix,
  Primary_group(_open, sides, _close) {
    return { ...sides.formula(), span: spanOf(this) };
  },
  Factor(relation) {
    const tokens = tokenize(this.sourceString);
    if (hasTooManyOperators(tokens)) throw expressionTooLong(placeOf(this), LIMITS.operators);
    return atom(relation.expression(), spell(tokens), spanOf(this));
  },
});

semantics.addOperation<Expression>("expression", {
  Relation_compare: comparison,
  Quotient: expressionChain,
  Expression_compare: comparison,
  Or: expressionChain,
  And: expressionChain,
  Additive: expressionChain,
  Multiplicative: expressionChain,
  Unary_sign(op, operand) {
    const sign = op.sourceString as "+" | "-" | "~";
    return { kind: "unary", op: sign, operand: operand.expression(), span: spanOf(this) };
  },
  Exponent_power: comparison,
  Value_call(name, _open, args, _close) {
    const nodes: Node[] = args.listed();
    const isKeyword = (node: Node): boolean => node.child(0).ctorName === "Argument_keyword";
    return {
      kind: "call",
      function: nameText(name),
      functionSpan: spanOf(name),
      args: nodes.filter((node) => !isKeyword(node)).map((node) => node.expression()),
      keywords: nodes.filter(isKeyword).map((node) => node.keyword()),
      span: spanOf(this),
    };
  },
  Value_group(_open, expression, _close) {
    return { ...expression.expression(), span: spanOf(this) };
  },
  Value_tuple(_open, items, _commas, last, _close) {
    const nodes = [...items.children, ...last.children];
    return { kind: "tuple", items: nodes.map((node) => node.expression()), span: spanOf(this) };
  },
  Value_list(_open, items, _close) {
    const nodes: Node[] = items.listed();
    return { kind: "list", items: nodes.map((node) => node.expression()), span: spanOf(this) };
  },
  Name(_name) {
    return { kind: "name", name: nameText(this), span: spanOf(this) };
  },
  number(_digits) {
    return { kind: "number", ...numberValue(this.sourceString), span: spanOf(this) };
  },
  string(_open, _characters, _close) {
    return { kind: "string", value: stringValue(this.sourceString), span: spanOf(this) };
  },
});

semantics.addOperation<KeywordArgument>("keyword", {
  Argument_keyword(name, _equals, value) {
    return { name: name.sourceString, value: value.expression(), span: spanOf(this) };
  },
});

semantics.addOperation<Node[]>("listed", {
  Arguments_some: (list, _comma) => list.asIteration().children,
  Arguments_none: (_nothing) => [],
  Items_some: (list, _comma) => list.asIteration().children,
  Items_none: (_nothing) => [],
});

/** `a op b op c` as `(a op b) op c`. */
function formulaChain(this: NonterminalNode, first: Node, operators: Node, rest: Node): FormulaNode {
  if (rest.numChildren === 0) return first.formula();
  const start = this.source.startIdx;
  return rest.children.reduce<FormulaNode>((left, node, i) => {
    const op = operators.child(i).sourceString as FormulaOperator;
    const right: FormulaNode = node.formula();
    return { kind: "operator", op, args: [left, right], span: [start, right.span[1]] };
  }, first.formula());
}

function formulaPrefix(this: NonterminalNode, operator: Node, operand: Node): FormulaNode {
  const op = operator.sourceString as FormulaOperator;
  return { kind: "operator", op, args: [operand.formula()], span: spanOf(this) };
}

function expressionChain(this: NonterminalNode, first: Node, operators: Node, rest: Node): Expression {
  if (rest.numChildren === 0) return first.expression();
  const start = this.source.startIdx;
  return rest.children.reduce<Expression>((left, node, i) => {
    const op = operators.child(i).sourceString as ExpressionOperator;
    const right: Expression = node.expression();
    return { kind: "binary", op, left, right, span: [start, right.span[1]] };
  }, first.expression());
}

function comparison(this: NonterminalNode, left: Node, operator: Node, right: Node): Expression {
  const op = operator.sourceString as ExpressionOperator;
  return { kind: "binary", op, left: left.expression(), right: right.expression(), span: spanOf(this) };
}

/** An operand of the formula: a number where Python's `int` or `float` would read one, and a factor otherwise. */
function atom(expression: Expression, text: string, span: Span): FormulaNode {
  if (text === "0") return { kind: "zero", text, span };
  if (text === "1") return { kind: "one", text, span };
  const isNumber =
    expression.kind === "name" ? /^(?:inf|infinity|nan)$/i.test(text) : /^[\d.][\d_.]*(?:[eE][-+]?[\d_]+)?$/.test(text);
  return isNumber ? { kind: "number", text, span } : { kind: "factor", text, expression, span };
}

function nameText(node: Node): string {
  return node.sourceString.replace(/\s/g, "");
}

function placeOf({ source }: Node): Place {
  return placeOfTokens(source.sourceString, { start: source.startIdx, end: source.endIdx });
}

function spanOf(node: Node): Span {
  return [node.source.startIdx, node.source.endIdx];
}
