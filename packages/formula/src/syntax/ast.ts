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
  /** Tells this kind of node from the others. */
  readonly kind: "operator";
  /** The operator. */
  readonly op: FormulaOperator;
  /** One operand, for a sign or a `~` in front, or two. */
  readonly args: readonly FormulaNode[];
  /** From the first operand to the last. */
  readonly span: Span;
}

/** `0`, `1` or another number where an operand stands; `text` is as typed. */
export interface NumberNode {
  /** `zero` and `one` say something of the intercept; no other `number` is a term. */
  readonly kind: "zero" | "one" | "number";
  /** As typed. */
  readonly text: string;
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** A variable or an embedded expression; `text` is its canonical spelling, which is also its identity. */
export interface FactorNode {
  /** Tells this kind of node from the others. */
  readonly kind: "factor";
  /** The canonical spelling. */
  readonly text: string;
  /** What is computed. */
  readonly expression: Expression;
  /** Where it stands, in code points of the trimmed text. */
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
  /** The structure as written; `hom` may make another of it. */
  readonly name: CovarianceStructure;
  /** The value of the argument `hom`, or null. */
  readonly hom: boolean | null;
}

/**
 * `(left | group)` or `(left || group)`, of the extended dialect; the span covers the parentheses, and the name of a
 * covariance structure before them.
 */
export interface BarNode {
  /** Tells this kind of node from the others. */
  readonly kind: "bar";
  /** One bar, or two for terms without correlations. */
  readonly op: "|" | "||";
  /** The columns whose coefficients are random. */
  readonly left: FormulaNode;
  /** Names joined by `:` and `/`; `bars.ts` refuses everything else that the grammar lets through. */
  readonly group: FormulaNode;
  /** Null for a bar in parentheses alone. */
  readonly structure: StructureCall | null;
  /** From the parenthesis, or the name of the structure, to the closing parenthesis. */
  readonly span: Span;
}

/** `.`, of the extended dialect: the columns that the formula does not use elsewhere. */
export interface DotNode {
  /** Tells this kind of node from the others. */
  readonly kind: "dot";
  /** Where it stands, in code points of the trimmed text. */
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
  /** Tells this kind of node from the others. */
  readonly kind: "name";
  /** As typed, or without its back-ticks. */
  readonly name: string;
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** A number; `isInteger` tells `1` from `1.0`. */
export interface NumberExpression {
  /** Tells this kind of node from the others. */
  readonly kind: "number";
  /** Its value. */
  readonly value: number;
  /** Whether it is written as a whole number, which decides its arithmetic. */
  readonly isInteger: boolean;
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** A string without its quotes and escapes. */
export interface StringExpression {
  /** Tells this kind of node from the others. */
  readonly kind: "string";
  /** The characters that it stands for. */
  readonly value: string;
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** `[a, b]` or `(a, b)`. */
export interface ListExpression {
  /** `list` in brackets, `tuple` in parentheses; both mean the same. */
  readonly kind: "list" | "tuple";
  /** What is listed, in order. */
  readonly items: readonly Expression[];
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/**
 * A call. Function names are dotted as in patsy: `np.log`, `C`. A function that the extended dialect spells in its own
 * way stands here under that name (`log(x)`: `np.log`; `factor(g)`: `C`), and one of its own under a name that no
 * formula can spell: `extended.poly`.
 */
export interface CallExpression {
  /** Tells this kind of node from the others. */
  readonly kind: "call";
  /** The name of the function, dotted. */
  readonly function: string;
  /** Where the name of the function stands. */
  readonly functionSpan: Span;
  /** Arguments by position. */
  readonly args: readonly Expression[];
  /** Arguments by name, behind those by position. */
  readonly keywords: readonly KeywordArgument[];
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** A sign, or `~` for "not". */
export interface UnaryExpression {
  /** Tells this kind of node from the others. */
  readonly kind: "unary";
  /** The sign. */
  readonly op: "+" | "-" | "~";
  /** What it is applied to. */
  readonly operand: Expression;
  /** Where it stands, in code points of the trimmed text. */
  readonly span: Span;
}

/** An operator between two operands. */
export interface BinaryExpression {
  /** Tells this kind of node from the others. */
  readonly kind: "binary";
  /** The operator, with Python's meaning. */
  readonly op: ExpressionOperator;
  /** Its left operand. */
  readonly left: Expression;
  /** Its right operand. */
  readonly right: Expression;
  /** Where it stands, in code points of the trimmed text. */
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
  /** The parameter's name. */
  readonly name: string;
  /** The argument. */
  readonly value: Expression;
  /** From the name to the end of the argument. */
  readonly span: Span;
}
