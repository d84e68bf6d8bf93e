// The functions that formulas of the extended dialect have and patsy's do not: `poly` of R, `lag`, `hashed`. The parser
// of that dialect puts `extended.` before their names, so that patsy's formulas cannot call them.

import type { Expression } from "@mixedlm/formula";
import { integerPower } from "@mixedlm/linalg";
import {
  orthogonalPolynomials,
  type PolynomialCoefficients,
  polynomialCoefficients,
} from "../bases/orthogonal-polynomial.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import * as callErrors from "../expressions/expression-errors.ts";
import { frozenCall, listNode, numberNode } from "../expressions/frozen-call.ts";
import type { Value } from "../expressions/value.ts";
import { LIMITS } from "../limits.ts";
import { type Column, columnLength, valueAt } from "../table/column.ts";
import { type DataType, formatLevel } from "../table/level.ts";
import { columnArgument, listArgument, truthArgument, wholeArgument } from "./arguments.ts";
import { hashCode } from "./hash-code.ts";
import { checkSize, presentValues } from "./present-values.ts";
import { shiftColumn, shiftNumbers } from "./shift-rows.ts";
import * as errors from "./stateful-errors.ts";

/** The functions of this file by name. */
export const EXTENDED_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map<string, FunctionSpec>([
  [
    "extended.poly",
    {
      parameters: ["x", "degree", "raw", "alpha", "norm2"],
      required: 1,
      takesKeywords: true,
      isRowwise: true,
      call: polynomials,
      freeze: frozenPolynomials,
    },
  ],
  [
    "extended.lag",
    { parameters: ["data", "k"], required: 1, takesKeywords: true, isRowwise: false, isShift: true, call: lag },
  ],
  [
    "extended.hashed",
    { parameters: ["data", "levels"], required: 2, takesKeywords: true, isRowwise: true, call: hashed },
  ],
]);

// Polynomials.

interface Polynomials {
  readonly x: Float64Array;
  readonly degree: number;
  /** Null for plain powers. */
  readonly coefficients: PolynomialCoefficients | null;
}

/** `poly(x, degree=1, raw=False)`: orthonormal polynomials of degree 1, 2, ..., or plain powers. */
function polynomials(args: Arguments, context: CallContext): Value {
  const { x, degree, coefficients } = learnPolynomials(args, context);
  const columns =
    coefficients === null
      ? Array.from({ length: degree }, (_, d) => x.map((value) => integerPower(value, d + 1)))
      : orthogonalPolynomials(x, coefficients);
  return { kind: "matrix", type: "float", columns };
}

/** The same call with the coefficients that R keeps, `alpha` and `norm2`. */
function frozenPolynomials(args: Arguments, context: CallContext): Expression {
  const { degree, coefficients } = learnPolynomials(args, context);
  const { call } = context;
  return frozenCall(call, [args[0]!], {
    degree: numberNode(degree, (args[1] ?? call).span, true),
    raw: numberNode(coefficients === null ? 1 : 0, (args[2] ?? call).span, true),
    alpha: coefficients === null ? undefined : listNode(coefficients.alpha, call.span),
    norm2: coefficients === null ? undefined : listNode(coefficients.norm2, call.span),
  });
}

function learnPolynomials(
  [xArgument, degreeArgument, rawArgument, alphaArgument, norm2Argument]: Arguments,
  context: CallContext,
): Polynomials {
  const { call } = context;
  const x = columnArgument(xArgument!, context);
  const degree = wholeArgument(degreeArgument, "degree", context) ?? 1;
  const wrongDegree = (expected: string) =>
    errors.wrongNumber(call.function, "degree", String(degree), expected, context.at(degreeArgument));
  if (degree < 1) throw wrongDegree("1 or more");
  checkSize(x.length, degree, context);
  if (truthArgument(rawArgument, context) === true) return { x, degree, coefficients: null };
  const alpha = listArgument(alphaArgument, "alpha", context);
  const norm2 = listArgument(norm2Argument, "norm2", context);
  if (alpha !== undefined && norm2 !== undefined) {
    if (alpha.length !== degree || norm2.length !== degree + 1) throw wrongDegree("that of `alpha` and `norm2`");
    return { x, degree, coefficients: { alpha, norm2 } };
  }
  const present = presentValues(x, xArgument!, context);
  const distinct = new Set(present).size;
  if (degree >= distinct) throw wrongDegree(`less than ${distinct}, the number of different values`);
  return { x, degree, coefficients: polynomialCoefficients(present, degree) };
}

// Rows.

/** `lag(data, k=1)`: the value `k` rows before, in the order of the table; of a negative k, after. */
function lag([argument, kArgument]: Arguments, context: CallContext): Value {
  const value = context.evaluate(argument!);
  const k = wholeArgument(kArgument, "k", context) ?? 1;
  if (value.kind === "column" || value.kind === "categorical")
    return { ...value, column: shiftColumn(value.column, k) };
  if (value.kind === "matrix") return { ...value, columns: value.columns.map((column) => shiftNumbers(column, k)) };
  throw callErrors.wrongArgument(context.call.function, value, "a variable", context.at(argument));
}

// Hashes.

/** `hashed(data, levels)`: a categorical variable of so many levels, 0, 1, ..., by a hash of each value's text. */
function hashed([argument, levelsArgument]: Arguments, context: CallContext): Value {
  const name = context.call.function;
  const value = context.evaluate(argument!);
  if (value.kind !== "column" && value.kind !== "categorical") {
    throw callErrors.wrongArgument(name, value, "a variable", context.at(argument));
  }
  const count = wholeArgument(levelsArgument, "levels", context) ?? 0;
  if (!(count >= 1 && count <= LIMITS.hashedLevels)) {
    const expected = `a whole number from 1 to ${LIMITS.hashedLevels}`;
    throw errors.wrongNumber(name, "levels", String(count), expected, context.at(levelsArgument));
  }
  const levels = Array.from({ length: count }, (_, level) => level);
  return {
    kind: "categorical",
    column: { kind: "numeric", type: "int", values: hashCodes(value.column, count) },
    levels: { value: levels, dataType: "int", span: levelsArgument!.span },
    contrast: null,
  };
}

function hashCodes(column: Column, count: number): Float64Array {
  const type: DataType = column.kind === "category" ? "category" : column.type;
  const known = new Map<string, number>();
  return Float64Array.from({ length: columnLength(column) }, (_, row) => {
    const level = valueAt(column, row);
    if (level === null) return Number.NaN;
    const text = formatLevel(level, type);
    const code = known.get(text) ?? hashCode(text, count);
    known.set(text, code);
    return code;
  });
}
