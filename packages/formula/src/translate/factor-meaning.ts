// What a factor is, whatever the words it was written in: a column, a category, a standardised column, arithmetic. The
// spellings of other languages start from here. Nothing is known of the table, so a bare name is a number unless the
// caller says that it is a category.
import type { CallExpression, Expression } from "../syntax/ast.ts";
import { truthOf } from "../syntax/literals.ts";
import { operands, quotedName } from "../terms/terms.ts";

/** How a category becomes columns; `other` is everything that no other language here has. */
export type ContrastMeaning =
  | { readonly kind: "treatment"; readonly reference: string | null }
  | { readonly kind: "sum" | "helmert" | "poly" }
  | { readonly kind: "other"; readonly expression: Expression };

/** What a factor is. `of` is an expression for numbers, or what a category is made from. */
export type FactorMeaning =
  | { readonly kind: "column"; readonly name: string }
  | {
      readonly kind: "category";
      readonly of: Expression;
      readonly contrast: ContrastMeaning;
      /** The levels as given by `levels=`; null: those of the data. */
      readonly levels: Expression | null;
    }
  | { readonly kind: "centred" | "standardised"; readonly of: Expression }
  | {
      readonly kind: "polynomials";
      readonly of: Expression;
      readonly degree: Expression | null;
      readonly isRaw: boolean;
    }
  | { readonly kind: "arithmetic"; readonly of: Expression };

/** Tells what an expression is. */
export function factorMeaning(expression: Expression): FactorMeaning {
  const quoted = quotedName(expression);
  if (quoted !== null) return { kind: "column", name: quoted };
  if (expression.kind === "name") return { kind: "column", name: expression.name };
  if (expression.kind !== "call") return { kind: "arithmetic", of: expression };
  const [of] = expression.args;
  if (of === undefined) return { kind: "arithmetic", of: expression };
  switch (expression.function) {
    case "I":
      return { kind: "arithmetic", of };
    case "C":
      return category(expression, of);
    case "center":
    case "standardize":
    case "scale":
      return standardised(expression, of);
    case "extended.poly":
      return polynomials(expression, of);
    default:
      return { kind: "arithmetic", of: expression };
  }
}

/** An argument by its place or its name. */
function argument({ args, keywords }: CallExpression, at: number, name: string): Expression | null {
  return args[at] ?? keywords.find((keyword) => keyword.name === name)?.value ?? null;
}

/** Of a category in a category, what the outer one says counts first. */
function category(call: CallExpression, of: Expression): FactorMeaning {
  const levels = argument(call, 2, "levels");
  const coding = argument(call, 1, "contrast");
  const inner = factorMeaning(of);
  if (inner.kind !== "category") return { kind: "category", of, contrast: contrast(coding), levels };
  return {
    kind: "category",
    of: inner.of,
    contrast: coding === null ? inner.contrast : contrast(coding),
    levels: levels ?? inner.levels,
  };
}

function contrast(expression: Expression | null): ContrastMeaning {
  if (expression === null) return { kind: "treatment", reference: null };
  const isCall = expression.kind === "call";
  const name = isCall ? expression.function : expression.kind === "name" ? expression.name : "";
  const count = isCall ? expression.args.length + expression.keywords.length : 0;
  if (name === "Treatment") {
    const reference = isCall ? argument(expression, 0, "reference") : null;
    if (count === 0) return { kind: "treatment", reference: null };
    // A number may be a level or a position, which only the table can tell.
    if (count === 1 && reference?.kind === "string") return { kind: "treatment", reference: reference.value };
  }
  if (count === 0 && name === "Sum") return { kind: "sum" };
  if (count === 0 && name === "Helmert") return { kind: "helmert" };
  if (count === 0 && name === "Poly") return { kind: "poly" };
  return { kind: "other", expression };
}

/** R divides by n - 1, as `standardize(x, ddof=1)` does, and `standardize(x)` and `scale(x)` by n. */
function standardised(call: CallExpression, of: Expression): FactorMeaning {
  const { args, keywords } = call;
  const [first] = keywords;
  if (args.length === 1 && call.function === "center" && keywords.length === 0) return { kind: "centred", of };
  const isAlone = args.length === 1 && call.function !== "center" && keywords.length === 1;
  if (isAlone && first?.name === "ddof" && first.value.kind === "number" && first.value.value === 1) {
    return { kind: "standardised", of };
  }
  return { kind: "arithmetic", of: call };
}

function polynomials(call: CallExpression, of: Expression): FactorMeaning {
  const raw = argument(call, 2, "raw");
  const isRaw = raw === null ? false : truth(raw);
  if (isRaw === null) return { kind: "arithmetic", of: call };
  return { kind: "polynomials", of, degree: argument(call, 1, "degree"), isRaw };
}

function truth(expression: Expression): boolean | null {
  return expression.kind === "name" ? truthOf(expression.name) : null;
}

const CATEGORIES: ReadonlySet<string> = new Set(
  "C extended.hashed np.isnan np.isfinite np.logical_and np.logical_or np.logical_not np.equal".split(" "),
);
const WIDE: ReadonlySet<string> = new Set("bs cr cc te extended.poly np.column_stack".split(" "));
const LEARNING: ReadonlySet<string> = new Set(
  "center standardize scale bs cr cc te extended.poly extended.lag np.mean np.median np.std np.var np.sum np.min np.max np.percentile".split(
    " ",
  ),
);
/** Operators whose values are truth values. */
export const TRUTH_OPERATORS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "&", "|", "~"]);

/**
 * Tells whether a factor is a category, one column of numbers, or numbers of more columns.
 *
 * @param isCategory - whether a column of the table is a category.
 */
export function factorKind(
  expression: Expression,
  isCategory: (column: string) => boolean,
): "category" | "number" | "numbers" {
  const quoted = quotedName(expression);
  if (quoted !== null) return isCategory(quoted) ? "category" : "number";
  switch (expression.kind) {
    case "name":
      return isCategory(expression.name) ? "category" : "number";
    case "string":
      return "category";
    case "unary":
    case "binary":
      return TRUTH_OPERATORS.has(expression.op) ? "category" : "number";
    case "call": {
      const [of] = expression.args;
      if (expression.function === "I" && of !== undefined) return factorKind(of, isCategory);
      if (CATEGORIES.has(expression.function)) return "category";
      return WIDE.has(expression.function) ? "numbers" : "number";
    }
    default:
      return "number";
  }
}

/** Finds the first part of an expression whose value in a row depends on other rows, or null. */
export function learningPart(expression: Expression): Expression | null {
  if (expression.kind === "call" && LEARNING.has(expression.function)) return expression;
  for (const operand of operands(expression)) {
    const found = learningPart(operand);
    if (found !== null) return found;
  }
  return null;
}
