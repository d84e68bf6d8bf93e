// What can be wrong in a call of a function that learns from the data, each with its place in the formula.
// The error class and its codes are in errors.ts; what is wrong with any call is in expression-errors.ts.
import { listed, type Place } from "@mixedlm/formula";
import { count, DesignError } from "../errors.ts";
import { written } from "../expressions/expression-errors.ts";

/** A number of columns, knots, rows or levels is not a whole number, or too small. */
export function wrongNumber(name: string, parameter: string, found: string, expected: string, at: Place): DesignError {
  const text = `\`${parameter}\` of \`${written(name)}\` is ${found}, expected ${expected}`;
  return new DesignError("arguments", text, { name, parameter, found, expected }, at);
}

/** Neither the number of columns of a spline nor its knots are given. */
export function dfOrKnots(name: string, at: Place): DesignError {
  const text = `\`${name}\` needs \`df\`, the number of columns, or \`knots\``;
  return new DesignError("arguments", text, { name }, at);
}

/** The knots given are not as many as the number of columns asks for. */
export function knotCount(name: string, df: number, expected: number, found: number, at: Place): DesignError {
  const text = `\`${name}\` with df=${df} has ${count(expected, "inner knot")}, got ${found}; leave out \`df\` or the knots`;
  return new DesignError("arguments", text, { name, df, expected, found }, at);
}

/** The lower bound of a spline is above its upper bound, or equal where there has to be room between them. */
export function boundsOrder(name: string, lower: number, upper: number, at: Place): DesignError {
  const text = `the lower bound of \`${name}\` is ${lower}, the upper one ${upper}; expected the lower one to be less`;
  return new DesignError("arguments", text, { name, lower, upper }, at);
}

/** Knots are outside the bounds of their spline. */
export function knotsOutside(
  name: string,
  knots: readonly number[],
  lower: number,
  upper: number,
  at: Place,
): DesignError {
  const text = `knots ${listed(knots.map(String))} of \`${name}\` are outside its bounds, ${lower} to ${upper}; move them, or widen \`lower_bound\` and \`upper_bound\``;
  return new DesignError("arguments", text, { name, knots, lower, upper }, at);
}

/** Fewer different knots than the spline needs: values are too few, or a knot is one of the bounds. */
export function knotsNotDistinct(name: string, expected: number, found: number, at: Place): DesignError {
  const text = `\`${name}\` needs ${expected} different knots, its two bounds included, but has ${found}; take a smaller \`df\`, or other \`knots\``;
  return new DesignError("arguments", text, { name, expected, found }, at);
}

/** No value lies between the bounds, so that there is nothing to place knots by. */
export function nothingInside(name: string, lower: number, upper: number, at: Place): DesignError {
  const text = `\`${name}\` finds no value from ${lower} to ${upper} to place its knots by; give \`knots\`, or other bounds`;
  return new DesignError("arguments", text, { name, lower, upper }, at);
}

/** A matrix of constraints does not fit the basis. */
export function constraintColumns(name: string, expected: number, found: number, at: Place): DesignError {
  const text = `the constraints of \`${name}\` have ${count(found, "column")}, expected ${expected}, one per column of the basis without constraints`;
  return new DesignError("arguments", text, { name, expected, found }, at);
}

/** A basis is without columns: it has as many constraints as columns, or had only the one that is left out. */
export function noColumnLeft(name: string, at: Place): DesignError {
  const text = `\`${name}\` has no column left; expected fewer constraints, or more columns`;
  return new DesignError("arguments", text, { name }, at);
}

/** A value is outside the knots of a B-spline, where it is not defined. */
export function outsideKnots(value: number, row: number, lower: number, upper: number, at: Place): DesignError {
  const text = `the argument of \`bs\` is ${value} in row ${row} (rows count from 0), outside the knots of the spline, ${lower} to ${upper}; widen \`lower_bound\` and \`upper_bound\`, or leave such rows out`;
  return new DesignError("outside-knots", text, { value, row, lower, upper }, at);
}

/** An infinite value leaves nothing finite to learn. */
export function infiniteValue(name: string, value: number, row: number, at: Place): DesignError {
  const text = `\`${written(name)}\` cannot learn from the value ${value} in row ${row} (rows count from 0); expected finite numbers`;
  return new DesignError("arguments", text, { name, value, row }, at);
}

/** Every value is missing. */
export function nothingToLearn(name: string, at: Place): DesignError {
  const text = `\`${written(name)}\` has no value to learn from: all are missing`;
  return new DesignError("no-rows", text, { name }, at);
}

/** A basis has more columns than any curve needs. */
export function wideBasis(name: string, columns: number, limit: number, at: Place): DesignError {
  const text = `\`${written(name)}\` makes ${columns} columns, more than the limit of ${limit}; take a smaller \`df\``;
  return new DesignError("limit", text, { name, columns, limit }, at);
}

/** A basis would need more memory than there is. */
export function tooManyValues(name: string, rows: number, columns: number, most: number, at: Place): DesignError {
  const text = `\`${written(name)}\` makes ${count(columns, "column")} of ${count(rows, "row")}, more than ${most} numbers`;
  return new DesignError("limit", text, { name, rows, columns, most }, at);
}
