// The texts about functions that learn from the data, on one page to be read as a user reads them.
import { parseFormula } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { buildMatrices, matrixRows } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

const table = {
  x: [1, 2, 4, 9, 3],
  z: [0, 1, 2, 3, 4],
  c: [5, 5, 5, 5, 5],
  n: [Number.NaN, Number.NaN, Number.NaN, 1, 2],
};

/** The message of a formula that is refused. */
function text(term: string, dialect: "patsy" | "extended" = "patsy"): string {
  const error = thrown(() => {
    const { rhs } = buildMatrices(parseFormula(`~ ${term}`, { dialect }), table);
    matrixRows(rhs, { ...table, x: [1, 2, 4, 9.5, 3] });
  });
  return error.message.split("\n")[0]!;
}

test("texts about splines say what is wrong and what would be right", () => {
  const terms = [
    "bs(x)",
    "bs(x, df=2)",
    "bs(x, df=2.5)",
    "bs(x, df=3, include_intercept=True)",
    "bs(x, df=4, degree=-1)",
    "bs(x, df=6, knots=[2])",
    "bs(x, knots=[0, 2, 100])",
    "bs(x, knots='2')",
    "bs(x, df=3, lower_bound=8, upper_bound=2)",
    "bs(x, df=3, upper_bound='9')",
    "bs(x, df=0, degree=0)",
    "bs(x, df=4)",
    "cr(x, df=2)",
    "cr(c, df=3)",
    "cr(x, df=3, lower_bound=5, upper_bound=6)",
    "cr(x, df=3, constraints='centre')",
    "cr(x, df=3, constraints=[1, 2])",
    "cr(x, knots=[2], constraints=[[1, 0, 0], [0, 1, 0], [0, 0, 1]])",
    "te()",
    "te(cr(x, df=3), 'z')",
    "center(np.log(z))",
    "center(n * np.log(-1 - x))",
    "bs(x, df=999999999)",
  ];
  expect(terms.map((term) => text(term)).join("\n")).toMatchInlineSnapshot(`
    "\`bs\` needs \`df\`, the number of columns, or \`knots\`
    \`df\` of \`bs\` is 2, expected 3 or more for degree=3
    \`df\` of \`bs\` is the number 2.5, expected a whole number
    \`df\` of \`bs\` is 3, expected 4 or more for degree=3 with an intercept
    \`degree\` of \`bs\` is -1, expected a whole number, 0 or more
    \`bs\` with df=6 has 3 inner knots, got 1; leave out \`df\` or the knots
    knots 0, 100 of \`bs\` are outside its bounds, 1 to 9; move them, or widen \`lower_bound\` and \`upper_bound\`
    \`knots\` of \`bs\` is the text "2", expected a list of numbers
    the lower bound of \`bs\` is 8, the upper one 2; expected the lower one to be less
    \`upper_bound\` of \`bs\` is the text "9", expected a number
    \`bs\` has no column left; expected fewer constraints, or more columns
    the argument of \`bs\` is 9.5 in row 3 (rows count from 0), outside the knots of the spline, 1 to 9; widen \`lower_bound\` and \`upper_bound\`, or leave such rows out
    \`df\` of \`cr\` is 2, expected 3 or more
    \`cr\` needs 3 different knots, its two bounds included, but has 1; take a smaller \`df\`, or other \`knots\`
    \`cr\` finds no value from 5 to 6 to place its knots by; give \`knots\`, or other bounds
    \`constraints\` of \`cr\` is the text "centre", expected 'center', or a list of rows, one number per column
    the constraints of \`cr\` have 2 columns, expected 4, one per column of the basis without constraints
    \`cr\` has no column left; expected fewer constraints, or more columns
    \`te\` needs its argument \`basis\`
    \`te\` needs numbers, got the text "z"
    \`center\` cannot learn from the value -Infinity in row 0 (rows count from 0); expected finite numbers
    \`center\` has no value to learn from: all are missing
    \`bs\` makes 1000000000 columns, more than the limit of 8192; take a smaller \`df\`"
  `);
});

test("texts about the extended functions say what is wrong and what would be right", () => {
  const terms = ["poly(x, 0)", "poly(x, 5)", "poly(x, 1.5)", "hashed(x, levels=0)", "lag(x, 0.5)", "lag(5)"];
  expect(terms.map((term) => text(term, "extended")).join("\n")).toMatchInlineSnapshot(`
    "\`degree\` of \`poly\` is 0, expected 1 or more
    \`degree\` of \`poly\` is 5, expected less than 5, the number of different values
    \`degree\` of \`poly\` is the number 1.5, expected a whole number
    \`levels\` of \`hashed\` is 0, expected a whole number from 1 to 1048576
    \`k\` of \`lag\` is the number 0.5, expected a whole number
    \`lag\` expects a variable, got the number 5"
  `);
});
