// Arguments whose own code throws when they are looked at: proxies that are revoked, getters, lengths and iterators that
// throw, typed arrays whose memory is another thread's. Each is refused in words, wherever it is given.
import * as design from "@mixedlm/design";
import * as formula from "@mixedlm/formula";
import { fit, inference, model, n, result, s, text } from "./good-objects.ts";
import { detached, fails, refused, revoked, table } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
const [parsers, designs]: any[] = [formula, design];

const lengthThrows = {
  get length(): number {
    return fails();
  },
};
const getterThrows = {
  get c(): string {
    return fails();
  },
};
const iteratorThrows = { length: 2, 0: 1, 1: 2, [Symbol.iterator]: fails };

/** Each is refused. */
export const unreadableCases: readonly BadInput[] = [
  refused(
    "groups whose length throws",
    () => s.mixedlm("y ~ x", table, lengthThrows),
    "option-type",
    "the options of mixedlm cannot be read: boom; give a plain object (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  ),
  refused(
    "groups whose length throws, as an option",
    () => s.mixedlm("y ~ x", table, { groups: lengthThrows }),
    "option-type",
    "option `groups` of mixedlm is an object, expected a column name or an array of labels",
  ),
  refused(
    "groups that are another thread's",
    () => s.mixedlm("y ~ x", table, detached()),
    "option-type",
    "option `groups` of mixedlm is a Float64Array, expected a column name or an array of labels",
  ),
  refused(
    "a getter that throws in vc_formula",
    () => s.mixedlm("y ~ x", table, "g", { vc_formula: getterThrows }),
    "option-type",
    'option `vc_formula` of mixedlm is an object, expected formulas by name, such as {cask: "0 + C(cask)"}, or null',
  ),
  refused(
    "a start that is revoked",
    () => model.fit({ start_params: revoked() }),
    "params-value",
    "start_params is an object that cannot be read, expected an array of numbers",
  ),
  refused(
    "a start whose iterator throws",
    () => model.fit({ start_params: iteratorThrows }),
    "params-value",
    "start_params is an object, expected an array of numbers",
  ),
  refused(
    "a point that is revoked",
    () => model.loglike(revoked()),
    "params-value",
    "params is an object that cannot be read, expected an array of numbers",
  ),
  refused(
    "a fit that is revoked",
    () => n.summary(revoked()),
    "not-a-fit",
    "an object that cannot be read is no fitted model: give what `lmm` or `fromJSON` returned",
  ),
  refused(
    "a list of fits that is revoked",
    () => n.anova(fit, revoked()),
    "not-a-fit",
    "an object that cannot be read is no fitted model: give what `lmm` or `fromJSON` returned",
  ),
  refused(
    "a combination that is revoked",
    () => n.contrast(fit, revoked()),
    "contrast-value",
    "hypothesis 0 holds an object that cannot be read, expected a text for all hypotheses, or rows of finite numbers",
  ),
  refused(
    "a combination that is another thread's",
    () => n.contrast(fit, detached()),
    "contrast-value",
    "hypothesis 0 holds a Float64Array, expected a text for all hypotheses, or rows of finite numbers",
  ),
  refused(
    "a model file that is revoked",
    () => n.fromJSON(revoked()),
    "not-a-model-file",
    "an object that cannot be read is no model file: give the text of one, or the object that `JSON.parse` makes of it (written by `JSON.stringify(toJSON(fit))`)",
  ),
  refused(
    "a table for predict with a getter that throws",
    () => result.predict(getterThrows),
    "unreadable",
    "the table cannot be read: boom",
  ),
  refused(
    "options of a method that are revoked",
    () => n.confidenceIntervals(fit, revoked()),
    "option-type",
    'the options of confidenceIntervals by "profile" are an object that cannot be read, expected an object (options: method, alpha, parameters, reml, signal, onProgress)',
  ),
  refused(
    "a layout that is revoked",
    () => n.covarianceTerms(fit.design, revoked()),
    "not-of-stage",
    "covarianceTerms needs a layout, got an object that cannot be read: give the `layout` of moments",
  ),
  refused(
    "types of delimited text with a getter that throws",
    () => s.readCsv("a,b\n1,2", { types: getterThrows }),
    "option-type",
    'option `types` of readCsv is an object, expected types by column name, such as {Pig: "string"}',
  ),
  refused(
    "delimited text of a million columns",
    () => s.readCsv("c,".repeat(1e6)),
    "limit",
    "the first line of the text has 1000001 names, more than the limit of 262144; is it rows that stand side by side?",
  ),
  refused(
    "values of a grid with a getter that throws",
    () => n.marginalMeans(fit, "x", { at: getterThrows }),
    "option-type",
    "option `at` of marginalMeans is an object, expected an object",
  ),
  refused(
    "true parameters with a getter that throws",
    () => n.power(fit, { test: "x", parameters: getterThrows }),
    "option-type",
    "option `parameters` of power is an object, expected a record of numbers by the names of parameters",
  ),
  refused(
    "more dense columns than rows, some of which are repeated",
    () => n.lmm(`${dense.formula} + (1 | g)`, dense.table),
    "too-few-rows",
    "300 rows are not enough for 1201 fixed effects, and these are too many to look for combinations of each other among them; use fewer columns than rows",
  ),
  refused(
    "three thousand components",
    () => s.mixedlm("y ~ x", table, "g", { vc_formula: components }).fit(),
    "too-many-parameters",
    "the random effects have 3000 variances and covariances, more than the 1000 that can be searched; use fewer columns, or independent ones as in `(x || g)`",
  ),
  refused(
    "a dialect that a prototype has",
    () => parsers.parseSyntax("y ~ x", "constructor"),
    "option-type",
    'option `dialect` of parseSyntax is "constructor", expected "patsy" or "extended"',
  ),
  refused(
    "columns for the dot that are no names",
    () => parsers.parseMixedFormula("y ~ . + (1 | g)", { columns: [1] }),
    "option-type",
    "option `columns` of parseMixedFormula is an array of 1, expected an array of names of columns",
  ),
  refused(
    "names of coefficients that are none",
    () => parsers.parseConstraints("x = 0", [null]),
    "option-type",
    "option `names` of parseConstraints is an array of 1, expected an array of names of columns",
  ),
  refused(
    "rows of no design",
    () => designs.designRows(null, table),
    "not-a-model",
    "designRows needs a model, got null: give what `buildDesign` returned",
  ),
  refused(
    "a name of a column that is no text",
    () => n.lmm(text, { numRows: 12, schema: { fields: [{ name: 7 }] }, getChild: () => null }),
    "column-type",
    "the name of column 0 (counted from 0) is 7, expected a text",
  ),
  refused(
    "an F test of nothing but zeros",
    () => inference.fTest([[0, 0]]),
    "contrast-empty",
    "hypothesis 0 has only zeros: it says nothing of the fixed effects",
  ),
  refused(
    "a robust F test of nothing but zeros",
    () => n.robustInference(fit).fTest([[0, 0]]),
    "contrast-empty",
    "hypothesis 0 has only zeros: it says nothing of the fixed effects",
  ),
  refused(
    "weights that are no weights, of a prediction without intervals",
    () => n.predict(fit, table, { weights: table.x.map(() => -1), interval: "none" }),
    "prediction-weights",
    "option `weights` has -1 for row 0, expected a positive finite number",
  ),
  refused(
    "a level twice in a category made by hand",
    () => n.lmm(text, { ...table, x: byHand(["a", "a"]) }),
    "categorical",
    'column `x` has the level "a" twice; each has to be there once, and rows are its codes',
  ),
  refused(
    "a level that is none in a category made by hand",
    () => n.lmm(text, { ...table, x: byHand(["a", Number.NaN]) }),
    "categorical",
    "level 1 of column `x` (counted from 0) is NaN, expected a text, a number, true or false",
  ),
  refused(
    "more replicates than can be kept",
    () => result.bootstrap({ nrep: 1e12 }),
    "option-type",
    "option `nrep` of bootstrap is 1000000000000, expected a whole number from 1 to 10000000",
  ),
  refused(
    "more points of a profile than can be kept",
    () => result.profile_re(0, "re", { num_high: 1e12 }),
    "option-type",
    "option `num_high` of profile_re is 1000000000000, expected a whole number from 0 to 10000000",
  ),
  refused(
    "numpy's prefix as a variable",
    () => s.mixedlm("y ~ np", table, "g"),
    "type",
    "`np` is what names of functions begin with, not a variable; write such a function, as in `np.log(x)`",
    "    y ~ np",
    "        ^^",
  ),
  refused(
    "a covariance matrix of endless order",
    () => n.lowerEntries(Number.POSITIVE_INFINITY),
    "matrix-order",
    "k of lowerEntries is Infinity, expected a whole number from 0 to 4096",
  ),
  refused(
    "a covariance matrix of another length",
    () => n.covarianceOf(new Float64Array(3), 2),
    "matrix-length",
    "the matrix of covarianceOf is a Float64Array, expected 4 numbers, column by column: it is 2 x 2",
  ),
  refused(
    "parameters of as many columns as there are atoms",
    () => new s.MixedLMParams(1e300, 1, 0),
    "too-large",
    "the numbers of MixedLMParams would be 1e+300 numbers, more than 100000000; no model has as many parameters",
  ),
  refused(
    "a spline of a thousand columns for each group",
    () => n.lmm("y ~ x + (bs(x, df=1000) | g)", table),
    "too-many-parameters",
    "the random effects have 501501 variances and covariances, more than the 1000 that can be searched; use fewer columns, or independent ones as in `(x || g)`",
  ),
];

const components = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${i}`, "0 + C(a)"]));
const dense = denseModel(300, 1200);

/** Columns without a zero, and a row that is there twice: that the rows are too few is not told by them alone. */
function denseModel(rows: number, columns: number): { formula: string; table: object } {
  const names = Array.from({ length: columns }, (_, j) => `x${j}`);
  const column = (j: number): number[] =>
    Array.from({ length: rows }, (_, i) => Math.sin(Math.max(i, 1) * (j + 2) * 1.37));
  const own = names.map((name, j) => [name, column(j)]);
  const [y, g] = [column(columns), Array.from({ length: rows }, (_, i) => i % 20)];
  return { formula: `y ~ ${names.join(" + ")}`, table: { y, g, ...Object.fromEntries(own) } };
}

function byHand(levels: readonly unknown[]): object {
  return { kind: "category", type: "category", codes: Int32Array.from(table.x, (v) => v % 2), levels };
}
