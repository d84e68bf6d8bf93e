// Formulas that are no text, at both doors and at the parsers.
import { hostile, refused, table, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const formulaTypeCases: readonly BadInput[] = [
  refused(
    "undefined as the formula of lmm",
    () => untyped.lmm(undefined, table),
    "option-type",
    'option `formula` of lmm is undefined, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "undefined as the formula of mixedlm",
    () => untyped.mixedlm(undefined, table, "g"),
    "option-type",
    'option `formula` of mixedlm is undefined, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "undefined as the text of a parser",
    () => untyped.parseMixedFormula(undefined),
    "type",
    'expected a formula as a text, such as "y ~ x", got undefined',
  ),
  refused(
    "null as the formula of lmm",
    () => untyped.lmm(null, table),
    "option-type",
    'option `formula` of lmm is null, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "null as the formula of mixedlm",
    () => untyped.mixedlm(null, table, "g"),
    "option-type",
    'option `formula` of mixedlm is null, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "null as the text of a parser",
    () => untyped.parseMixedFormula(null),
    "type",
    'expected a formula as a text, such as "y ~ x", got null',
  ),
  refused(
    "a number as the formula of lmm",
    () => untyped.lmm(5, table),
    "option-type",
    'option `formula` of lmm is 5, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "a number as the formula of mixedlm",
    () => untyped.mixedlm(5, table, "g"),
    "option-type",
    'option `formula` of mixedlm is 5, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "a number as the text of a parser",
    () => untyped.parseMixedFormula(5),
    "type",
    'expected a formula as a text, such as "y ~ x", got a number',
  ),
  refused(
    "a big integer as the formula of lmm",
    () => untyped.lmm(5n, table),
    "option-type",
    'option `formula` of lmm is 5n, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "a big integer as the formula of mixedlm",
    () => untyped.mixedlm(5n, table, "g"),
    "option-type",
    'option `formula` of mixedlm is 5n, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "a big integer as the text of a parser",
    () => untyped.parseMixedFormula(5n),
    "type",
    'expected a formula as a text, such as "y ~ x", got a bigint',
  ),
  refused(
    "an object as the formula of lmm",
    () => untyped.lmm({}, table),
    "option-type",
    'option `formula` of lmm is an object, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "an object as the formula of mixedlm",
    () => untyped.mixedlm({}, table, "g"),
    "option-type",
    'option `formula` of mixedlm is an object, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "an object as the text of a parser",
    () => untyped.parseMixedFormula({}),
    "type",
    'expected a formula as a text, such as "y ~ x", got an object',
  ),
  refused(
    "an array as the formula of lmm",
    () => untyped.lmm(["y ~ x"], table),
    "option-type",
    'option `formula` of lmm is an array of 1, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "an array as the formula of mixedlm",
    () => untyped.mixedlm(["y ~ x"], table, "g"),
    "option-type",
    'option `formula` of mixedlm is an array of 1, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "an array as the text of a parser",
    () => untyped.parseMixedFormula(["y ~ x"]),
    "type",
    'expected a formula as a text, such as "y ~ x", got an array',
  ),
  refused(
    "a String object as the formula of lmm",
    () => untyped.lmm(new String("y ~ x"), table),
    "option-type",
    'option `formula` of lmm is a String, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "a String object as the formula of mixedlm",
    () => untyped.mixedlm(new String("y ~ x"), table, "g"),
    "option-type",
    'option `formula` of mixedlm is a String, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "a String object as the text of a parser",
    () => untyped.parseMixedFormula(new String("y ~ x")),
    "type",
    'expected a formula as a text, such as "y ~ x", got an object',
  ),
  refused(
    "a symbol as the formula of lmm",
    () => untyped.lmm(Symbol("y"), table),
    "option-type",
    'option `formula` of lmm is Symbol(y), expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "a symbol as the formula of mixedlm",
    () => untyped.mixedlm(Symbol("y"), table, "g"),
    "option-type",
    'option `formula` of mixedlm is Symbol(y), expected a text such as "Weight ~ Time"',
  ),
  refused(
    "a symbol as the text of a parser",
    () => untyped.parseMixedFormula(Symbol("y")),
    "type",
    'expected a formula as a text, such as "y ~ x", got a symbol',
  ),
  refused(
    "a function as the formula of lmm",
    () => untyped.lmm(() => "y ~ x", table),
    "option-type",
    'option `formula` of lmm is a function, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "a function as the formula of mixedlm",
    () => untyped.mixedlm(() => "y ~ x", table, "g"),
    "option-type",
    'option `formula` of mixedlm is a function, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "a function as the text of a parser",
    () => untyped.parseMixedFormula(() => "y ~ x"),
    "type",
    'expected a formula as a text, such as "y ~ x", got a function',
  ),
  refused(
    "an object whose toString throws as the formula of lmm",
    () => untyped.lmm(hostile, table),
    "option-type",
    'option `formula` of lmm is an object, expected a text such as "y ~ x + (x | g)"',
  ),
  refused(
    "an object whose toString throws as the formula of mixedlm",
    () => untyped.mixedlm(hostile, table, "g"),
    "option-type",
    'option `formula` of mixedlm is an object, expected a text such as "Weight ~ Time"',
  ),
  refused(
    "an object whose toString throws as the text of a parser",
    () => untyped.parseMixedFormula(hostile),
    "type",
    'expected a formula as a text, such as "y ~ x", got an object',
  ),
];
