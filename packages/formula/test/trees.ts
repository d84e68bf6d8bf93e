// Random syntax trees, made as trees and not as texts, for the properties of parser, printer and algebra.
import fc from "fast-check";
import type {
  Expression,
  ExpressionOperator,
  FormulaNode,
  FormulaOperator,
  KeywordArgument,
  OperatorNode,
  StructureCall,
} from "../src/index.ts";
import { canonicalText } from "../src/index.ts";
import { columnExpression, columnText } from "../src/syntax/column-names.ts";
import { printExpression } from "../src/syntax/print-expression.ts";

const span = [0, 0] as const;

/** A tree with all its spans set to nothing, for comparing. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => (key === "span" || key === "functionSpan" ? undefined : value)),
  );
}

const OPERATORS: readonly ExpressionOperator[] = ["+", "-", "*", "/", "//", "%", "**", "&", "|", "<", "<=", ">=", "!="];

/** Random embedded expressions. */
export const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("x", "größe", "np.pi", "__proto__", "𝑥").map(name),
    fc.maxSafeNat().map((value): Expression => ({ kind: "number", value, isInteger: true, span })),
    fc
      .double({ min: 0, noNaN: true })
      .map((value): Expression => ({ kind: "number", value: Math.abs(value), isInteger: false, span })),
    fc.string({ unit: "binary" }).map((value): Expression => ({ kind: "string", value, span })),
    fc
      .tuple(fc.constantFrom("+", "-", "~"), tie("expression"))
      .map(([op, operand]): Expression => ({ kind: "unary", op, operand, span })),
    fc
      .tuple(fc.constantFrom(...OPERATORS), tie("expression"), tie("expression"))
      .map(([op, left, right]): Expression => ({ kind: "binary", op, left, right, span })),
    fc
      .tuple(fc.constantFrom("list", "tuple"), fc.array(tie("expression"), { minLength: 1, maxLength: 3 }))
      .map(([kind, items]): Expression => ({ kind, items, span })),
    fc
      .tuple(fc.constantFrom("f", "np.log", "C"), fc.array(tie("expression"), { maxLength: 3 }), tie("expression"))
      .map(([f, args, value]) => call(f, args, args.length === 1 ? [{ name: "df", value, span }] : [])),
  ),
}));

function name(text: string): Expression {
  return { kind: "name", name: text, span };
}

function call(f: string, args: readonly Expression[], keywords: readonly KeywordArgument[] = []): Expression {
  return { kind: "call", function: f, functionSpan: span, args, keywords, span };
}

/** A factor of a formula. */
function factor(node: Expression, text: string = canonicalText(printExpression(node))): FormulaNode {
  return { kind: "factor", text, expression: node, span };
}

/** A column's name as a factor. */
export function named(text: string): FormulaNode {
  return factor(name(text));
}

/** A number as an operand of a formula. */
export function number(text: string): FormulaNode {
  return { kind: text === "0" ? "zero" : text === "1" ? "one" : "number", text, span };
}

/** Which leaves and operators random formulas have. */
export interface FormulaShape {
  readonly leaves: readonly fc.Arbitrary<FormulaNode>[];
  readonly binary: readonly FormulaOperator[];
  readonly unary: readonly ("~" | "+" | "-")[];
  /** What stands to the right of `**`, if nothing else may. */
  readonly exponent?: fc.Arbitrary<FormulaNode>;
  readonly hasBars?: boolean;
}

/** What may stand around a bar; half of them stand alone. */
const structure: fc.Arbitrary<StructureCall | null> = fc.option(
  fc.record({
    name: fc.constantFrom("us", "diag", "homdiag", "cs", "homcs", "ar1"),
    hom: fc.constantFrom(null, true, false),
  }),
  { freq: 1 },
);

/** Random trees of a formula. */
export function formulas({ leaves, binary, unary, exponent, hasBars }: FormulaShape): fc.Arbitrary<FormulaNode> {
  const operator = (op: FormulaOperator, ...args: FormulaNode[]): OperatorNode => ({
    kind: "operator",
    op,
    args,
    span,
  });
  return fc.letrec<{ node: FormulaNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      ...leaves.map((arbitrary) => ({ arbitrary, weight: 1 })),
      {
        arbitrary: fc
          .tuple(fc.constantFrom(...binary), tie("node"), tie("node"))
          .map(([op, left, right]) => operator(op, left, right)),
        weight: 4,
      },
      {
        arbitrary: fc.tuple(fc.constantFrom(...unary), tie("node")).map(([op, operand]) => operator(op, operand)),
        weight: 1,
      },
      {
        arbitrary: fc.tuple(tie("node"), exponent ?? tie("node")).map(([base, power]) => operator("**", base, power)),
        weight: 1,
      },
      {
        arbitrary: fc
          .tuple(fc.constantFrom("|", "||"), tie("node"), tie("node"), structure)
          .map(([op, left, group, structure]): FormulaNode => ({ kind: "bar", op, left, group, structure, span })),
        weight: hasBars ? 2 : 0,
      },
    ),
  })).node;
}

const relation = fc
  .tuple(fc.constantFrom<ExpressionOperator>("//", "%", "<", "=="), fc.constantFrom("a", "b"))
  .map(([op, column]): Expression => ({ kind: "binary", op, left: name(column), right: name("n"), span }));

const patsyShape: FormulaShape = {
  leaves: [
    fc.constantFrom("a", "b", "größe").map(named),
    fc.constantFrom("0", "1", "2", "1.0", "inf").map(number),
    expression.map((node) => factor(call("I", [node]))),
    relation.map((node) => factor(node)),
  ],
  binary: ["~", "+", "-", "*", "/", ":"],
  unary: ["~", "+", "-"],
};

/** Random trees of patsy's dialect, whatever they mean. */
export const patsyFormula: fc.Arbitrary<FormulaNode> = formulas(patsyShape);

/** Random trees of the extended dialect, whatever they mean. */
export const extendedFormula: fc.Arbitrary<FormulaNode> = formulas({
  leaves: [
    ...patsyShape.leaves,
    fc.constant<FormulaNode>({ kind: "dot", span }),
    fc
      .constantFrom("my x", "it's", "my.x", "class")
      .map((text) => factor(columnExpression(text, span, "extended"), columnText(text, "extended"))),
  ],
  binary: [...patsyShape.binary, "%in%"],
  unary: patsyShape.unary,
  hasBars: true,
});

/** Puts `~` at the root, as the parser does. */
export function rooted(node: FormulaNode): OperatorNode {
  if (node.kind === "operator" && node.op === "~") return node;
  return { kind: "operator", op: "~", args: [node], span };
}
