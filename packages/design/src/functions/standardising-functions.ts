// Centring and scaling by what was learnt from the rows that a design is made of.
// Their state is put into the expression itself: `center(x)` is frozen as `x - 4.5`, plain arithmetic that means the
// same on any other rows. Missing values are passed over when the state is learnt.
import type { Expression } from "@mixedlm/formula";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import { listNode, numberNode } from "../expressions/frozen-call.ts";
import { columnsArgument, scalarArgument, truthArgument } from "./arguments.ts";
import { presentValues } from "./present-values.ts";

/** What of its columns a call takes away: the mean, and the standard deviation with `ddof` degrees of freedom less. */
export interface Standardisation {
  /** Whether the mean is. */
  readonly isCentred: boolean;
  /** Whether the standard deviation is. */
  readonly isRescaled: boolean;
  readonly ddof: number;
}

/** The functions of this file by name; `scale` is another name of `standardize`, as in patsy. */
export const STANDARDISING_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ["center", standardising(["x"])],
  ["standardize", standardising(["x", "center", "rescale", "ddof"])],
  ["scale", standardising(["x", "center", "rescale", "ddof"])],
]);

function standardising(parameters: readonly string[]): FunctionSpec {
  const call: FunctionSpec["call"] = (args, context) => context.evaluate(freeze(args, context));
  return { parameters, required: 1, takesKeywords: true, isRowwise: true, call, freeze };
}

/** Makes `x`, `x - mean`, `x / deviation` or `(x - mean) / deviation`; of several columns, with a list of each. */
function freeze(args: Arguments, context: CallContext): Expression {
  const { span } = context.call;
  const x = args[0] as Expression;
  const wanted = standardisation(args, context);
  const columns = columnsArgument(x, "columns of numbers", context);
  const learnt = columns.map((column) => meanAndDeviation(presentValues(column, x, context), wanted));
  const node = (numbers: readonly number[]): Expression =>
    numbers.length === 1 ? numberNode(numbers[0]!, span) : listNode(numbers, span);
  const means = node(learnt.map(({ mean }) => mean));
  const centred: Expression = wanted.isCentred ? { kind: "binary", op: "-", left: x, right: means, span } : x;
  const deviations = node(learnt.map(({ deviation }) => deviation));
  return wanted.isRescaled ? { kind: "binary", op: "/", left: centred, right: deviations, span } : centred;
}

/**
 * Reads what a call of one of these functions asks for.
 *
 * @throws {@link DesignError} `arguments` when `ddof` is no number.
 */
export function standardisation([, center, rescale, ddof]: Arguments, context: CallContext): Standardisation {
  if (context.call.function === "center") return { isCentred: true, isRescaled: false, ddof: 0 };
  return {
    isCentred: truthArgument(center, context) ?? true,
    isRescaled: truthArgument(rescale, context) ?? true,
    ddof: ddof === undefined ? 0 : scalarArgument(ddof, context).value,
  };
}

/** Mean and standard deviation of values of which none is missing; the deviation is about the mean in any case. */
export function meanAndDeviation(
  values: ArrayLike<number>,
  { ddof }: Standardisation,
): { mean: number; deviation: number } {
  const n = values.length;
  // a plain sum, since the second one below takes up what it lost
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const first = sum / n;
  // the mean again about the first: sums of large numbers lose digits
  let rest = 0;
  for (let i = 0; i < n; i++) rest += values[i]! - first;
  const mean = first + rest / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return { mean, deviation: Math.sqrt(squares / (n - ddof)) };
}
