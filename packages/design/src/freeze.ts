// Freezing: an expression in which every stateful call has been replaced by arithmetic with what it learnt from a table,
// innermost calls first. What has no stateful call is returned as it is.
import { type Expression, operands } from "@mixedlm/formula";
import { bindArguments, type CallContext, type CallExpression } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { freezeCall, STATEFUL_FUNCTIONS, type Standardisation, standardisation } from "./stateful-functions.ts";
import type { Table } from "./table.ts";

/**
 * Freezes an expression on a table.
 *
 * @param source - the text that spans refer to.
 * @throws {@link DesignError} as evaluating the arguments of stateful calls does.
 */
export function freeze(expression: Expression, table: Table, source: string): Expression {
  if (!hasState(expression)) return expression;
  const inside = (node: Expression): Expression => freeze(node, table, source);
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
      const spec = STATEFUL_FUNCTIONS.get(call.function);
      return spec === undefined ? call : freezeCall(spec, callContext(call, table, source));
    }
    default:
      return expression;
  }
}

/** What an expression that is one call of a stateful function, of arguments without state, takes away; else null. */
export function standardisedBy(expression: Expression, table: Table, source: string): Standardisation | null {
  const spec = expression.kind === "call" ? STATEFUL_FUNCTIONS.get(expression.function) : undefined;
  if (spec === undefined || expression.kind !== "call" || expression.args.some(hasState)) return null;
  const context = callContext(expression, table, source);
  return standardisation(bindArguments(spec, context), context);
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

/** Tells whether an expression calls a stateful function. */
function hasState(expression: Expression): boolean {
  const itself = expression.kind === "call" && STATEFUL_FUNCTIONS.has(expression.function);
  return itself || operands(expression).some(hasState);
}
