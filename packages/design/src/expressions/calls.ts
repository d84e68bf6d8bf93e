// What a listed function is and sees: its parameters, its properties, a call of it. Expressions given in a call come
// in, matched to the parameters they go out, as Python does; what each must be worth is read in `arguments.ts`.
import type { CallExpression, Expression, Place } from "@mixedlm/formula";
import type { Table } from "../table/table.ts";
import * as errors from "./expression-errors.ts";
import type { Value } from "./value.ts";

/** What a function can ask while it is evaluated. */
export interface CallContext {
  readonly call: CallExpression;
  readonly source: string;
  readonly table: Table;
  evaluate(expression: Expression): Value;
  /** The place of an expression, by default of the whole call. */
  at(expression?: Expression): Place;
}

/** The expressions given for a function's parameters, in order; undefined where none is. */
export type Arguments = readonly (Expression | undefined)[];

/** A listed function. */
export interface FunctionSpec {
  /** Parameter names in order. */
  readonly parameters: readonly string[];
  /** How many of them must be given. */
  readonly required: number;
  /** Whether parameters can be given by name; numpy's elementwise functions do not allow it. */
  readonly takesKeywords: boolean;
  /** Whether `parameters` are given by name only, after any number of arguments by position. */
  readonly isVariadic?: boolean;
  /** Whether a row's value depends on that row alone, once what the function learns is frozen. */
  readonly isRowwise: boolean;
  /** Whether a row's value is that of another row, so that all rows of the table have to stand in their order. */
  readonly isShift?: boolean;
  /** Evaluates a call; `args` are those of the parameters, then those of a variadic function. */
  call(args: Arguments, context: CallContext): Value;
  /** Writes a call with what it learns from the rows of the table; functions without this learn nothing. */
  freeze?(args: Arguments, context: CallContext): Expression;
}

/**
 * Matches the arguments of a call to the function's parameters.
 *
 * @returns one expression per parameter, undefined where none is given; then the other arguments of a variadic
 *   function.
 * @throws {@link DesignError} `arguments` when there are too many or too few, or a keyword is unknown or repeated.
 */
export function bindArguments(spec: FunctionSpec, context: CallContext): (Expression | undefined)[] {
  const { call, source } = context;
  const most = spec.parameters.length;
  const args = spec.isVariadic ? [] : call.args;
  const bound: (Expression | undefined)[] = Array.from({ length: most }, (_, i) => args[i]);
  for (const keyword of call.keywords) {
    const index = spec.takesKeywords ? spec.parameters.indexOf(keyword.name) : -1;
    const end = keyword.span[0] + [...keyword.name].length;
    if (!spec.takesKeywords) {
      const equals = [...source].indexOf("=", end);
      throw errors.unknownKeyword(call.function, keyword.name, [], { source, span: [equals, equals + 1] });
    }
    const at: Place = { source, span: [keyword.span[0], end] };
    if (index < 0) throw errors.unknownKeyword(call.function, keyword.name, spec.parameters, at);
    if (bound[index] !== undefined) throw errors.repeatedArgument(call.function, keyword.name, at);
    bound[index] = keyword.value;
  }
  if (args.length > most) {
    const surplus = call.args.length === most + 1 ? call.args[most] : undefined;
    throw errors.surplusArguments(call.function, most, call.args.length, context.at(surplus));
  }
  const missing = bound.slice(0, spec.required).indexOf(undefined);
  if (missing >= 0) throw errors.missingArgument(call.function, spec.parameters[missing]!, context.at());
  return spec.isVariadic ? [...bound, ...call.args] : bound;
}
