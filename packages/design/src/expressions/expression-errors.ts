// What can be wrong in an embedded expression: names, functions, arguments, types of operands, rows.
// Each has its place in the formula. The error class, its codes and the texts about tables are in errors.ts.
import { didYouMean, listed, nearest, type Place } from "@mixedlm/formula";
import { count, DesignError } from "../errors.ts";
import { describe, type Value } from "./value.ts";

const NUMPY = "np.";

/** What marks functions of the extended dialect in a call; people write the name without it. */
const EXTENDED = "extended.";

/** A function's name as it is written. */
export function written(name: string): string {
  return name.startsWith(EXTENDED) ? name.slice(EXTENDED.length) : name;
}

/** A function that is not on the list was called. */
export function unknownFunction(name: string, known: Iterable<string>, hint: string | null, at: Place): DesignError {
  const candidates = similarFunctions(name, known);
  const advice = hint === null ? didYouMean(candidates) : `; ${hint}`;
  return new DesignError(
    "unknown-function",
    `\`${name}\` is not a function that formulas know${advice}`,
    { name, candidates },
    at,
  );
}

/**
 * Compares names without `np.`, so that `lgo` finds `np.log`; a name that has it is looked for among those that have
 * it.
 */
function similarFunctions(name: string, known: Iterable<string>): string[] {
  const pool = [...known].filter((other) => other.startsWith(name.startsWith(NUMPY) ? NUMPY : ""));
  // of two with one bare name the first, `abs` before `np.abs`
  const full = new Map([...pool].reverse().map((other) => [bare(other), other]));
  return nearest(bare(name), pool.map(bare)).map((other) => full.get(other)!);
}

function bare(name: string): string {
  return name.startsWith(NUMPY) ? name.slice(NUMPY.length) : name;
}

/** A name that reaches outside of the data: attributes, Python's internals, file access. */
export function forbidden(name: string, at: Place): DesignError {
  const text = `\`${name}\` is not available in formulas; only columns, listed functions and \`np.\` functions are`;
  return new DesignError("forbidden", text, { name }, at);
}

/** A function that is a notion of another formula language. */
export function foreignFunction(name: string, advice: string, at: Place): DesignError {
  const text = `\`${name}\` is a function of other formula languages; ${advice}`;
  return new DesignError("not-patsy-syntax", text, { name }, at);
}

/** A function's name stands where a variable is expected. */
export function functionAsVariable(name: string, at: Place): DesignError {
  const text =
    `${name}.` === NUMPY
      ? "`np` is what names of functions begin with, not a variable; write such a function, as in `np.log(x)`"
      : `\`${name}\` is a function, not a variable; write \`${name}(...)\``;
  return new DesignError("type", text, { name }, at);
}

/** A required argument is missing. */
export function missingArgument(name: string, parameter: string, at: Place): DesignError {
  return new DesignError(
    "arguments",
    `\`${written(name)}\` needs its argument \`${parameter}\``,
    { name, parameter },
    at,
  );
}

/** More arguments are given than the function takes. */
export function surplusArguments(name: string, most: number, found: number, at: Place): DesignError {
  const text = `\`${written(name)}\` takes at most ${count(most, "argument")}, got ${found}`;
  return new DesignError("arguments", text, { name, most, found }, at);
}

/** A keyword that the function does not have, or one that is given twice. */
export function unknownKeyword(name: string, keyword: string, known: readonly string[], at: Place): DesignError {
  const candidates = nearest(keyword, known);
  const text =
    known.length === 0
      ? `\`${written(name)}\` takes its arguments by position; write the value without \`${keyword}=\``
      : `\`${written(name)}\` has no argument \`${keyword}\`${didYouMean(candidates)} (arguments: ${listed(known)})`;
  return new DesignError("arguments", text, { name, keyword, candidates }, at);
}

/** One parameter gets two values. */
export function repeatedArgument(name: string, keyword: string, at: Place): DesignError {
  return new DesignError(
    "arguments",
    `argument \`${keyword}\` of \`${written(name)}\` is given twice`,
    { name, keyword },
    at,
  );
}

/** An argument is not of the kind that the function can use. */
export function wrongArgument(name: string, found: Value, expected: string, at: Place): DesignError {
  const text = `\`${written(name)}\` expects ${expected}, got ${describe(found)}`;
  return new DesignError("arguments", text, { name, expected, found: describe(found) }, at);
}

/** An operand or argument has the wrong type: text where numbers are needed. */
export function wrongType(operation: string, found: Value, expected: string, at: Place): DesignError {
  const text = `\`${written(operation)}\` needs ${expected}, got ${describe(found)}`;
  return new DesignError("type", text, { operation, expected, found: describe(found) }, at);
}

/** Arithmetic that truth values do not have: `-`, `/`, `//`, `**` of two of them. */
export function truthArithmetic(operation: string, at: Place): DesignError {
  const text = `\`${operation}\` is not defined for two truth values; multiply one by 1 to count with it`;
  return new DesignError("type", text, { operation }, at);
}

/** Whole numbers to a negative whole power. */
export function negativePower(at: Place): DesignError {
  const text = "whole numbers to a negative whole power are not whole; write the power with a point, such as `-1.0`";
  return new DesignError("type", text, {}, at);
}

/** A constant is divided by zero, or a root is taken of a negative one. */
export function undefinedConstant(operation: string, left: number, right: number, at: Place): DesignError {
  return new DesignError(
    "arguments",
    `${left} ${operation} ${right} is not a real number`,
    { operation, left, right },
    at,
  );
}

/** Two operands have different numbers of rows or columns. */
export function shapeMismatch(operation: string, left: string, right: string, at: Place): DesignError {
  const text = `\`${operation}\` combines values row by row, but has ${left} and ${right}`;
  return new DesignError("rows", text, { operation, left, right }, at);
}

/** A factor does not have one value per row of the table. */
export function rowsMismatch(name: string, found: number, expected: number, at: Place): DesignError {
  const remedy = found === 1 ? "; a constant is no variable, and the intercept is written `1`" : "";
  const text = `\`${name}\` has ${count(found, "row")}, but the table has ${expected}${remedy}`;
  return new DesignError("rows", text, { name, found, expected }, at);
}

/** An array has more than two dimensions. */
export function tooManyDimensions(name: string, dimensions: number, at: Place): DesignError {
  const text = `\`${name}\` makes an array of ${dimensions} dimensions; a variable has one, or two with its columns side by side`;
  return new DesignError("rows", text, { name, dimensions }, at);
}

const ONE_VALUE_PER_ROW = "a variable has one value per row of the table";

/** A factor's value is no variable at all: text, a list, None. */
export function notAVariable(name: string, found: Value, at: Place): DesignError {
  const remedy = found.kind === "contrast" ? "a contrast is given to a variable: `C(a, Sum)`" : ONE_VALUE_PER_ROW;
  const text = `\`${name}\` is ${describe(found)}; ${remedy}`;
  return new DesignError("type", text, { name, found: describe(found) }, at);
}

/** Several columns cannot be one categorical variable. */
export function categoricalMatrix(name: string, columns: number, at: Place): DesignError {
  const text = `\`${name}\` has ${columns} columns; a categorical variable has one`;
  return new DesignError("categorical", text, { name, columns }, at);
}

/** The contrast of `C()` is none. */
export function wrongContrast(value: Value | string, known: readonly string[], at: Place): DesignError {
  const isName = typeof value === "string";
  const found = isName ? value : describe(value);
  const candidates = isName ? nearest(value, known) : [];
  const text = `${isName ? `\`${value}\`` : found} is not a contrast${didYouMean(candidates)} (contrasts: ${listed(known)}, or a matrix as nested lists)`;
  return new DesignError("categorical", text, { found, candidates }, at);
}

/** A part of a coding is not usable: its levels, its reference, its scores. */
export function wrongCoding(part: string, found: string, expected: string, at: Place): DesignError {
  return new DesignError("categorical", `${part} is ${found}, expected ${expected}`, { part, found, expected }, at);
}
