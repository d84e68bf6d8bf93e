import { expect, test } from "vitest";
import { columnFactor, parseFormula, parseModel, parseRightSide, parseTwoSided } from "../src/index.ts";
import { errorOf } from "./error-of.ts";

// One formula for each message, in the order in which a formula is read: size, tokens, operators, expressions, meaning.
const FORMULAS = [
  `y ~ ${"(".repeat(33)}x`,
  `y ~ (${"abcdefghijklmnopqrstuvwxyz".split("").join("+")})**9`,
  `y ~ ((${"abcdefghijklm".split("").join("+")})**13)**2`,
  "y ~ x $ z",
  "y ~ 2x",
  "y ~ as.factor(a)",
  "y ~ as.x",
  "y ~ x.mean()",
  "y ~ np.mean(x, na.rm=True)",
  "y ~ x – z",
  "y ~ `x y`",
  "y ~ a\u00a0+ b",
  "y ~ Q('x)",
  "y ~ x # note",
  "y ~ *x",
  "y ~ x +",
  "y ~ (x + )",
  "y ~ x ~",
  "y ~ ()",
  "y ~ (x",
  "y ~ x)",
  "y ~ (x) z",
  "y ~ (x + z)^2",
  "y ~ I(x",
  "y ~ x]",
  "y ~ x z",
  "y <- x",
  "y ~ x > -1",
  "y ~ .",
  "y ~ x + (1 | g)",
  "y ~ x ^ 2",
  "y = x",
  "y ~ C(a, contr.sum)",
  "y ~ class",
  "y ~ f'x'",
  "y ~ (x, z)",
  "y ~ I(not x)",
  "y ~ 0 < x < 1",
  "y ~ C(a)[T.b]",
  "y ~ x[0:3]",
  "y ~ weight.kg",
  "y ~ I(x)[0]",
  "y ~ I(x)(z)",
  "y ~ __import__('os')",
  "y ~ f(*x)",
  "y ~ f(v for v in x)",
  "y ~ lambda q: q",
  "y ~ I((w := x))",
  "y ~ x ~ z",
  "y ~ 2*x",
  "y ~ inf",
  "y ~ x**z",
  "y ~ 1**2",
  "y ~ a:1",
  "y ~ -x",
];

test("messages say what is wrong, where, and what to try", () => {
  const messages = FORMULAS.map((formula) => errorOf(() => parseFormula(formula)).message);
  expect(messages.join("\n\n")).toMatchInlineSnapshot(`
    "brackets, signs and powers nest more than 32 deep
        y ~ (((((((((((((((((((((((((((((((((x
                                            ^

    the operators make more than 10000 terms
        y ~ (a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v+w+x+y+z)**9
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    crossing and nesting make products of more than 2000000 factors in all
        y ~ ((a+b+c+d+e+f+g+h+i+j+k+l+m)**13)**2
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    the character \`$\` (U+0024) has no meaning in a formula
        y ~ x $ z
              ^
    hint: a formula names columns of one table: write \`x\` for \`table$x\`

    expected an operator between \`2\` and \`x\`
        y ~ 2x
            ^^
    hint: a product of values is \`I(2 * x)\`; a column of this name is \`Q('2x')\`

    \`as\` is a word of the language of expressions
        y ~ as.factor(a)
            ^^
    hint: \`C(a)\` is \`as.factor(a)\`; make other columns in the table first

    \`as\` is a word of the language of expressions
        y ~ as.x
            ^^
    hint: a column of this name is \`Q('as.x')\`

    attributes of values cannot be reached in a formula
        y ~ x.mean()
             ^^^^^
    hint: functions take a column between their parentheses: \`np.log(x)\`

    attributes of values cannot be reached in a formula
        y ~ np.mean(x, na.rm=True)
                         ^^^

    the character \`–\` (U+2013) has no meaning in a formula
        y ~ x – z
              ^
    hint: this is a dash; minus is \`-\`

    the character \`\`\` (U+0060) has no meaning in a formula
        y ~ \`x y\`
            ^
    hint: a column with any name is written \`Q('the name')\`; back-ticks are of the extended dialect

    the character (U+00A0) has no meaning in a formula
        y ~ a + b
             ^
    hint: this is a no-break space; type a plain one

    the string that starts with \`'\` is not closed
        y ~ Q('x)
              ^^^

    a formula holds no comments
        y ~ x # note
              ^^^^^^

    expected a term, found the operator \`*\`
        y ~ *x
            ^

    expected a term after \`+\`
        y ~ x +
              ^

    expected a term before \`)\`
        y ~ (x + )
                 ^

    \`~\` can stand only once, and nothing follows this one
        y ~ x ~
              ^

    expected a term between \`(\` and \`)\`
        y ~ ()
             ^

    this \`(\` is not closed
        y ~ (x
            ^

    this \`)\` has no \`(\` before it
        y ~ x)
             ^

    expected an operator, found \`z\`
        y ~ (x) z
                ^
    hint: join terms with \`+\`, \`:\` or \`*\`

    expected an operator, found \`^2\`
        y ~ (x + z)^2
                   ^^
    hint: terms are crossed by \`(a + b)**2\`

    a \`(\` in this expression is not closed
        y ~ I(x
            ^^^

    this \`]\` closes no bracket
        y ~ x]
             ^

    expected an operator between \`x\` and \`z\`
        y ~ x z
            ^^^
    hint: join terms with \`+\`, \`:\` or \`*\`; a column whose name has a blank is \`Q('the name')\`

    \`<-\` has no meaning here
        y <- x
          ^^
    hint: the sides of a formula are separated by \`~\`; a comparison is \`I(x < -1)\`

    expected a value after \`>\`; outside brackets a \`-\` belongs to the formula
        y ~ x > -1
              ^
    hint: \`I(x > -1)\`

    \`.\` has no meaning here
        y ~ .
            ^
    hint: name the columns; in the extended dialect \`.\` stands for a sum of all others, as a term

    \`|\` has no meaning here
        y ~ x + (1 | g)
                   ^
    hint: \`parseMixedFormula\` reads random terms; here this one is \`groups\` \`g\` with \`re_formula\` \`1\`

    \`^\` has no meaning here
        y ~ x ^ 2
              ^
    hint: terms are crossed by \`(a + b)**2\`; a power of values is \`I(x**2)\`

    \`=\` has no meaning here
        y = x
          ^
    hint: the sides of a formula are separated by \`~\`; equal is \`==\`

    \`contr.sum\` is a contrast of R
        y ~ C(a, contr.sum)
                 ^^^^^^^^^
    hint: here it is \`Sum\`; contrasts are \`Treatment\`, \`Sum\`, \`Helmert\`, \`Poly\` and \`Diff\`

    \`class\` is a word of the language of expressions
        y ~ class
            ^^^^^
    hint: a column of this name is \`Q('class')\`

    strings with the prefix \`f\` are not understood
        y ~ f'x'
            ^^^^
    hint: write a plain string in \`'\` or \`"\`

    a list of columns is no term
        y ~ (x, z)
            ^^^^^^
    hint: join terms with \`+\`

    \`not\` needs one truth value, and a column has one for each row
        y ~ I(not x)
            ^^^^^^^^
    hint: row by row: \`I(~(x > 0))\`, \`I((x > 0) & (z > 0))\`, \`I((x > 0) | (z > 0))\`, \`np.where(x > 0, a, b)\`

    a second comparison, \`<\`, needs parentheses
        y ~ 0 < x < 1
            ^^^^^^^^^
    hint: \`I((0 < x) & (x < 1))\`; \`&\` and \`|\` bind tighter than comparisons

    a term names a whole variable, not one column of its coding
        y ~ C(a)[T.b]
                ^^^^^
    hint: write \`C(a)\`

    this takes some rows of a column, and a term needs a value for every row
        y ~ x[0:3]
            ^^^^^^
    hint: select rows of the table before the model is built

    attributes of values cannot be reached in a formula
        y ~ weight.kg
                  ^^^
    hint: a column of this name is \`Q('weight.kg')\`

    values cannot be indexed in a formula
        y ~ I(x)[0]
                ^^^

    only a function by its name can be called in a formula
        y ~ I(x)(z)
                ^

    names that begin with \`__\` cannot be called in a formula
        y ~ __import__('os')
            ^^^^^^^^^^

    arguments cannot be unpacked in a formula
        y ~ f(*x)
              ^

    comprehensions are not evaluated in a formula
        y ~ f(v for v in x)
             ^^^^^^^^^^^^^^

    functions cannot be defined in a formula
        y ~ lambda q: q
            ^^^^^^

    nothing can be assigned in a formula
        y ~ I((w := x))
                 ^^

    \`~\` separates the two sides of a formula and can stand only once, at the top
        y ~ x ~ z
        ^^^^^

    the number \`2\` is no term; only \`0\` and \`1\` are (no intercept, intercept)
        y ~ 2*x
            ^
    hint: arithmetic on values is \`I(...)\`: \`I(2 * x)\`

    the number \`inf\` is no term; only \`0\` and \`1\` are (no intercept, intercept)
        y ~ inf
            ^^^
    hint: a column of this name is written \`Q('inf')\`

    the right side of \`**\` must be an integer, 1 or more, written as digits
        y ~ x**z
               ^
    hint: \`(a + b)**2\` crosses terms; a power of values is \`I(x**2)\`

    the intercept \`1\` has no powers
        y ~ 1**2
            ^

    the intercept cannot interact with anything
        y ~ a:1
              ^
    hint: leave the \`1\` out here; the intercept is in the model unless \`0\` or \`- 1\` removes it

    a \`-\` with nothing to its left can stand only before \`1\` or \`0\`
        y ~ -x
            ^^
    hint: values with the sign changed are \`I(-x)\`"
  `);
});

test("messages without a place name the formula", () => {
  const messages = [
    errorOf(() => parseFormula("x".repeat(50_001))),
    errorOf(() => parseFormula("x+".repeat(6000))),
    errorOf(() => parseRightSide("y ~ x")),
    errorOf(() => parseTwoSided("")),
    errorOf(() => parseTwoSided("~ x")),
    errorOf(() => parseModel({ formula: "y ~ x", group: columnFactor("g"), reFormula: "0" })),
    errorOf(() => parseModel({ formula: "y ~ x", group: columnFactor("g"), vcFormula: { b: "0" } })),
  ].map((error) => error.message);
  expect(messages.join("\n\n")).toMatchInlineSnapshot(`
    "the formula has 50001 characters; at most 50000 are read

    the formula has 12000 names, numbers and operators; at most 10000 are read

    the formula \`y ~ x\` has a left side, \`y\`, where only a right side belongs
    hint: write only what stands to the right of \`~\`

    the formula is empty: a model needs a response and terms
    hint: write \`response ~ terms\`; \`response ~ 1\` has an intercept alone

    the formula \`~ x\` has no left side: a model needs a response
    hint: write \`response ~ terms\`

    the formula \`0\` of the random effects has no terms: nothing would be random
    hint: \`1\` gives a random intercept

    the formula \`0\` of the variance component \`b\` has no terms: nothing would be random
    hint: \`0 + C(a)\` gives an effect of each level of \`a\`"
  `);
});
