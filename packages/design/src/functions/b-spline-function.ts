// `bs` with patsy's arguments. What it learns from the rows of a design is its inner knots and its bounds; frozen, it
// is a call of `bs` with both written out.
import type { Expression } from "@mixedlm/formula";
import { bSplineBasis } from "../bases/b-spline.ts";
import { innerQuantiles } from "../bases/quantile.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import { frozenCall, listNode, numberNode } from "../expressions/frozen-call.ts";
import type { Value } from "../expressions/value.ts";
import { rowNumber } from "../table/table.ts";
import { columnArgument, listArgument, truthArgument, wholeArgument } from "./arguments.ts";
import { checkSize, presentValues } from "./present-values.ts";
import { type Bounds, boundsArguments, checkInside } from "./spline-knots.ts";
import * as errors from "./stateful-errors.ts";

/** The function `bs(x, df, knots, degree=3, include_intercept=False, lower_bound, upper_bound)`. */
export const B_SPLINE_FUNCTION: FunctionSpec = {
  parameters: ["x", "df", "knots", "degree", "include_intercept", "lower_bound", "upper_bound"],
  required: 1,
  takesKeywords: true,
  isRowwise: true,
  call: columns,
  freeze,
};

/** What the arguments say, completed by what the data say. */
interface BSpline extends Bounds {
  readonly x: Float64Array;
  readonly inner: readonly number[];
  readonly degree: number;
  readonly hasIntercept: boolean;
}

function columns(args: Arguments, context: CallContext): Value {
  const { x, inner, degree, hasIntercept, lower, upper } = learn(args, context);
  const outside = x.findIndex((value) => value < lower || value > upper);
  if (outside >= 0) {
    const row = rowNumber(context.table, outside);
    throw errors.outsideKnots(x[outside]!, row, lower, upper, context.at());
  }
  const ends = (knot: number): number[] => new Array<number>(degree + 1).fill(knot);
  const knots = Float64Array.from([...ends(lower), ...inner, ...ends(upper)]).sort();
  const basis = bSplineBasis(x, knots, degree).slice(hasIntercept ? 0 : 1);
  if (basis.length === 0) throw errors.noColumnLeft("bs", context.at());
  return { kind: "matrix", type: "float", columns: basis };
}

function freeze(args: Arguments, context: CallContext): Expression {
  const { inner, degree, hasIntercept, lower, upper } = learn(args, context);
  const { call } = context;
  return frozenCall(call, [args[0]!], {
    knots: listNode(inner, (args[2] ?? call).span),
    degree: numberNode(degree, (args[3] ?? call).span, true),
    include_intercept: numberNode(Number(hasIntercept), call.span, true),
    lower_bound: numberNode(lower, (args[5] ?? call).span),
    upper_bound: numberNode(upper, (args[6] ?? call).span),
  });
}

/** Reads the arguments; what is not given is learnt from the values that are not missing, as in patsy. */
function learn(args: Arguments, context: CallContext): BSpline {
  const [x, df, knots, degreeArgument, interceptArgument, lowerArgument, upperArgument] = args;
  const values = columnArgument(x!, context);
  const degree = degreeOf(degreeArgument, context);
  const hasIntercept = truthArgument(interceptArgument, context) ?? false;
  const given = listArgument(knots, "knots", context);
  const count = innerCount(df, given, degree, hasIntercept, args, context);
  checkSize(values.length, count + degree + 1, context);
  let sorted: Float64Array | undefined;
  const learnt = (): Float64Array => {
    sorted ??= presentValues(values, x!, context).sort();
    return sorted;
  };
  const bounds = boundsArguments(lowerArgument, upperArgument, learnt, context);
  const inner = given ?? innerQuantiles(learnt(), count, 1);
  checkInside(inner, bounds, knots ?? df, context);
  return { ...bounds, x: values, inner, degree, hasIntercept };
}

function degreeOf(argument: Expression | undefined, context: CallContext): number {
  const degree = argument === undefined ? 3 : wholeArgument(argument, "degree", context);
  if (degree !== undefined && degree >= 0) return degree;
  const found = degree === undefined ? "None" : String(degree);
  throw errors.wrongNumber("bs", "degree", found, "a whole number, 0 or more", context.at(argument));
}

/** Number of inner knots, from `df` or from the knots given. */
function innerCount(
  dfArgument: Expression | undefined,
  given: readonly number[] | undefined,
  degree: number,
  hasIntercept: boolean,
  args: Arguments,
  context: CallContext,
): number {
  const df = wholeArgument(dfArgument, "df", context);
  if (df === undefined) {
    if (given === undefined) throw errors.dfOrKnots("bs", context.at());
    return given.length;
  }
  const least = degree + Number(hasIntercept);
  if (df < least) {
    const why = `for degree=${degree}${hasIntercept ? " with an intercept" : ""}`;
    throw errors.wrongNumber("bs", "df", String(df), `${least} or more ${why}`, context.at(dfArgument));
  }
  if (given !== undefined && given.length !== df - least) {
    throw errors.knotCount("bs", df, df - least, given.length, context.at(args[2]));
  }
  return df - least;
}
