// Freezing: an expression in which everything that was learnt from a table is written out, innermost calls first. `center`
// becomes arithmetic, a spline a call with its knots, and in a model `np.mean(x)` a number. What has nothing to learn is
// returned as it is.
import { type Expression, operands } from "@mixedlm/formula";
import { bindArguments, type CallContext, type CallExpression } from "./calls.ts";
import { evaluate, isRowwise } from "./evaluate.ts";
import { numberNode } from "./frozen-call.ts";
import { functionSpec } from "./functions.ts";
import { STANDARDISING_FUNCTIONS, type Standardisation, standardisation } from "./stateful-functions.ts";
import type { Table } from "./table.ts";

/**
 * Which calls are frozen: `transforms` remember what they learnt, as in patsy; `all` freezes the numbers that are made
 * of all rows too (`np.mean(x)` and its like), which patsy works out again on new data.
 */
export type Frozen = "transforms" | "all";

/**
 * Freezes an expression on a table.
 *
 * @param source - the text that spans refer to.
 * @throws {@link DesignError} as evaluating the calls that learn does.
 */
export function freeze(expression: Expression, table: Table, source: string, which: Frozen): Expression {
  if (!learns(expression) && (which === "transforms" || isRowwise(expression))) return expression;
  const inside = (node: Expression): Expression => freeze(node, table, source, which);
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
      const call: CallExpression = { ...expression, args: expression.args.map(inside), keywords };
      return frozenCall(call, callContext(call, table, source), which);
    }
    default:
      return expression;
  }
}

/** Freezes a call whose arguments are frozen. */
function frozenCall(call: CallExpression, context: CallContext, which: Frozen): Expression {
  const spec = functionSpec(call.function);
  if (spec?.freeze !== undefined) return spec.freeze(bindArguments(spec, context), context);
  if (which === "transforms" || spec === undefined || spec.rowwise) return call;
  const value = context.evaluate(call);
  // a truth value has no syntax that a column could not be called by
  if (value.kind !== "scalar" || value.type === "bool" || !Number.isFinite(value.value)) return call;
  return numberNode(value.value, call.span, value.type === "int");
}

/** What an expression that is one call of `center` or its like, of arguments that learn nothing, takes away; else null. */
export function standardisedBy(expression: Expression, table: Table, source: string): Standardisation | null {
  const spec = expression.kind === "call" ? STANDARDISING_FUNCTIONS.get(expression.function) : undefined;
  if (spec === undefined || expression.kind !== "call" || expression.args.some(learns)) return null;
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
  const itself = expression.kind === "call" && functionSpec(expression.function)?.shifts === true;
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
