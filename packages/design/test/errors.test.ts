import { parseFormula, type Term } from "@mixedlm/formula";
import { expect, test } from "vitest";
import * as columns from "../src/design-errors.ts";
import * as errors from "../src/errors.ts";
import * as expressions from "../src/expressions/expression-errors.ts";
import { scalar, type Value } from "../src/expressions/value.ts";

// The prose, reviewed by its difference. Codes and data are asserted where the errors arise.
const at = { source: "y ~ np.log(a)", span: [11, 12] } as const;
const five: Value = scalar(5, "int");
const text: Value = { kind: "text", value: "p", literal: [0, 3] };

test("texts about tables and columns say what is wrong and what would be right", () => {
  const all = [
    errors.notATable("string"),
    errors.emptyTable(0, 1),
    errors.columnLength("g", 2, "column `y`", 3),
    errors.duplicateColumn("x"),
    errors.unknownColumn("Tiem", ["Time", "Weight"]),
    errors.mixedColumn("x", 0, "number", 5, "string"),
    errors.columnValue("when", 0, "date"),
    errors.columnValue("what", 3, "object"),
    errors.notAColumn("y", "number"),
    errors.columnKind("l", "list"),
    errors.declaredType("k", 1, 2.5, "int"),
    errors.unsafeInteger("id", 1, 9007199254740993n),
    errors.duplicateLevel("a"),
    errors.unseenValue("a", 4, "a9", ["a1", "a2"]),
  ];
  expect(all.map((error) => error.message).join("\n")).toMatchInlineSnapshot(`
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a string
    the table has 0 rows and 1 column; a model needs some of both
    column \`g\` has 2 values, but column \`y\` has 3
    the table has two columns called \`x\`; rename one
    \`Tiem\` is not a column of the table; did you mean \`Time\`? (columns: Time, Weight)
    column \`x\` has a number in row 0 and a string in row 5 (rows count from 0); a column holds values of one type
    column \`when\` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds
    column \`what\` has an object in row 3 (rows count from 0); give numbers, strings or booleans
    column \`y\` is a number, expected an array of numbers, strings or booleans
    column \`l\` is of Arrow type list; only numbers, booleans, text and dictionaries of them can be read
    column \`k\` is declared int, but row 1 (rows count from 0) has 2.5
    column \`id\` has 9007199254740993 in row 1 (rows count from 0), beyond 2^53 - 1: not exact as a number; give text or a smaller unit
    level "a" is listed twice
    \`a\` has "a9" in row 4 (rows count from 0), which is not one of its levels: "a1", "a2""
  `);
});

test("texts about delimited text say what is wrong and what would be right", () => {
  const all = [
    errors.csvEmpty(),
    errors.csvFields(3, 2, 3),
    errors.csvName("__proto__"),
    errors.csvQuote(7),
    errors.csvNoText(5),
    errors.csvOption("delimiter", ";;", "one character"),
    errors.csvCell("a", 4, "x", "float"),
  ];
  expect(all.map((error) => error.message).join("\n")).toMatchInlineSnapshot(`
    "the text is empty; the first line should name the columns
    line 3 has 3 fields, expected 2; quote a field that contains the delimiter
    an Arquero table cannot have a column called \`__proto__\`; rename it
    the quote opened on line 7 is never closed
    \`text\` is 5, expected the text of a file, with the names of the columns first
    option \`delimiter\` of readCsv is ";;", expected one character
    column \`a\` is declared float, but line 4 has "x""
  `);
});

test("texts about expressions say what is wrong and what would be right", () => {
  const all = [
    expressions.unknownFunction("np.lgo", ["np.log"], null, at),
    expressions.unknownFunction("log", [], "write `np.log(...)`", at),
    expressions.forbidden("exec", at),
    expressions.functionAsVariable("C", at),
    expressions.missingArgument("C", "data", at),
    expressions.surplusArguments("I", 1, 2, at),
    expressions.unknownKeyword("C", "level", ["data", "contrast", "levels"], at),
    expressions.unknownKeyword("np.log", "x", [], at),
    expressions.repeatedArgument("np.round", "decimals", at),
    expressions.wrongArgument("Q", five, "the name of a column in quotes", at),
    expressions.wrongType("np.log", text, "numbers", at),
    expressions.truthArithmetic("-", at),
    expressions.negativePower(at),
    expressions.undefinedConstant("/", 1, 0, at),
    expressions.shapeMismatch("+", "a column of 12 rows", "a column of 5 rows", at),
    expressions.rowsMismatch("np.ones(5)", 5, 12, at),
    expressions.rowsMismatch("I(1)", 1, 12, at),
    expressions.tooManyDimensions("np.ones", 3, at),
    expressions.notAVariable("None", { kind: "none" }, at),
    expressions.categoricalMatrix("C", 2, at),
    expressions.foreignFunction("offset", "leave it out", at),
    expressions.wrongContrast("Sums", ["Treatment", "Sum"], at),
    expressions.wrongContrast(five, ["Treatment", "Sum"], at),
    expressions.wrongCoding("`levels`", "empty", "at least one level", at),
  ];
  expect(all.map((error) => error.message.split("\n")[0]).join("\n")).toMatchInlineSnapshot(`
    "\`np.lgo\` is not a function that formulas know; did you mean \`np.log\`?
    \`log\` is not a function that formulas know; write \`np.log(...)\`
    \`exec\` is not available in formulas; only columns, listed functions and \`np.\` functions are
    \`C\` is a function, not a variable; write \`C(...)\`
    \`C\` needs its argument \`data\`
    \`I\` takes at most 1 argument, got 2
    \`C\` has no argument \`level\`; did you mean \`levels\`? (arguments: data, contrast, levels)
    \`np.log\` takes its arguments by position; write the value without \`x=\`
    argument \`decimals\` of \`np.round\` is given twice
    \`Q\` expects the name of a column in quotes, got the number 5
    \`np.log\` needs numbers, got the text "p"
    \`-\` is not defined for two truth values; multiply one by 1 to count with it
    whole numbers to a negative whole power are not whole; write the power with a point, such as \`-1.0\`
    1 / 0 is not a real number
    \`+\` combines values row by row, but has a column of 12 rows and a column of 5 rows
    \`np.ones(5)\` has 5 rows, but the table has 12
    \`I(1)\` has 1 row, but the table has 12; a constant is no variable, and the intercept is written \`1\`
    \`np.ones\` makes an array of 3 dimensions; a variable has one, or two with its columns side by side
    \`None\` is None; a variable has one value per row of the table
    \`C\` has 2 columns; a categorical variable has one
    \`offset\` is a function of other formula languages; leave it out
    \`Sums\` is not a contrast; did you mean \`Sum\`? (contrasts: Treatment, Sum, or a matrix as nested lists)
    the number 5 is not a contrast (contrasts: Treatment, Sum, or a matrix as nested lists)
    \`levels\` is empty, expected at least one level"
  `);
});

test("texts about codings, columns and missing values say what is wrong and what would be right", () => {
  const { source, rhs } = parseFormula("y ~ a + a:b");
  const [intercept, a, ab] = rhs as [Term, Term, Term];
  const counts = new Map([
    ["x", 1],
    ["z", 2],
  ]);
  const all = [
    columns.noSuchLevel("zz", ["u", "v"], at),
    columns.wrongContrastRows("scores", 2, [0, 1, 2, 3, 4, 5], at),
    columns.duplicateScores([1, 1], at),
    columns.columnNameClash("Intercept", intercept, a, source),
    columns.columnNameClash("a[1]", a, a, source),
    columns.tooManyColumns(ab, 1e7, 524_288, source),
    columns.tooManyRandomColumns(a, 2000, 1024, "0 + a"),
    columns.tooManyLevels("sum", 3000, 2048, at),
    columns.tooManyFactors(ab, 13, 12, source),
    columns.missingValues(counts, 1, 5, at),
    columns.missingValues(counts, 3, 5, undefined),
    columns.noRowsLeft(counts, 2, at),
  ];
  expect(all.map((error) => error.message.split("\n")[0]).join("\n")).toMatchInlineSnapshot(`
    ""zz" is neither a level nor the index of one (levels: "u", "v")
    the contrast has 2 scores, expected 6: one for each level (0, 1, ..., 4, 5)
    the scores of a polynomial contrast must differ, got 1, 1
    the intercept and \`a\` both give a column called \`Intercept\`; rename the variable, or write it as \`I(...)\`
    two columns of \`a\` would be called \`a[1]\`: levels that differ are written alike; rename one of them
    with \`a:b\` the matrix of \`y ~ a + a:b\` has 10000000 columns, more than the limit of 524288; cross fewer levels, or give a variable of many levels as a variance component, which is stored by level
    the random effects \`0 + a\` have 2000 columns, more than the limit of 1024: their covariance matrix has 2001000 entries; give a variable of many levels as a variance component, which has one variance
    a sum contrast of 3000 levels is beyond the limit of 2048; treatment coding has no such limit
    an interaction of 13 categorical factors is beyond the limit of 12; combine some into one variable
    1 of 5 rows lacks a value (\`x\` in 1, \`z\` in 2); drop them with missing: "drop", or fill them in
    3 of 5 rows lack a value (\`x\` in 1, \`z\` in 2); drop them with missing: "drop", or fill them in
    no row is complete: of 2 rows, values are missing (\`x\` in 1, \`z\` in 2)"
  `);
});

test("an error keeps its place, and draws it", () => {
  const error = expressions.wrongType("np.log", text, "numbers", at);
  expect(error).toMatchObject({ name: "DesignError", source: at.source, span: at.span });
  expect(error.message.split("\n").slice(1)).toEqual(["    y ~ np.log(a)", "               ^"]);
});
