// The syntax tree of a formula: plain records, each with the span of text it came from.
// A formula is operators over atoms; an atom that is not a number holds an embedded expression (Python's syntax).

/** Half-open range `[start, end)` in code points of the formula's trimmed text. */
export type Span = readonly [start: number, end: number];

/**
 * An operator of the formula language. `~ + -` also occur with one operand. `%in%` is of the extended dialect, where
 * `^` is `**` under its other name.
 */
export type FormulaOperator = "~" | "+" | "-" | "*" | "/" | ":" | "**" | "%in%";

/** An operator applied to one or two operands; the span covers operands and operator. */
export interface OperatorNode {
  readonly kind: "operator";
  readonly op: FormulaOperator;
  readonly args: readonly FormulaNode[];
  readonly span: Span;
}

/** `0`, `1` or another number where an operand stands; `text` is as typed. */
export interface NumberNode {
  readonly kind: "zero" | "one" | "number";
  readonly text: string;
  readonly span: Span;
}

/** A variable or an embedded expression; `text` is its canonical spelling, which is also its identity. */
export interface FactorNode {
  readonly kind: "factor";
  readonly text: string;
  readonly expression: Expression;
  readonly span: Span;
}

/**
 * The form of the covariance matrix of a random term's columns. `us`: any; `diag`: no correlations; `homdiag`: no
 * correlations and one variance; `cs`: a variance each and one correlation for all pairs; `homcs`: one variance and one
 * correlation; `ar1`: one variance, and a correlation that is rho to the distance of two columns in their order.
 */
export type CovarianceStructure = "us" | "diag" | "homdiag" | "cs" | "homcs" | "ar1";

/** What is written around a bar that is an argument: `diag` and `TRUE` in `diag(x | g, hom = TRUE)`. */
export interface StructureCall {
  readonly name: CovarianceStructure;
  /** The value of the argument `hom`, or null. */
  readonly hom: boolean | null;
}

/**
 * `(left | group)` or `(left || group)`, of the extended dialect; the span covers the parentheses, and the name of a
 * covariance structure before them.
 */
export interface BarNode {
  readonly kind: "bar";
  readonly op: "|" | "||";
  /** The columns whose coefficients are random. */
  readonly left: FormulaNode;
  /** Names joined by `:` and `/`; `bars.ts` refuses everything else that the grammar lets through. */
  readonly group: FormulaNode;
  /** Null for a bar in parentheses alone. */
  readonly structure: StructureCall | null;
  readonly span: Span;
}

/** `.`, of the extended dialect: the columns that the formula does not use elsewhere. */
export interface DotNode {
  readonly kind: "dot";
  readonly span: Span;
}

/** A node of the formula's tree. */
export type FormulaNode = OperatorNode | NumberNode | FactorNode | BarNode | DotNode;

/** Operators inside an embedded expression, with Python's meaning. */
export type ExpressionOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "&"
  | "|"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!=";

/** A name: of a column, or `True`, `False` and `None`. */
export interface NameExpression {
  readonly kind: "name";
  readonly name: string;
  readonly span: Span;
}

/** A number; `isInteger` tells `1` from `1.0`. */
export interface NumberExpression {
  readonly kind: "number";
  readonly value: number;
  readonly isInteger: boolean;
  readonly span: Span;
}

/** A string without its quotes and escapes. */
export interface StringExpression {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
}

/** `[a, b]` or `(a, b)`. */
export interface ListExpression {
  readonly kind: "list" | "tuple";
  readonly items: readonly Expression[];
  readonly span: Span;
}

/**
 * A call. Function names are dotted as in patsy: `np.log`, `C`. A function that the extended dialect spells in its own
 * way stands here under that name (`log(x)`: `np.log`; `factor(g)`: `C`), and one of its own under a name that no
 * formula can spell: `extended.poly`.
 */
export interface CallExpression {
  readonly kind: "call";
  readonly function: string;
  readonly functionSpan: Span;
  readonly args: readonly Expression[];
  readonly keywords: readonly KeywordArgument[];
  readonly span: Span;
}

/** A sign, or `~` for "not". */
export interface UnaryExpression {
  readonly kind: "unary";
  readonly op: "+" | "-" | "~";
  readonly operand: Expression;
  readonly span: Span;
}

/** An operator between two operands. */
export interface BinaryExpression {
  readonly kind: "binary";
  readonly op: ExpressionOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** A node of an embedded expression. */
export type Expression =
  | NameExpression
  | NumberExpression
  | StringExpression
  | ListExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression;

/** `name=value` in a call. */
export interface KeywordArgument {
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}
