// Embedded expressions against a table: a walk over the syntax tree with Python's meaning, on typed columns.
// Names are columns, then True, False and None; functions come from a fixed list and are looked up in maps only,
// so that no text of a formula can reach anything else.
import { type Expression, operands, type Place, type Span } from "@mixedlm/formula";
import type { DesignError } from "../errors.ts";
import * as tableErrors from "../errors.ts";
import { contrastByName } from "../functions/coding-functions.ts";
import { functionNames, functionSpec } from "../functions/functions.ts";
import { columnName, namedColumn } from "../table/named-column.ts";
import type { Table } from "../table/table.ts";
import { bindArguments, type CallContext } from "./calls.ts";
import { comparison } from "./comparisons.ts";
import * as errors from "./expression-errors.ts";
import { counterpart, foreignAdvice } from "./foreign-functions.ts";
import { isInternalName } from "./internal-names.ts";
import { arithmeticOperation, type Operand, unaryOperation } from "./operators.ts";
import { scalar, type Value } from "./value.ts";

/** Where an expression stands. */
export interface EvaluationContext {
  /** The formula's text, which the expression's spans refer to. */
  readonly source: string;
  /** The place of the whole factor; default: the expression is all of it. */
  readonly factor?: Span;
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
 *   `not-patsy-syntax`, `arguments`, `type`, `categorical`, `rows`; and the errors of the table's columns.
 */
export function evaluate(expression: Expression, table: Table, context: EvaluationContext): Value {
  const { source, factor = expression.span } = context;
  const walk = (node: Expression): Value => evaluate(node, table, { source, factor });
  const at = (node: Expression): Place => ({ source, span: node.span });
  // A declared category has no arithmetic whatever stands beside it, so that the factor as a whole is wrong.
  const operand = (node: Expression): Operand => {
    const value = walk(node);
    const isCategory = value.kind === "column" && value.column.type === "category";
    return { value, at: isCategory ? { source, span: factor } : at(node) };
  };
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
      return unaryOperation(expression.op, operand(expression.operand));
    case "binary": {
      const { op, left, right } = expression;
      if (op === "<" || op === "<=" || op === ">" || op === ">=" || op === "==" || op === "!=") {
        const [a, b] = [left, right].map((node) => ({ value: walk(node), at: at(node) }));
        return comparison(op, a!, b!, at(expression));
      }
      return arithmeticOperation(op, operand(left), operand(right), at(expression));
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
 * Tells whether each row's value depends on that row alone, so that rows can be evaluated in chunks and a subset of
 * rows gives the subset of values. Of what learns from all rows that is true once it is frozen; of `np.mean` and its
 * like, and of `lag`, never.
 */
export function isRowwise(expression: Expression): boolean {
  const itself = expression.kind !== "call" || (functionSpec(expression.function)?.isRowwise ?? false);
  return itself && valueOperands(expression).every(isRowwise);
}

/** The operands that a row's value is made of: a coding's levels and contrast are frozen with the factor. */
function valueOperands(expression: Expression): readonly Expression[] {
  if (expression.kind !== "call" || expression.function !== "C") return operands(expression);
  const data = expression.args[0] ?? expression.keywords.find(({ name }) => name === "data")?.value;
  return data === undefined ? [] : [data];
}

function nameValue(name: string, table: Table, at: Place): Value {
  const column = columnName(name, table);
  // a dot after `np` reaches into it, whatever a column is called
  if (table.has(column) && !name.startsWith("np.")) {
    return { kind: "column", column: namedColumn(column, table, at), isArray: false };
  }
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return constant.kind === "scalar" ? { ...constant, literal: at.span } : constant;
  const contrast = contrastByName(name);
  if (contrast !== undefined) return { kind: "contrast", contrast: { value: contrast, span: at.span } };
  if (name === "np" || functionSpec(name) !== undefined) throw errors.functionAsVariable(name, at);
  if (isInternalName(name)) throw errors.forbidden(name, at);
  if (name.startsWith("np.")) throw errors.forbidden(attribute(name), attributePlace(at));
  throw tableErrors.unknownColumn(name, table.columnNames, at);
}

function callValue(context: CallContext): Value {
  const spec = functionSpec(context.call.function);
  if (spec === undefined) throw refusedCall(context);
  return spec.call(bindArguments(spec, context), context);
}

/** Says what is wrong with calling a name that is not on the list. */
function refusedCall({ call, source, table }: CallContext): DesignError {
  const name = call.function;
  const at: Place = { source, span: call.functionSpan };
  const advice = foreignAdvice(name);
  if (advice !== undefined) return errors.foreignFunction(name, advice, at);
  if (isInternalName(name)) return errors.forbidden(name, at);
  if (/^np\.[^.]+$/.test(name)) {
    const span = [at.span[1] - [...name.slice("np.".length)].length, at.span[1]] as const;
    return errors.unknownFunction(name, functionNames(), null, { source, span });
  }
  const [column = "", ...rest] = name.split(".");
  if (rest.length > 0 && table.has(column)) return errors.forbidden(attribute(name), attributePlace(at));
  return errors.unknownFunction(name, functionNames(), callHint(name, table), at);
}

/** What was probably meant by calling a name, or null. */
function callHint(name: string, table: Table): string | null {
  const other = counterpart(name) ?? (functionSpec(`np.${name}`) && `\`np.${name}(...)\``);
  if (other !== undefined) return `write ${other}`;
  return table.has(name) ? "it is a column: join terms with `+`, `:` or `*`" : null;
}

/** The part of a dotted name that reaches into a value: `.abs` of `x.abs`. */
function attribute(name: string): string {
  return name.slice(name.indexOf("."));
}

/** From the first point on. */
function attributePlace({ source, span: [start, end] }: Place): Place {
  return { source, span: [[...source].indexOf(".", start), end] };
}
