// A formula's tokens -> its syntax tree. The one file that knows Ohm: the grammars stand in `grammar.ohm`, compiled
// to `grammar.ohm-bundle.js` by the package's script `grammar`, so nothing is compiled or evaluated at run time.
// A grammar reads a shorthand with one character for each token, so an offset in what it read is the number of a token.
// Every action below makes one record; meaning and legality of operators are left to `expand.ts`.
import type { Node, NonterminalNode } from "ohm-js";
import { expressionTooLong } from "../errors.ts";
import { hasTooManyOperators, LIMITS } from "../limits.ts";
import type {
  CallExpression,
  Expression,
  ExpressionOperator,
  FormulaNode,
  FormulaOperator,
  KeywordArgument,
  Span,
} from "./ast.ts";
import { spell } from "./canonical.ts";
import { placeOfTokens } from "./code-points.ts";
import { columnExpression } from "./column-names.ts";
import type { Dialect } from "./dialect.ts";
import grammars from "./grammar.ohm-bundle.js";
import { NAMED_NUMBER, numberValue, stringValue, truthOf } from "./literals.ts";
import { extendedCall } from "./r-calls.ts";
import { isStructureName, structureOfName } from "./structure-call.ts";
import { structureArgument, unknownStructure } from "./syntax-errors.ts";
import { isWord, shorthand, type Token } from "./tokens.ts";

/** What the actions look things up in: the formula that is being read. Reading is never interrupted by another. */
let formula: { readonly source: string; readonly tokens: readonly Token[] } = { source: "", tokens: [] };

/**
 * Makes the tree of a formula.
 *
 * @param tokens - all tokens of the text.
 * @param source - the text, for errors.
 * @returns the tree, its spans in UTF-16 units, or null when the dialect's grammar refuses the tokens.
 * @throws {@link FormulaError} `limit` for an embedded expression with too many operators; `random-term` for a
 * call around a bar that is no covariance structure, or has another argument than `hom`.
 */
export function syntaxTree(tokens: readonly Token[], source: string, dialect: Dialect): FormulaNode | null {
  const hasBar = dialect === "extended" && tokens.some(({ text }) => text === "|" || text === "||");
  const input = shorthand(tokens, (at) => hasBar && isStructureName(tokens, at));
  const match = (dialect === "patsy" ? grammars.Formula : grammars.FormulaExt).match(input);
  if (match.failed()) return null;
  formula = { source, tokens };
  return dialect === "patsy" ? semantics(match).formula() : extendedSemantics(match).formula();
}

const semantics = grammars.Formula.createSemantics();

semantics.addOperation<FormulaNode>("formula", {
  sides: formulaChain,
  sum: formulaChain,
  products: formulaChain,
  interactions: formulaChain,
  power: formulaChain,
  primary_tilde: formulaPrefix,
  primary_sign: formulaPrefix,
  primary_group(_open, sides, _close) {
    return { ...formulaOf(sides), span: spanOf(this) };
  },
  factor(relation) {
    const tokens = tokensOf(this);
    if (hasTooManyOperators(tokens)) {
      throw expressionTooLong(placeOfTokens(formula.source, firstOf(this), tokens.at(-1)), LIMITS.operators);
    }
    return atom(expressionOf(relation), spell(tokens));
  },
});

semantics.addOperation<Expression>("expression", {
  relation: expressionChain,
  quotient: expressionChain,
  comparison: expressionChain,
  or: expressionChain,
  and: expressionChain,
  additive: expressionChain,
  multiplicative: expressionChain,
  exponent: expressionChain,
  unary_sign(op, operand) {
    const sign = op.sourceString as "+" | "-" | "~";
    return { kind: "unary", op: sign, operand: expressionOf(operand), span: spanOf(this) };
  },
  value_call(name, _open, args, _close) {
    return call(this, name, args);
  },
  value_group(_open, expression, _close) {
    return { ...expressionOf(expression), span: spanOf(this) };
  },
  value_tuple(_open, items, _commas, last, _close) {
    const nodes = [...items.children, ...last.children];
    return { kind: "tuple", items: nodes.map(expressionOf), span: spanOf(this) };
  },
  value_empty(_open, _close) {
    return { kind: "tuple", items: [], span: spanOf(this) };
  },
  value_list(_open, items, _close) {
    const nodes: Node[] = items.listed();
    return { kind: "list", items: nodes.map(expressionOf), span: spanOf(this) };
  },
  member(_module, _dot, _name) {
    return { kind: "name", name: textOf(this), span: spanOf(this) };
  },
});

semantics.addOperation<KeywordArgument>("keyword", {
  argument_keyword(name, _equals, value) {
    return { name: textOf(name), value: expressionOf(value), span: spanOf(this) };
  },
});

semantics.addOperation<Node[]>("listed", {
  arguments_some: (first, _commas, rest, _comma) => [first, ...rest.children],
  arguments_none: (_nothing) => [],
  items_some: (first, _commas, rest, _comma) => [first, ...rest.children],
  items_none: (_nothing) => [],
});

const extendedSemantics = grammars.FormulaExt.extendSemantics(semantics);

extendedSemantics.extendOperation<FormulaNode>("formula", {
  within: formulaChain,
  primary_bar(_open, left, op, group, _close) {
    const bar = textOf(op) as "|" | "||";
    return {
      kind: "bar",
      op: bar,
      left: formulaOf(left),
      group: formulaOf(group),
      structure: null,
      span: spanOf(this),
    };
  },
  primary_structure(name, _open, left, op, group, _comma, keyword, _equals, value, _close) {
    const known = structureOfName(textOf(name));
    if (known === null) throw unknownStructure(placeOfTokens(formula.source, firstOf(name)), textOf(name));
    const structure = { name: known, hom: homOf(keyword, value) };
    const bar = textOf(op) as "|" | "||";
    return { kind: "bar", op: bar, left: formulaOf(left), group: formulaOf(group), structure, span: spanOf(this) };
  },
  primary_dot(_dot) {
    return { kind: "dot", span: spanOf(this) };
  },
});

extendedSemantics.extendOperation<Expression>("expression", {
  value_call(name, _open, args, _close) {
    return extendedCall(call(this, name, args));
  },
  value_braces(open, expression, _close) {
    const args = [expressionOf(expression)];
    return { kind: "call", function: "I", functionSpan: spanOf(open), args, keywords: [], span: spanOf(this) };
  },
});

/** The value of `hom = TRUE`, which is optional, or null. */
function homOf({ children: [keyword] }: Node, { children: [value] }: Node): boolean | null {
  if (keyword === undefined || value === undefined) return null;
  const truth = truthOf(textOf(value));
  if (textOf(keyword) === "hom" && truth !== null) return truth;
  throw structureArgument(placeOfTokens(formula.source, firstOf(keyword), firstOf(value)));
}

/** `a op b op c` as `(a op b) op c`. */
function formulaChain(this: NonterminalNode, first: Node, operators: Node, rest: Node): FormulaNode {
  const start = firstOf(this).start;
  return rest.children.reduce<FormulaNode>((left, node, i) => {
    const op = operator(operators.child(i)) as FormulaOperator;
    const right = formulaOf(node);
    return { kind: "operator", op, args: [left, right], span: [start, right.span[1]] };
  }, formulaOf(first));
}

function formulaPrefix(this: NonterminalNode, op: Node, operand: Node): FormulaNode {
  return { kind: "operator", op: operator(op) as FormulaOperator, args: [formulaOf(operand)], span: spanOf(this) };
}

/** As {@link formulaChain}, and for operators that occur at most once. */
function expressionChain(this: NonterminalNode, first: Node, operators: Node, rest: Node): Expression {
  const start = firstOf(this).start;
  return rest.children.reduce<Expression>((left, node, i) => {
    const op = operator(operators.child(i)) as ExpressionOperator;
    const right = expressionOf(node);
    return { kind: "binary", op, left, right, span: [start, right.span[1]] };
  }, expressionOf(first));
}

function call(node: Node, name: Node, args: Node): CallExpression {
  const nodes: Node[] = args.listed();
  const isKeyword = (argument: Node): boolean => argument.child(0).ctorName === "argument_keyword";
  return {
    kind: "call",
    function: textOf(name),
    functionSpan: spanOf(name),
    args: nodes.filter((argument) => !isKeyword(argument)).map(expressionOf),
    keywords: nodes.filter(isKeyword).map((argument) => argument.keyword()),
    span: spanOf(node),
  };
}

/**
 * The tree of a node. One word is one record, at whatever depth of the grammar it stands, so no rule is walked for it.
 */
function formulaOf(node: Node): FormulaNode {
  const only = onlyToken(node);
  return only !== null && isWord(only) ? atom(word(only), spell([only])) : node.formula();
}

/** As {@link formulaOf}, inside an embedded expression. */
function expressionOf(node: Node): Expression {
  const only = onlyToken(node);
  return only === null ? node.expression() : word(only);
}

/** A name, with or without back-ticks, a number or a string. */
function word({ kind, text, start, end }: Token): Expression {
  const span = [start, end] as const;
  switch (kind) {
    case "number":
      return { kind, ...numberValue(text), span };
    case "string":
      return { kind, value: stringValue(text), span };
    case "quoted":
      return columnExpression(text.slice(1, -1), span, "extended");
    default:
      return { kind: "name", name: text, span };
  }
}

/** An operand of the formula: a number where Python's `int` or `float` would read one, and a factor otherwise. */
function atom(expression: Expression, text: string): FormulaNode {
  const { span } = expression;
  if (text === "0") return { kind: "zero", text, span };
  if (text === "1") return { kind: "one", text, span };
  const isNumber =
    expression.kind === "name" ? NAMED_NUMBER.test(text) : /^[\d.][\d_.]*(?:[eE][-+]?[\d_]+)?$/.test(text);
  return isNumber ? { kind: "number", text, span } : { kind: "factor", text, expression, span };
}

/** An operator; `^` is `**` by its other name. */
function operator(node: Node): string {
  const { text } = firstOf(node);
  return text === "^" ? "**" : text;
}

/** The text of a node's tokens without blanks: `np.log`. */
function textOf(node: Node): string {
  return tokensOf(node)
    .map((token) => token.text)
    .join("");
}

function onlyToken({ source }: Node): Token | null {
  return source.endIdx === source.startIdx + 1 ? (formula.tokens[source.startIdx] ?? null) : null;
}

function tokensOf({ source }: Node): readonly Token[] {
  return formula.tokens.slice(source.startIdx, source.endIdx);
}

function firstOf({ source }: Node): Token {
  return formula.tokens[source.startIdx] as Token;
}

function spanOf(node: Node): Span {
  return [firstOf(node).start, (formula.tokens[node.source.endIdx - 1] as Token).end];
}
