// Transforms that remember what they learnt from the rows that a design is made of: centring and scaling.
// Their state is put into the expression itself: `center(x)` is frozen as `x - 4.5`, plain arithmetic that means the
// same on any other rows. Missing values are passed over when the state is learnt.
import type { Expression } from "@mixedlm/formula";
import { bindArguments, type CallContext, type FunctionSpec, numericArgument, scalarArgument } from "./calls.ts";
import * as errors from "./expression-errors.ts";

/** What of its columns a call takes away: the mean, and the standard deviation with `ddof` degrees of freedom less. */
export interface Standardisation {
  readonly center: boolean;
  readonly rescale: boolean;
  readonly ddof: number;
}

type Arguments = readonly (Expression | undefined)[];

/** The functions of this file by name; `scale` is another name of `standardize`, as in patsy. */
export const STATEFUL_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ["center", stateful(["x"])],
  ["standardize", stateful(["x", "center", "rescale", "ddof"])],
  ["scale", stateful(["x", "center", "rescale", "ddof"])],
]);

function stateful(parameters: readonly string[]): FunctionSpec {
  const call: FunctionSpec["call"] = (args, context) => context.evaluate(frozen(args, context));
  return { parameters, required: 1, keywords: true, rowwise: false, call };
}

/**
 * Puts the state of a call of a stateful function into plain arithmetic.
 *
 * @param spec - the function, of {@link STATEFUL_FUNCTIONS}.
 * @returns `x`, `x - mean`, `x / deviation` or `(x - mean) / deviation`, each part with the place of the call.
 * @throws {@link DesignError} `arguments`, `type`, `unsupported` for a matrix of several columns.
 */
export function freezeCall(spec: FunctionSpec, context: CallContext): Expression {
  return frozen(bindArguments(spec, context), context);
}

function frozen(args: Arguments, context: CallContext): Expression {
  const { call } = context;
  const x = args[0] as Expression;
  const values = numericColumn(x, context);
  const wanted = standardisation(args, context);
  const { mean, deviation } = momentsOf(values, wanted);
  const number = (value: number): Expression => ({ kind: "number", value, isInteger: false, span: call.span });
  const centred: Expression = wanted.center
    ? { kind: "binary", op: "-", left: x, right: number(mean), span: call.span }
    : x;
  return wanted.rescale
    ? { kind: "binary", op: "/", left: centred, right: number(deviation), span: call.span }
    : centred;
}

/** What a call of a stateful function asks for. */
export function standardisation([, center, rescale, ddof]: Arguments, context: CallContext): Standardisation {
  const flag = (argument: Expression | undefined): boolean =>
    argument === undefined || scalarArgument(argument, context).value !== 0;
  if (context.call.function === "center") return { center: true, rescale: false, ddof: 0 };
  return {
    center: flag(center),
    rescale: flag(rescale),
    ddof: ddof === undefined ? 0 : scalarArgument(ddof, context).value,
  };
}

/** Mean and standard deviation of the values that are not missing; the deviation is about the mean in any case. */
export function momentsOf(values: ArrayLike<number>, { ddof }: Standardisation): { mean: number; deviation: number } {
  const present = Array.from(values).filter((value) => !Number.isNaN(value));
  const first = present.reduce((sum, value) => sum + value, 0) / present.length;
  // the mean again about the first: sums of large numbers lose digits
  const mean = first + present.reduce((sum, value) => sum + (value - first), 0) / present.length;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (present.length - ddof)) };
}

function numericColumn(x: Expression, context: CallContext): Float64Array {
  const value = numericArgument(x, context);
  if (value.kind === "column") return value.column.values;
  if (value.kind === "matrix" && value.columns.length === 1) return value.columns[0]!;
  throw errors.wrongArgument(context.call.function, value, "one column of numbers", context.at(x));
}
