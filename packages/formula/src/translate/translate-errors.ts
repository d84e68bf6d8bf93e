// Why a model cannot be written in another language: the texts. Each names the part that is in the way; what would be
// right stands in the hint where there is one. Then what is said of wrong arguments.
import { FormulaError, type Place } from "../formula-error.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import { nearest } from "../words/nearest.ts";
import { shownValue } from "../words/shown-value.ts";

/** The languages that a model is translated into. */
export type Target = "statsmodels" | "lme4" | "MixedModels.jl";

function untranslatable(text: string, target: Target, place: Place, hint?: string): FormulaError {
  return new FormulaError("untranslatable", text, { target }, place, hint);
}

/** `untranslatable`: the formula has no random terms, and the target fits mixed models only. */
export function noRandomTerms(place: Place, target: Target): FormulaError {
  const hint = "a random intercept is `(1 | g)`; without random effects, use ordinary least squares";
  return untranslatable(`${target} needs at least one random term, and the model has none`, target, place, hint);
}

/** `untranslatable`: the right side has no terms at all. */
export function noFixedTerms(place: Place, target: Target): FormulaError {
  return untranslatable(`${target} needs at least one fixed term, such as the intercept`, target, place);
}

/** `untranslatable`: the left side is not one column of numbers. */
export function responseNotOneNumber(place: Place, target: Target): FormulaError {
  return untranslatable(`the left side must be one column of numbers in ${target}`, target, place);
}

/** `untranslatable`: the target has no function, operator or literal that means just this. */
export function noCounterpart(place: Place, target: Target): FormulaError {
  const what = [...place.source].slice(place.span[0], place.span[1]).join("");
  return untranslatable(`\`${what}\` has no exact counterpart in ${target}`, target, place);
}

/** `untranslatable`: comparisons and logic, which treat missing values in their own way. */
export function comparisonWithMissing(place: Place, op: string, target: Target): FormulaError {
  return untranslatable(
    `\`${op}\` counts a missing value as false, and ${target} drops its row`,
    target,
    place,
    "make the column in the table first",
  );
}

/** `untranslatable`: a standard deviation with divisor n. */
export function standardDeviationDivisor(place: Place, target: Target): FormulaError {
  const text = `the standard deviation here divides by n, that of \`scale(x)\` in ${target} by n - 1`;
  return untranslatable(text, target, place, "`standardize(x, ddof=1)` divides by n - 1 here too");
}

/** `untranslatable`: a category's coding that the target lacks. */
export function contrastWithoutCounterpart(place: Place, target: Target): FormulaError {
  const text = `this coding of a category has no counterpart in ${target} that is the same for all data`;
  return untranslatable(text, target, place, "`C(a)` and `C(a, Treatment('level'))` can");
}

/** `untranslatable`: one column is a number in one place and a category in another, which needs two columns. */
export function numberAndCategory(place: Place, column: string, target: Target): FormulaError {
  return untranslatable(
    `\`${column}\` is a number elsewhere in the formula and a category here; in ${target} a column is one or the other`,
    target,
    place,
    "copy the column under another name first",
  );
}

/** `untranslatable`: correlated effects in groups that are not statsmodels' one grouping column. */
export function correlatedInOtherGroups(place: Place, group: string, outer: string | null): FormulaError {
  const where = outer === null ? "there is none that all random terms share" : `here \`${outer}\``;
  return untranslatable(
    `the effects of \`${group}\` are correlated, which statsmodels allows in its one grouping column only: ${where}`,
    "statsmodels",
    place,
    "uncorrelated effects can be translated: `(x || g)` with a number `x`",
  );
}

/** `untranslatable`: a second set of correlated effects of the same groups. */
export function secondCovarianceMatrix(place: Place): FormulaError {
  return untranslatable(
    "statsmodels has one covariance matrix (`re_formula`), and this term needs another",
    "statsmodels",
    place,
  );
}

/** `untranslatable`: a covariance structure that the target lacks, or has for columns of another kind only. */
export function structureWithoutCounterpart(place: Place, structure: string, target: Target): FormulaError {
  const text = `${target} has no covariance matrix of the form \`${structure}\` for these columns`;
  const hint = structure === "diag" ? "of numbers, each column can be a term of its own" : undefined;
  return untranslatable(text, target, place, hint);
}

/** `untranslatable`: a structure of an interaction of categories, whose columns are not the same in R. */
export function structureOfInteraction(place: Place, structure: string, target: Target): FormulaError {
  return untranslatable(
    `the columns of this interaction can differ in ${target}, and the covariance matrix of a \`${structure}\` with them`,
    target,
    place,
    "make one column of the combinations in the table first",
  );
}

/** `untranslatable`: an offset. */
export function offsetWithoutCounterpart(place: Place, target: Target): FormulaError {
  const hint = "subtract it from the response in the table first; the fit is the same";
  return untranslatable(`linear mixed models have no offset in ${target}`, target, place, hint);
}

/** `untranslatable`: an offset that is no column of numbers. */
export function offsetNotNumber(place: Place, target: Target): FormulaError {
  return untranslatable(`an offset must be a column of numbers in ${target}`, target, place);
}

/** `untranslatable`: a transform that would be learnt anew inside each group. */
export function learntInEachGroup(place: Place, what: string, target: Target): FormulaError {
  return untranslatable(
    `in a variance component statsmodels works \`${what}\` out in each group anew, elsewhere it is worked out once`,
    target,
    place,
    "make the column in the table first",
  );
}

/** `untranslatable`: a component whose columns share a variance though they are not levels of one factor. */
export function sharedVariance(place: Place, target: Target, hasIntercept: boolean): FormulaError {
  return untranslatable(
    `columns of different kinds share one variance here, and ${target} has a variance for each`,
    target,
    place,
    hasIntercept ? "write `0 +` in front, if the intercept is there by accident" : undefined,
  );
}

/** `untranslatable`: a category that would have to group, but is not a column. */
export function groupNotColumn(place: Place, what: string, target: Target): FormulaError {
  return untranslatable(
    `\`${what}\` would have to be a grouping factor in ${target}, which takes columns`,
    target,
    place,
    "make the column in the table first",
  );
}

/** `untranslatable`: effects of a group that is everything. */
export function oneGroup(place: Place, group: string, target: Target): FormulaError {
  return untranslatable(`\`${group}\` has one level, and ${target} needs more of a grouping factor`, target, place);
}

/** `untranslatable`: a component with a shared variance in groups that are not statsmodels' one grouping column. */
export function componentInOtherGroups(place: Place, group: string): FormulaError {
  return untranslatable(
    `the component belongs to groups \`${group}\`, which are not those of all random terms`,
    "statsmodels",
    place,
  );
}

/** `not-a-model`: something else than the terms of a model. */
export function notAModel(found: unknown): FormulaError {
  const text = `${shownValue(found)} is no model: give what \`parseMixedFormula\` or \`parseModel\` returned`;
  return new FormulaError("not-a-model", text, {});
}

/** `option-type`: a language that there is no translation to. */
export function notATarget(found: unknown, known: readonly string[]): FormulaError {
  const candidates = nearest(found, known);
  const guess = didYouMean(candidates, '"');
  const text = `models are not translated to ${shownValue(found)}${guess} (languages: ${known.join(", ")})`;
  return new FormulaError("option-type", text, { candidates, known });
}
