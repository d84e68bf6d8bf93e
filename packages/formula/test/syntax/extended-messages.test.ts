// The texts of syntax errors in the extended dialect: what `throw-syntax-error.ts` and the parser say together.
import { expect, test } from "vitest";
import { parseFormula, parseMixedFormula } from "../../src/index.ts";
import { errorOf } from "../error-of.ts";

// One formula for each message of the extended dialect, and for each hint.
const FORMULAS = [
  "y ~ x + `my x",
  "y ~ `` + x",
  "y ~ x+1|g",
  "y ~ log(x) || g",
  "y ~ (1 | a | b)",
  "y ~ (1 | g ~ x)",
  "y ~ log(.)",
  "y ~ I(x || z)",
  "y ~ I(x %in% z)",
  "y ~ x*(1 | g)",
  "y ~ (1 | a + b)",
  "y ~ (1 | a*b)",
  "y ~ (1 | a/(b - c))",
  "y ~ (1 | a^2)",
  "y ~ (1 | 1)",
  "y ~ (1 | a, b)",
  "y ~ a[T.b]",
  "y ~ stats::poly(x, 2)",
  "y ~ (1 | (a/b):c)",
  "y ~ (1 | inf)",
  "y ~ (1 | log(g))",
  "y ~ (1 | g > 0)",
  "y ~ (1 | .)",
  "y ~ (0 | g)",
  "y ~ .",
  ". ~ x",
  "y ~ ar2(0 + f | g)",
  "y ~ diag(x || g)",
  "y ~ homcs(x | g, hom = FALSE)",
  "y ~ ar1(0 + f | g, hom = FALSE)",
  "y ~ diag(x | g, het = TRUE)",
  "y ~ x:offset(t)",
  "y ~ offset(a, b)",
  `y ~ (1 | ${Array.from({ length: 101 }, (_, i) => `g${i}`).join("/")})`,
];

test("messages of the extended dialect say what is wrong, where, and what to try", () => {
  const messages = FORMULAS.map((formula) => errorOf(() => parseMixedFormula(formula)).message);
  messages.push(errorOf(() => parseFormula("y ~ x + (1 | g)", { dialect: "extended" })).message);
  messages.push(errorOf(() => parseFormula("y ~ offset(t)", { dialect: "extended" })).message);
  expect(messages.join("\n\n")).toMatchInlineSnapshot(`
    "this name in back-ticks is not closed
        y ~ x + \`my x
                ^^^^^

    expected a column's name between the back-ticks
        y ~ \`\` + x
            ^^

    a random term needs parentheses of its own
        y ~ x+1|g
               ^
    hint: write \`(x + 1 | g)\`; terms outside the parentheses are fixed, and a logical or is \`I((x > 0) | (z > 0))\`

    a random term needs parentheses of its own
        y ~ log(x) || g
                   ^^
    hint: write \`(x + 1 || g)\`; terms outside the parentheses are fixed, and a logical or is \`I((x > 0) | (z > 0))\`

    a random term has one bar, and this is the second
        y ~ (1 | a | b)
                   ^
    hint: give each grouping its own term: \`(1 | a) + (1 | b)\`; \`b\` within \`a\` is \`(1 | a/b)\`

    a random term stands on the right side of a formula, and no \`~\` in it
        y ~ (1 | g ~ x)
                   ^

    \`.\` has no meaning here
        y ~ log(.)
                ^
    hint: \`.\` stands for a sum of columns, as a term; in an expression, name one column

    \`||\` has no meaning here
        y ~ I(x || z)
                ^^
    hint: a logical or is \`|\`: \`I((x > 0) | (z > 0))\`

    \`%in%\` has no meaning here
        y ~ I(x %in% z)
                ^^^^
    hint: \`b\` within \`a\` is \`a/b\`; one of several values is \`I((x == 'a') | (x == 'b'))\`

    a random term can only be added to the right side of a formula
        y ~ x*(1 | g)
              ^^^^^^^
    hint: write \`... + (x | g)\`; what is random belongs inside the parentheses, left of the bar

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | a + b)
                 ^^^^^
    hint: give each grouping its own term: \`(1 | a) + (1 | b)\`; \`a/(b + c)\` is \`(1 | a) + (1 | a:b) + (1 | a:c)\`

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | a*b)
                 ^^^
    hint: write the terms out: \`(1 | a) + (1 | b) + (1 | a:b)\`; \`b\` within \`a\` is \`a/b\`

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | a/(b - c))
                   ^^^^^^^
    hint: write out the terms that are left

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | a^2)
                 ^^^
    hint: write the terms out: \`(1 | a) + (1 | b) + (1 | a:b)\`

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | 1)
                 ^
    hint: right of the bar stands the column whose values are the groups: \`(1 | g)\`

    a list of columns is no term
        y ~ (1 | a, b)
            ^^^^^^^^^^
    hint: give each grouping its own term: \`(1 | a) + (1 | b)\`

    a term names a whole variable, not one column of its coding
        y ~ a[T.b]
             ^^^^^
    hint: write \`a\`

    expected a term, found the operator \`:\`
        y ~ stats::poly(x, 2)
                  ^
    hint: a function is called by its own name: \`poly(x, 2)\`, not \`stats::poly(x, 2)\`

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | (a/b):c)
                 ^^^^^
    hint: \`/\` cannot stand inside \`:\`; write the terms out: \`(1 | a:c) + (1 | a:b:c)\`

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | inf)
                 ^^^
    hint: a column with any name is written in back-ticks

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | log(g))
                 ^^^^^^
    hint: compute the column in the table first; of functions only \`C(g)\` and \`factor(g)\` group, as \`g\` does

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | g > 0)
                 ^^^^^
    hint: compute the column in the table first

    a random term is grouped by columns, joined by \`:\` or \`/\`, and not by this
        y ~ (1 | .)
                 ^
    hint: name the column

    this leaves no terms: nothing would be random
        y ~ (0 | g)
             ^
    hint: \`(1 | g)\` is a random intercept, \`(0 + x | g)\` a random slope alone

    \`.\` stands for columns of the table, and the table's columns are not given
        y ~ .
            ^
    hint: give their names: \`parseMixedFormula(text, { columns })\`

    \`.\` stands for the columns that the left side does not use, so it cannot stand there
        . ~ x
        ^
    hint: name the response

    \`ar2\` is no covariance structure of a random term; there are \`us\`, \`diag\`, \`homdiag\`, \`cs\`, \`homcs\`, \`ar1\`
        y ~ ar2(0 + f | g)
            ^^^
    hint: \`diag(1 + x | g)\` has no correlations, \`(1 + x | g)\` all; a logical or is \`I((x > 0) | (z > 0))\`

    \`diag(...)\` says what is correlated, so it holds one bar and not \`||\`
        y ~ diag(x || g)
            ^^^^^^^^^^^^
    hint: \`diag(1 + x | g)\` is what \`||\` means: no correlations

    \`homcs(...)\` takes no \`hom\`
        y ~ homcs(x | g, hom = FALSE)
            ^^^^^^^^^^^^^^^^^^^^^^^^^
    hint: \`diag\` and \`cs\` take it: with \`hom = TRUE\` they are \`homdiag\` and \`homcs\`

    an \`ar1\` with a variance for each column, \`hom = FALSE\`, cannot be fitted
        y ~ ar1(0 + f | g, hom = FALSE)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    hint: \`ar1(0 + f | g)\` has one variance; \`cs(0 + f | g)\` and \`us(0 + f | g)\` have one for each column

    after its bar a covariance structure takes \`hom = TRUE\` or \`hom = FALSE\`, and not this
        y ~ diag(x | g, het = TRUE)
                        ^^^^^^^^^^
    hint: \`diag(x | g, hom = TRUE)\` and \`cs(x | g, hom = TRUE)\` have one variance for all columns

    an offset can only be added to the right side of a formula
        y ~ x:offset(t)
              ^^^^^^^^^
    hint: write \`y ~ x + offset(log(t))\`; arithmetic belongs inside its parentheses: \`offset(-t)\`

    an offset has one argument, a column of numbers or an expression
        y ~ offset(a, b)
            ^^^^^^^^^^^^
    hint: several offsets are added: \`offset(a) + offset(b)\`

    more than 100 groupings nest in each other
        y ~ (1 | g0/g1/g2/g3/g4/g5/g6/g7/g8/g9/g10/g11/g12/g13/g14/g15/g16/g17/g18/g19/g20/g21/g22/g23/g24/g25/g26/g27/g28/g29/g...
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    this formula is read without random terms, and here is one
        y ~ x + (1 | g)
                ^^^^^^^
    hint: \`parseMixedFormula\` reads formulas with random terms

    this formula is read without offsets, and here is one
        y ~ offset(t)
                   ^
    hint: \`parseMixedFormula\` reads formulas with offsets"
  `);
});
