// `cr` and `cc` with patsy's arguments. What they learn from the rows of a design is their knots, their bounds and,
// under constraints='center', the means of their columns; frozen, they are calls of the same function with all of it
// written out.
import type { Expression } from "@mixedlm/formula";
import { cubicRegressionBasis } from "../bases/cubic-regression-spline.ts";
import { innerQuantiles } from "../bases/quantile.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import { frozenCall, listNode, numberNode } from "../expressions/frozen-call.ts";
import type { Value } from "../expressions/value.ts";
import { columnArgument, listArgument, wholeArgument } from "./arguments.ts";
import { checkSize, presentValues } from "./present-values.ts";
import {
  type Constraints,
  constrained,
  constraintCount,
  constraintsArgument,
  constraintsNode,
  learnConstraints,
} from "./spline-constraints.ts";
import { type Bounds, boundsArguments, checkInside } from "./spline-knots.ts";
import * as errors from "./stateful-errors.ts";

/** The functions `cr` and `cc` `(x, df, knots, lower_bound, upper_bound, constraints)` by name. */
export const CUBIC_SPLINE_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ["cr", cubicSpline(false)],
  ["cc", cubicSpline(true)],
]);

/** What the arguments say, completed by what the data say. */
interface CubicSpline {
  readonly x: Float64Array;
  /** All knots, the bounds first and last. */
  readonly knots: readonly number[];
  readonly constraints: readonly (readonly number[])[] | null;
}

function cubicSpline(isCyclic: boolean): FunctionSpec {
  const columns = (args: Arguments, context: CallContext): Value => {
    const { x, knots, constraints } = learn(args, isCyclic, context);
    return constrained(cubicRegressionBasis(x, { knots, isCyclic }), constraints, args[5], context);
  };
  const freeze = (args: Arguments, context: CallContext): Expression => {
    const { knots, constraints } = learn(args, isCyclic, context);
    const { call } = context;
    return frozenCall(call, [args[0]!], {
      knots: listNode(knots.slice(1, -1), (args[2] ?? call).span),
      lower_bound: numberNode(knots[0]!, (args[3] ?? call).span),
      upper_bound: numberNode(knots.at(-1)!, (args[4] ?? call).span),
      constraints: constraintsNode(constraints, args[5], context),
    });
  };
  const parameters = ["x", "df", "knots", "lower_bound", "upper_bound", "constraints"];
  return { parameters, required: 1, takesKeywords: true, isRowwise: true, call: columns, freeze };
}

/** Reads the arguments; what is not given is learnt from the values that are not missing, as in patsy. */
function learn(args: Arguments, isCyclic: boolean, context: CallContext): CubicSpline {
  const [x, df, knotsArgument, lowerArgument, upperArgument, constraintsGiven] = args;
  const values = columnArgument(x!, context);
  const constraints = constraintsArgument(constraintsGiven, context);
  const listed = listArgument(knotsArgument, "knots", context);
  const given = listed && distinct(listed);
  const count = innerCount(df, knotsArgument, given, constraints, isCyclic, context);
  checkSize(values.length, count + 2, context);
  let sorted: Float64Array | undefined;
  const learnt = (): Float64Array => {
    sorted ??= presentValues(values, x!, context).sort();
    return sorted;
  };
  const bounds = boundsArguments(lowerArgument, upperArgument, learnt, context);
  const inner = given ?? quantilesInside(learnt(), count, bounds, df, context);
  checkInside(inner, bounds, knotsArgument ?? df, context);
  const knots = distinct([bounds.lower, ...inner, bounds.upper]);
  const expected = Math.max(count + 2, isCyclic ? 2 : 3);
  if (knots.length !== expected) {
    throw errors.knotsNotDistinct(context.call.function, expected, knots.length, context.at(knotsArgument ?? df));
  }
  const basis = (): readonly Float64Array[] =>
    cubicRegressionBasis(presentValues(values, x!, context), { knots, isCyclic });
  return { x: values, knots, constraints: learnConstraints(constraints, basis) };
}

/** Number of inner knots, from `df`, which counts the columns that constraints leave, or from the knots given. */
function innerCount(
  dfArgument: Expression | undefined,
  knotsArgument: Expression | undefined,
  given: readonly number[] | undefined,
  constraints: Constraints,
  isCyclic: boolean,
  context: CallContext,
): number {
  const name = context.call.function;
  const df = wholeArgument(dfArgument, "df", context);
  if (df === undefined) {
    if (given === undefined) throw errors.dfOrKnots(name, context.at());
    return given.length;
  }
  // a spline that is not cyclic has three knots at least; patsy fails with two
  const least = Math.max(1, (isCyclic ? 1 : 3) - constraintCount(constraints));
  if (df < least) throw errors.wrongNumber(name, "df", String(df), `${least} or more`, context.at(dfArgument));
  const count = df + constraintCount(constraints) - (isCyclic ? 1 : 2);
  if (given !== undefined && given.length !== count) {
    throw errors.knotCount(name, df, count, given.length, context.at(knotsArgument));
  }
  return count;
}

/** Quantiles of the distinct values between the bounds. */
function quantilesInside(
  sorted: Float64Array,
  count: number,
  { lower, upper }: Bounds,
  at: Expression | undefined,
  context: CallContext,
): number[] {
  const inside = sorted.filter((value, i) => value >= lower && value <= upper && value !== sorted[i - 1]);
  if (inside.length > 0 || count === 0) return innerQuantiles(inside, count, 100);
  throw errors.nothingInside(context.call.function, lower, upper, context.at(at));
}

/** Ascending, each once. */
function distinct(knots: readonly number[]): number[] {
  return [...new Set(knots)].sort((a, b) => a - b);
}
