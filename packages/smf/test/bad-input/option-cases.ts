// Options of lmm and of the stages that do not exist, are of the wrong kind or contradict each other.
import { fit, moments, n, s, stages, terms, text } from "./good-objects.ts";
import { table } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

export const lmmOptionCases: readonly BadInput[] = [
  {
    kind: "REML in capitals",
    call: () => n.lmm(text, table, { REML: false }),
    code: "unknown-option",
    message:
      "`REML` is not an option of lmm; did you mean `reml`? (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "statsmodels' groups",
    call: () => n.lmm(text, table, { groups: "g" }),
    code: "unknown-option",
    message:
      "`groups` is not an option of lmm: random effects stand in the formula, such as `y ~ x + (1 + x | g)`; with `groups`, `re_formula` and `vc_formula` models are fitted by `smf.mixedlm`",
  },
  {
    kind: "re_formula",
    call: () => n.lmm(text, table, { re_formula: "~x" }),
    code: "unknown-option",
    message:
      "`re_formula` is not an option of lmm: random effects stand in the formula, such as `y ~ x + (1 + x | g)`; with `groups`, `re_formula` and `vc_formula` models are fitted by `smf.mixedlm`",
  },
  {
    kind: "vcFormula",
    call: () => n.lmm(text, table, { vcFormula: {} }),
    code: "unknown-option",
    message:
      "`vcFormula` is not an option of lmm: random effects stand in the formula, such as `y ~ x + (1 + x | g)`; with `groups`, `re_formula` and `vc_formula` models are fitted by `smf.mixedlm`",
  },
  {
    kind: "a misspelt option",
    call: () => n.lmm(text, table, { wieghts: "x" }),
    code: "unknown-option",
    message:
      "`wieghts` is not an option of lmm; did you mean `weights`? (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "snake case",
    call: () => n.lmm(text, table, { on_progress: () => {} }),
    code: "unknown-option",
    message:
      "`on_progress` is not an option of lmm; did you mean `onProgress`? (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "null for options",
    call: () => n.lmm(text, table, null),
    code: "option-type",
    message:
      "the options of lmm are null, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "a list for options",
    call: () => n.lmm(text, table, []),
    code: "option-type",
    message:
      "the options of lmm are an array of 0, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "a text for options",
    call: () => n.lmm(text, table, "REML"),
    code: "option-type",
    message:
      'the options of lmm are "REML", expected an object (options: reml, weights, offset, missing, start, onProgress, signal)',
  },
  {
    kind: "a native result in the place of one",
    call: () => s.summary_col(fit),
    code: "option-type",
    message: "option `results` of summary_col is an object, expected a result of fit, or a list of at least one",
  },
  {
    kind: "a number for options",
    call: () => n.lmm(text, table, 1),
    code: "option-type",
    message:
      "the options of lmm are 1, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "a map for options",
    call: () => n.lmm(text, table, new Map([["reml", false]])),
    code: "option-type",
    message:
      "the options of lmm are a Map, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "a date for options",
    call: () => n.lmm(text, table, new Date(0)),
    code: "option-type",
    message:
      "the options of lmm are a Date, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "an own __proto__",
    call: () => n.lmm(text, table, JSON.parse('{"__proto__": 1}')),
    code: "unknown-option",
    message: "`__proto__` is not an option of lmm (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "constructor",
    call: () => n.lmm(text, table, { constructor: 1 }),
    code: "unknown-option",
    message:
      "`constructor` is not an option of lmm (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "an option of 100,000 characters",
    call: () => n.lmm(text, table, { ["x".repeat(1e5)]: 1 }),
    code: "unknown-option",
    message:
      "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...` (100000 characters) is not an option of lmm (options: reml, weights, offset, missing, start, onProgress, signal)",
  },
  {
    kind: "a text for a truth value",
    call: () => n.lmm(text, table, { reml: "false" }),
    code: "option-type",
    message: 'option `reml` of lmm is "false", expected true or false',
  },
  {
    kind: "a number for a truth value",
    call: () => n.lmm(text, table, { reml: 0 }),
    code: "option-type",
    message: "option `reml` of lmm is 0, expected true or false",
  },
  {
    kind: "null for a truth value",
    call: () => n.lmm(text, table, { reml: null }),
    code: "option-type",
    message: "option `reml` of lmm is null, expected true or false",
  },
  {
    kind: "missing: none",
    call: () => n.lmm(text, table, { missing: "none" }),
    code: "option-type",
    message: 'option `missing` of lmm is "none", expected "drop" or "raise"',
  },
  {
    kind: "a number for weights",
    call: () => n.lmm(text, table, { weights: 2 }),
    code: "option-type",
    message: "option `weights` of lmm is 2, expected a column name or an array of numbers",
  },
  {
    kind: "weights of another length",
    call: () => n.lmm(text, table, { weights: [1, 2] }),
    code: "option-length",
    message: "option `weights` of lmm has 2 values, but the table has 12 rows; give one value for each row",
  },
  {
    kind: "negative weights",
    call: () => n.lmm(text, table, { weights: table.y.map(() => -1) }),
    code: "weights",
    message:
      "the weight `weights` is -1 in row 0 (rows count from 0), expected a finite number above 0; a weight is how many times smaller than sigma^2 a row's residual variance is",
  },
  {
    kind: "weights of zero",
    call: () => n.lmm(text, table, { weights: table.y.map(() => 0) }),
    code: "weights",
    message:
      "the weight `weights` is 0 in row 0 (rows count from 0), expected a finite number above 0; leave out rows of weight 0 first: they say nothing",
  },
  {
    kind: "infinite weights",
    call: () => n.lmm(text, table, { weights: table.y.map(() => Infinity) }),
    code: "weights",
    message:
      "the weight `weights` is Infinity in row 0 (rows count from 0), expected a finite number above 0; a weight is how many times smaller than sigma^2 a row's residual variance is",
  },
  {
    kind: "weights that are texts",
    call: () => n.lmm(text, table, { weights: table.g }),
    code: "weights",
    message: "the weights `weights` are text, expected a column of positive numbers",
  },
  {
    kind: "a column that is not there as weights",
    call: () => n.lmm(text, table, { weights: "w" }),
    code: "unknown-name",
    message: "`w` is not a column of the table (columns: y, x, z, a, g)",
  },
  {
    kind: "a length without a list",
    call: () => n.lmm(text, table, { weights: { length: 1e12 } }),
    code: "option-type",
    message: "option `weights` of lmm is an object, expected a column name or an array of numbers",
  },
  {
    kind: "offsets of another length",
    call: () => n.lmm(text, table, { offset: [1] }),
    code: "option-length",
    message: "option `offset` of lmm has 1 values, but the table has 12 rows; give one value for each row",
  },
  {
    kind: "a start of another length",
    call: () => n.lmm(text, table, { start: [1, 2] }),
    code: "start-length",
    message: "option `start` has length 2, expected 1: `g: Intercept`",
  },
  {
    kind: "NaN for a start",
    call: () => n.lmm(text, table, { start: [NaN] }),
    code: "start-value",
    message: "entry 0 of option `start` (`g: Intercept`) is NaN, expected a finite number, 0 or more",
  },
  {
    kind: "a negative start",
    call: () => n.lmm(text, table, { start: [-1] }),
    code: "start-value",
    message: "entry 0 of option `start` (`g: Intercept`) is -1, expected a finite number, 0 or more",
  },
  {
    kind: "a number for a start",
    call: () => n.lmm(text, table, { start: 1 }),
    code: "option-type",
    message: "option `start` of lmm is 1, expected an array of numbers, the covariance parameters as in `fit.theta`",
  },
  {
    kind: "a signal that is none",
    call: () => n.lmm(text, table, { signal: {} }),
    code: "option-type",
    message: "option `signal` of lmm is an object, expected an AbortSignal",
  },
  {
    kind: "a controller for its signal",
    call: () => n.lmm(text, table, { signal: new AbortController() }),
    code: "option-type",
    message: "option `signal` of lmm is an AbortController, expected an AbortSignal",
  },
  {
    kind: "onProgress that is no function",
    call: () => n.lmm(text, table, { onProgress: true }),
    code: "option-type",
    message: "option `onProgress` of lmm is true, expected a function",
  },
  {
    kind: "an unknown option of fitMoments",
    call: () => n.fitMoments(moments, { REML: true }),
    code: "unknown-option",
    message:
      "`REML` is not an option of fitMoments; did you mean `reml`? (options: reml, dependent, start, onProgress, signal)",
  },
  {
    kind: "dependent: maybe",
    call: () => n.fitMoments(moments, { dependent: "maybe" }),
    code: "option-type",
    message: 'option `dependent` of fitMoments is "maybe", expected "error" or "drop"',
  },
  {
    kind: "null for options of fitMoments",
    call: () => n.fitMoments(moments, null),
    code: "option-type",
    message:
      "the options of fitMoments are null, expected an object (options: reml, dependent, start, onProgress, signal)",
  },
  {
    kind: "a table for moments",
    call: () => n.fitMoments(table),
    code: "not-of-stage",
    message: "fitMoments needs moments, got an object: give what `accurateMoments` returned",
  },
  {
    kind: "a design for an engine",
    call: () => n.likelihood(fit.design, true),
    code: "not-of-stage",
    message: "likelihood needs an engine, got an object: give what `engineOf` returned",
  },
  {
    kind: "null for moments",
    call: () => n.engineOf(null),
    code: "not-of-stage",
    message: "engineOf needs moments, got null: give what `accurateMoments` returned",
  },
  {
    kind: "lambda of another size",
    call: () => n.estimatesAt(fit.engine, [Float64Array.of(1, 2)], true),
    code: "lambda-shape",
    message:
      "lambda is an array of 1, expected a Float64Array for each covariance term, column by column: 1 x 1, as in `fit.estimates.lambda`",
  },
  {
    kind: "beta of another length",
    call: () => n.pointScore(fit.engine, fit.estimates.lambda, [1], true),
    code: "beta-length",
    message: "beta has 1 numbers, expected 2: one for each fixed effect",
  },
];

export const stageCases: readonly BadInput[] = [
  {
    kind: "a text for a model",
    call: () => stages.buildDesign(text, table),
    code: "not-a-model",
    message: 'buildDesign needs a model, got "y ~ x + (1 | g)": give what `parseMixedFormula` or `parseModel` returned',
  },
  {
    kind: "an unknown option",
    call: () => stages.buildDesign(terms, table, { mising: "drop" }),
    code: "unknown-option",
    message: "`mising` is not an option of buildDesign; did you mean `missing`? (options: missing, weights, offset)",
  },
  {
    kind: "a list for weights",
    call: () => stages.buildDesign(terms, table, { weights: [1] }),
    code: "option-type",
    message: "option `weights` of buildDesign is an array of 1, expected the name of a column",
  },
  {
    kind: "missing: none",
    call: () => stages.buildDesign(terms, table, { missing: "none" }),
    code: "option-type",
    message: 'option `missing` of buildDesign is "none", expected "drop" or "raise"',
  },
  {
    kind: "null for options",
    call: () => stages.buildDesign(terms, table, null),
    code: "option-type",
    message: "the options of buildDesign are null, expected an object (options: missing, weights, offset)",
  },
  {
    kind: "a mixed model for a formula",
    call: () => stages.buildMatrices(terms, table),
    code: "not-a-model",
    message: "buildMatrices needs a model, got an object: give what `parseFormula` returned",
  },
  {
    kind: "a text to look for oddities in",
    call: () => stages.lintFormula(text, table),
    code: "not-a-model",
    message:
      'lintFormula needs a model, got "y ~ x + (1 | g)": give what `parseMixedFormula` or `parseFormula` returned',
  },
  {
    kind: "a text to translate",
    call: () => stages.translate(text, "lme4"),
    code: "not-a-model",
    message: '"y ~ x + (1 | g)" is no model: give what `parseMixedFormula` or `parseModel` returned',
  },
  {
    kind: "an unknown language",
    call: () => stages.translate(terms, "LME4"),
    code: "option-type",
    message: 'models are not translated to "LME4"; did you mean "lme4"? (languages: statsmodels, lme4, MixedModels.jl)',
  },
  {
    kind: "a column for a list of columns",
    call: () => stages.translate(terms, "lme4", { categories: "g" }),
    code: "option-type",
    message: 'option `categories` of translate is "g", expected an array of names of columns',
  },
  {
    kind: "an unknown option of a translation",
    call: () => stages.translate(terms, "lme4", { category: ["g"] }),
    code: "unknown-option",
    message: "`category` is not an option of translate (options: categories, constants, columns)",
  },
];
