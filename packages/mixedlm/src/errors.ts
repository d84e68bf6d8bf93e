// The messages of fits and their options, and the one error class of the package. Other areas have files of messages of
// their own; all codes are joined here.
import { holds, isArrayLike, optionTypeError, shortMessage, shownValue } from "@mixedlm/formula";
import type { ComparisonErrorCode } from "./comparison/comparison-errors.ts";
import type { DiagnosticsErrorCode } from "./diagnostics/diagnostics-errors.ts";
import type { EngineErrorCode } from "./engine/engine-errors.ts";
import type { AdjustmentErrorCode } from "./inference/adjustment-errors.ts";
import type { InferenceErrorCode } from "./inference/inference-errors.ts";
import type { MarginalErrorCode } from "./marginal/marginal-errors.ts";
import type { ModelFileErrorCode } from "./model-file/model-file-errors.ts";
import type { PredictionErrorCode } from "./prediction/prediction-errors.ts";
import type { ProfileErrorCode } from "./profile/profile-errors.ts";
import type { SimulationErrorCode } from "./simulation/simulation-errors.ts";
import type { BoundaryErrorCode } from "./variance-tests/boundary-errors.ts";

/**
 * Codes of {@link FitError}; stable.
 *
 * @inlineType AdjustmentErrorCode
 * @inlineType BoundaryErrorCode
 * @inlineType ComparisonErrorCode
 * @inlineType DiagnosticsErrorCode
 * @inlineType EngineErrorCode
 * @inlineType InferenceErrorCode
 * @inlineType MarginalErrorCode
 * @inlineType ModelFileErrorCode
 * @inlineType PredictionErrorCode
 * @inlineType ProfileErrorCode
 * @inlineType SimulationErrorCode
 */
export type FitErrorCode =
  | AdjustmentErrorCode
  | BoundaryErrorCode
  | "constant-response"
  | "perfect-fit"
  | "no-random-effects"
  | "one-group"
  | "rank-deficient"
  | "too-few-rows"
  | "too-many-parameters"
  | "underflow"
  | "unidentified"
  | "not-finite"
  | "unknown-option"
  | "option-type"
  | "option-length"
  | "start-length"
  | "start-value"
  | "not-defined"
  | "no-table"
  | "not-a-fit"
  | "not-of-stage"
  | "lambda-shape"
  | "matrix-length"
  | "matrix-order"
  | "beta-length"
  | "not-rows"
  | "not-a-correlation"
  | ComparisonErrorCode
  | EngineErrorCode
  | "unknown-class"
  | "missing-class"
  | "not-converged"
  | "crossed-clusters"
  | "few-clusters"
  | "cluster-alone"
  | "no-robust-variance"
  | InferenceErrorCode
  | ProfileErrorCode
  | PredictionErrorCode
  | SimulationErrorCode
  | MarginalErrorCode
  | DiagnosticsErrorCode
  | ModelFileErrorCode;

/** A model that cannot be fitted as given: `code` says why, `data` holds the numbers of the message. */
export class FitError extends Error {
  /** `FitError`. */
  override readonly name = "FitError";
  /** Which rule was broken; stable. */
  readonly code: FitErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: FitErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(shortMessage(message));
    this.code = code;
    this.data = data;
  }
}

/** `constant-response`: the response has one value in all rows. */
export function constantResponse(response: string, value: number): FitError {
  return new FitError(
    "constant-response",
    `the response \`${response}\` is ${value} in every row: there is no variation to model`,
    { response, value },
  );
}

/** `perfect-fit`: the fixed effects leave no residual, up to rounding. */
export function perfectFit(response: string): FitError {
  return new FitError(
    "perfect-fit",
    `the fixed effects reproduce \`${response}\` exactly: no residual variation is left for random effects; remove a predictor that determines the response`,
    { response },
  );
}

/** `perfect-fit`: fixed and random effects together leave no residual, so that the likelihood has no maximum. */
export function perfectRandomFit(response: string, group: string): FitError {
  return new FitError(
    "perfect-fit",
    `fixed and random effects together reproduce \`${response}\` exactly: inside the groups of \`${group}\` no residual variation is left, and the likelihood grows without end; use fewer random effects, or another response`,
    { response, group },
  );
}

/** `no-random-effects`: the design has neither random effects nor components. */
export function noRandomEffects(): FitError {
  return new FitError(
    "no-random-effects",
    "the design has neither random effects (`design.randomEffects`) nor variance components (`design.components`): add a term such as `(1 | g)` to its formula, or use ordinary least squares",
  );
}

/** `one-group`: random effects over a grouping factor with a single level. */
export function oneGroup(group: string, level: unknown): FitError {
  return new FitError(
    "one-group",
    `grouping factor \`${group}\` has 1 level (${String(level)}); a random effect needs at least 2, a single group can only hold variance components`,
    { group, level },
  );
}

/** `rank-deficient`: a column of the fixed effects is, up to rounding, a combination of those before it. */
export function rankDeficient(column: string, columns: readonly string[]): FitError {
  const reason =
    columns.length === 0
      ? "is 0 in every row, or too small to be squared"
      : `is a combination of the columns before it (${columns.join(", ")})`;
  return new FitError(
    "rank-deficient",
    `the fixed effects are not independent: column \`${column}\` ${reason}; remove it from the formula`,
    { column, columns },
  );
}

/** `too-few-rows`: n rows for p fixed effects, n <= p. */
export function tooFewRows(n: number, p: number): FitError {
  return new FitError(
    "too-few-rows",
    `${n} ${n === 1 ? "row" : "rows"} cannot estimate ${p} fixed ${p === 1 ? "effect" : "effects"} and a residual variance; at least ${p + 1} rows are needed`,
    { n, p },
  );
}

/** `too-few-rows`: no more rows than columns, and too many of both to look for columns that could be left out. */
export function undecidedColumns(n: number, p: number): FitError {
  const text = `${n} rows are not enough for ${p} fixed effects, and these are too many to look for combinations of each other among them; use fewer columns than rows`;
  return new FitError("too-few-rows", text, { n, p });
}

/** `too-many-parameters`: more variances and covariances than can be searched in sensible time. */
export function tooManyParameters(count: number, most: number): FitError {
  const text = `the random effects have ${count} variances and covariances, more than the ${most} that can be searched; use fewer columns, or independent ones as in \`(x || g)\``;
  return new FitError("too-many-parameters", text, { count, most });
}

/** `unidentified`: the random effects of a grouping factor and the residual are one and the same variance. */
export function unidentified(group: string, rows: number, levels: number): FitError {
  return new FitError(
    "unidentified",
    `the random effects of \`${group}\` (${levels} levels, ${rows} rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows`,
    { group, rows, levels },
  );
}

/** `unidentified`: a variance component and the residual are one and the same variance. */
export function unidentifiedComponent(component: string, rows: number): FitError {
  return new FitError(
    "unidentified",
    `the variance component \`${component}\` has a level for each of the ${rows} rows and cannot be told apart from the residual: every arrangement of the two variances fits equally well; remove it`,
    { component, rows },
  );
}

/** `not-finite`: a column has an infinite value, or values whose squares overflow. */
export function notFinite(column: string): FitError {
  return new FitError(
    "not-finite",
    `column \`${column}\` has an infinite value, or values so large that their squares overflow; remove or rescale it`,
    { column },
  );
}

/** `not-finite`: a column and the response in units so far apart that variances of its coefficient are no numbers. */
export function unitsApart(column: string, response: string, unit: number): FitError {
  return new FitError(
    "not-finite",
    `a coefficient of \`${column}\` is of the size ${unit.toExponential(0)}, in units of \`${response}\` per unit of it, and its variance is no number: rescale one of them`,
    { column, response },
  );
}

/** `underflow`: a column of the fixed effects, or the response, varies, but its sum of squares is no normal number. */
export function underflow(column: string): FitError {
  return new FitError(
    "underflow",
    `the values of column \`${column}\` differ by less than 1e-153, so that their squares underflow; rescale it`,
    { column },
  );
}

/** `unknown-option`: an option that other programs have, and what there is in its place. */
export function optionOfOthers(option: string, instead: string): FitError {
  return new FitError("unknown-option", `\`${option}\` is not an option of lmm: ${instead}`, {
    call: "lmm",
    option,
    candidates: [],
    known: [],
  });
}

/** `option-type`: an argument or an option with a value of the wrong kind. */
export function optionType(call: string, option: string, expected: string, found: unknown): FitError {
  return optionTypeError(FitError, call, option, expected, found);
}

/** `option-length`: an array of weights or offsets is not as long as the table. */
export function optionLength(option: string, length: number, rows: number): FitError {
  return new FitError(
    "option-length",
    `option \`${option}\` of lmm has ${length} values, but the table has ${rows} rows; give one value for each row`,
    { option, length, rows },
  );
}

/** `start-length`: a start with another number of entries than theta has. */
export function startLength(length: number, names: readonly string[]): FitError {
  return new FitError(
    "start-length",
    `option \`start\` has length ${length}, expected ${names.length}: ${names.map((name) => `\`${name}\``).join(", ")}`,
    { length, names },
  );
}

/** `start-value`: an entry of a start that theta cannot have there. */
export function startValue(name: string, index: number, value: number, kind: string, least: number): FitError {
  const range = { scale: "a finite number, 0 or more", covariance: "a finite number" }[kind];
  return new FitError(
    "start-value",
    `entry ${index} of option \`start\` (\`${name}\`) is ${value}, expected ${range ?? `a correlation from ${least} to 1`}`,
    { name, index, value },
  );
}

/** `not-defined`: a number that the other criterion has. */
export function notDefined(name: "deviance" | "remlCriterion"): FitError {
  const [method, other, call] =
    name === "deviance"
      ? ["REML", "remlCriterion", "lmm(..., { reml: false })"]
      : ["maximum likelihood", "deviance", "lmm(..., { reml: true })"];
  return new FitError(
    "not-defined",
    `a fit by ${method} has no \`${name}\`: what was minimised is \`${other}\` (or \`objective\` in either case); for \`${name}\` fit with ${call}`,
    { name, instead: other },
  );
}

/** `no-table`: row by row values of a fit that was made from moments. */
export function noTable(): FitError {
  return new FitError(
    "no-table",
    "this fit was made from moments or read from a file and has no rows: fit with `lmm`, or give the rows where there is a place for them (`predict(fit, newData)`)",
  );
}

/** `not-a-fit`: something else where a fitted model belongs. */
export function notAFit(found: unknown): FitError {
  const isOfStatsmodels = holds((own) => "cov_re" in (own as object) && "fit" in (own as object), found);
  const text = isOfStatsmodels
    ? "a result in statsmodels' words is no native fit: give its `fit`, as in `summary(result.fit)`"
    : `${shownValue(found)} is no fitted model: give what \`lmm\` or \`fromJSON\` returned`;
  return new FitError("not-a-fit", text);
}

/** `not-of-stage`: something else where a stage needs what another one makes. */
export function notOfStage(call: string, found: unknown, part: string, give: string): FitError {
  return new FitError("not-of-stage", `${call} needs ${part}, got ${shownValue(found)}: give ${give}`, { call, part });
}

/** `matrix-order`: rows of a square matrix that nobody can count. */
export function matrixOrder(call: string, found: unknown, most: number): FitError {
  const text = `k of ${call} is ${shownValue(found)}, expected a whole number from 0 to ${most}`;
  return new FitError("matrix-order", text, { call, most });
}

/** `matrix-length`: a square matrix with another number of entries than its rows ask for. */
export function squareLength(call: string, found: unknown, k: number): FitError {
  const text = `the matrix of ${call} is ${shownValue(found)}, expected ${k * k} numbers, column by column: it is ${k} x ${k}`;
  return new FitError("matrix-length", text, { call, k });
}

/** `lambda-shape`: square roots of other covariance matrices than those of the model. */
export function lambdaShape(found: unknown, sizes: readonly number[]): FitError {
  const expected = sizes.map((size) => `${size} x ${size}`).join(", ");
  return new FitError(
    "lambda-shape",
    `lambda is ${shownValue(found)}, expected a Float64Array for each covariance term, column by column: ${expected}, as in \`fit.estimates.lambda\``,
    { sizes },
  );
}

/** `beta-length`: not a number for each fixed effect that the model keeps. */
export function betaLength(found: unknown, p: number): FitError {
  const what = isArrayLike(found) && found.length !== p ? `has ${found.length} numbers` : `is ${shownValue(found)}`;
  return new FitError("beta-length", `beta ${what}, expected ${p}: one for each fixed effect`, { p });
}

/** `not-rows`: something else than records where rows are turned into columns. */
export function notRows(found: unknown, row: number | null): FitError {
  const what =
    row === null ? `what toColumns turns is ${shownValue(found)}` : `row ${row} of toColumns is ${shownValue(found)}`;
  return new FitError("not-rows", `${what}, expected an array of records, such as \`tidy(fit)\` returns`, { row });
}

/** `not-a-correlation`: numbers that correlations cannot be. @param what - what they have. */
export function impossibleCorrelation(what: string): FitError {
  return new FitError(
    "not-a-correlation",
    `no variables have these correlations: ${what}; give a matrix of ones on the diagonal, of numbers from -1 to 1 beside it and without negative eigenvalues`,
  );
}

/** `not-a-correlation`: something else than a square matrix of numbers. */
export function notACorrelation(found: unknown): FitError {
  return new FitError(
    "not-a-correlation",
    `the correlation is ${shownValue(found)}, expected a matrix, or rows of numbers, as many as each has: [[1, 0.5], [0.5, 1]]`,
  );
}
