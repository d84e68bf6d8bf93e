// Embedded expressions against a table: a walk over the syntax tree with Python's meaning, on typed columns.
// Names are columns, then True, False and None; functions come from a fixed list and are looked up in maps only,
// so that no text of a formula can reach anything else.
import { type Expression, operands } from "@mixedlm/formula";
import type { CallContext } from "./calls.ts";
import { bindArguments } from "./calls.ts";
import { contrastByName } from "./coding-functions.ts";
import { comparison } from "./comparisons.ts";
import type { Location } from "./errors.ts";
import * as tableErrors from "./errors.ts";
import * as errors from "./expression-errors.ts";
import { functionHint, functionNames, functionSpec, unsupportedAdvice } from "./functions.ts";
import { isInternalName } from "./internal-names.ts";
import { arithmeticOperation, unaryOperation } from "./operators.ts";
import type { Table } from "./table.ts";
import { scalar, type Value } from "./value.ts";

/** Where an expression stands. */
export interface EvaluationContext {
  /** The formula's text, which the expression's spans refer to. */
  readonly source: string;
}

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["True", scalar(1, "bool")],
  ["False", scalar(0, "bool")],
  ["None", { kind: "none" }],
  ["np.pi", scalar(Math.PI, "float")],
  ["np.e", scalar(Math.E, "float")],
]);

/**
 * Evaluates an expression on all rows of a table.
 *
 * @param expression - from the parser; spans refer to `context.source`.
 * @param table - where names are looked up first.
 * @returns a column, numbers, text, a list or a coding; see {@link factorValues} for what a factor may be.
 * @throws {@link DesignError} with a place in the formula: `unknown-name`, `unknown-function`, `forbidden`,
 *   `unsupported`, `arguments`, `type`, `categorical`, `rows`; and the errors of the table's columns.
 */
export function evaluate(expression: Expression, table: Table, context: EvaluationContext): Value {
  const { source } = context;
  const walk = (node: Expression): Value => evaluate(node, table, context);
  const at = (node: Expression): Location => ({ source, span: node.span });
  switch (expression.kind) {
    case "name":
      return nameValue(expression.name, table, at(expression));
    case "number":
      return { ...scalar(expression.value, expression.isInteger ? "int" : "float"), literal: expression.span };
    case "string":
      return { kind: "text", value: expression.value, literal: expression.span };
    case "list":
    case "tuple":
      return { kind: "list", items: expression.items.map(walk) };
    case "unary":
      return unaryOperation(expression.op, { value: walk(expression.operand), at: at(expression.operand) });
    case "binary": {
      const { op } = expression;
      const left = { value: walk(expression.left), at: at(expression.left) };
      const right = { value: walk(expression.right), at: at(expression.right) };
      if (op === "<" || op === "<=" || op === ">" || op === ">=" || op === "==" || op === "!=") {
        return comparison(op, left, right, at(expression));
      }
      return arithmeticOperation(op, left, right, at(expression));
    }
    case "call":
      return callValue({
        call: expression,
        source,
        table,
        evaluate: walk,
        at: (node = expression) => at(node),
      });
  }
}

/**
 * Tells whether each row's value depends on that row alone, so that rows can be evaluated in chunks and a subset of rows
 * gives the subset of values. `np.mean` and its like, and stateful transforms, are not so.
 */
export function isRowwise(expression: Expression): boolean {
  const itself = expression.kind !== "call" || (functionSpec(expression.function)?.rowwise ?? false);
  return itself && operands(expression).every(isRowwise);
}

function nameValue(name: string, table: Table, at: Location): Value {
  const column = table.has(name) ? name : name.normalize("NFKC");
  if (table.has(column)) return { kind: "column", column: table.column(column), array: false };
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return constant.kind === "scalar" ? { ...constant, literal: at.span } : constant;
  const contrast = contrastByName(name);
  if (contrast !== undefined) return { kind: "contrast", contrast: { value: contrast, span: at.span } };
  if (name === "np" || functionSpec(name) !== undefined || unsupportedAdvice(name) !== undefined) {
    throw errors.functionAsVariable(name, at);
  }
  if (isInternalName(name)) throw errors.forbidden(name, at);
  if (name.includes(".")) throw errors.forbidden(attribute(name), attributePlace(name, at));
  throw tableErrors.unknownColumn(name, table.columnNames, at);
}

function callValue(context: CallContext): Value {
  const { call, source } = context;
  const name = call.function;
  const at: Location = { source, span: call.functionSpan };
  const spec = functionSpec(name);
  if (spec !== undefined) return spec.call(bindArguments(spec, context), context);
  const advice = unsupportedAdvice(name);
  if (advice !== undefined) throw errors.unsupported(name, advice, at);
  if (isInternalName(name)) throw errors.forbidden(name, at);
  const hint = functionHint(name);
  if (hint !== null) throw errors.unknownFunction(name, [], hint, at);
  if (name.startsWith("np.") && name.indexOf(".", 3) < 0) {
    const span = [at.span[0] + 3, at.span[1]] as const;
    throw errors.unknownFunction(name, functionNames(), null, { source, span });
  }
  if (name.includes(".")) throw errors.forbidden(attribute(name), attributePlace(name, at));
  throw errors.unknownFunction(name, functionNames(), null, at);
}

/** The part of a dotted name that reaches into a value: `.abs` of `x.abs`. */
function attribute(name: string): string {
  return name.slice(name.indexOf("."));
}

function attributePlace(name: string, { source, span: [start, end] }: Location): Location {
  return { source, span: [start + [...name.slice(0, name.indexOf("."))].length, end] };
}
