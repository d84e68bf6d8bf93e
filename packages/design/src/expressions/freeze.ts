// Freezing: an expression in which everything that was learnt from a table is written out, innermost calls first.
// `center` becomes arithmetic, a spline a call with its knots, and in a model `np.mean(x)` a number. What has nothing
// to learn is returned as it is.
import { type CallExpression, type Expression, operands } from "@mixedlm/formula";
import { functionSpec } from "../functions/functions.ts";
import {
  STANDARDISING_FUNCTIONS,
  type Standardisation,
  standardisation,
} from "../functions/standardising-functions.ts";
import type { Table } from "../table/table.ts";
import { bindArguments, type CallContext } from "./calls.ts";
import { evaluate, isRowwise } from "./evaluate.ts";
import { numberNode } from "./frozen-call.ts";

/**
 * Freezes the calls of functions that remember what they learnt, such as `center` and `bs`.
 *
 * @param source - the text that spans refer to.
 * @throws {@link DesignError} as evaluating those calls does.
 */
export function freeze(expression: Expression, table: Table, source: string): Expression {
  return replaceCalls(expression, learns, (call) => {
    const spec = functionSpec(call.function);
    if (spec?.freeze === undefined) return call;
    const context = callContext(call, table, source);
    return spec.freeze(bindArguments(spec, context), context);
  });
}

/**
 * Freezes the numbers that are made of all rows, such as `np.mean(x)`. patsy works them out again on new data.
 *
 * @param expression - frozen by {@link freeze}, so that what is only learnt from needs no freezing.
 * @returns the expression, and whether there was such a number.
 * @throws {@link DesignError} as evaluating those calls does.
 */
export function freezeAggregates(
  expression: Expression,
  table: Table,
  source: string,
): { readonly frozen: Expression; readonly found: boolean } {
  let found = false;
  const isWhole = (node: Expression): boolean => !isRowwise(node);
  const frozen = replaceCalls(expression, isWhole, (call) => {
    if (functionSpec(call.function)?.isRowwise !== false) return call;
    const value = evaluate(call, table, { source });
    // a truth value has no syntax that a column could not be called by
    if (value.kind !== "scalar" || value.type === "bool" || !Number.isFinite(value.value)) return call;
    found = true;
    return numberNode(value.value, call.span, value.type === "int");
  });
  return { frozen, found };
}

/** Replaces the calls in an expression, innermost first; parts that are not concerned stay as they are. */
function replaceCalls(
  expression: Expression,
  concerned: (expression: Expression) => boolean,
  replace: (call: CallExpression) => Expression,
): Expression {
  if (!concerned(expression)) return expression;
  const inside = (node: Expression): Expression => replaceCalls(node, concerned, replace);
  switch (expression.kind) {
    case "list":
    case "tuple":
      return { ...expression, items: expression.items.map(inside) };
    case "unary":
      return { ...expression, operand: inside(expression.operand) };
    case "binary":
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case "call": {
      const keywords = expression.keywords.map((keyword) => ({ ...keyword, value: inside(keyword.value) }));
      return replace({ ...expression, args: expression.args.map(inside), keywords });
    }
    default:
      return expression;
  }
}

/**
 * What an expression that is one call of `center` or its like, of arguments that see their row only, takes away; else
 * null.
 */
export function standardisedBy(expression: Expression, table: Table, source: string): Standardisation | null {
  const spec = expression.kind === "call" ? STANDARDISING_FUNCTIONS.get(expression.function) : undefined;
  if (spec === undefined || expression.kind !== "call") return null;
  if (expression.args.some((argument) => learns(argument) || !isRowwise(argument))) return null;
  const context = callContext(expression, table, source);
  return standardisation(bindArguments(spec, context), context);
}

/** Tells whether an expression calls a function that learns from the rows of a table. */
export function learns(expression: Expression): boolean {
  const itself = expression.kind === "call" && functionSpec(expression.function)?.freeze !== undefined;
  return itself || operands(expression).some(learns);
}

/** Tells whether an expression has values of other rows, so that it needs all rows of its table in their order. */
export function shifts(expression: Expression): boolean {
  const itself = expression.kind === "call" && functionSpec(expression.function)?.isShift === true;
  return itself || operands(expression).some(shifts);
}

/** What a function sees of a call that is not evaluated for its own sake. */
function callContext(call: CallExpression, table: Table, source: string): CallContext {
  return {
    call,
    source,
    table,
    evaluate: (node) => evaluate(node, table, { source }),
    at: (node = call) => ({ source, span: node.span }),
  };
}
