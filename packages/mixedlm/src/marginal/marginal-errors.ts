// Messages about marginal means, trends and contrasts of them.

import type { Level } from "@mixedlm/design";
import { didYouMean, isList, nearest, shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of errors about marginal means; stable. */
export type MarginalErrorCode =
  | "marginal-specs"
  | "unknown-variable"
  | "unknown-factor-level"
  | "grid-value"
  | "no-reference-value"
  | "no-frequencies"
  | "grid-too-large"
  | "rows-needed"
  | "field-name"
  | "not-numeric"
  | "no-slope"
  | "not-marginal"
  | "contrast-method"
  | "contrast-coefficients"
  | "too-many-contrasts";

/** `marginal-specs`: what means are asked of cannot be read. */
export function wrongSpecs(specs: unknown): FitError {
  return new FitError(
    "marginal-specs",
    `${shownValue(specs)} says of no variables that means are wanted: give a name, an array of names, or a text such as "~ recipe | temperature" or "pairwise ~ recipe"`,
    { specs },
  );
}

/** `unknown-variable`: a variable that the fixed effects do not have. */
export function unknownVariable(call: string, name: unknown, known: readonly string[]): FitError {
  const candidates = nearest(name, known);
  const found = typeof name === "string" ? `\`${name}\`` : shownValue(name);
  const list = known.length === 0 ? "they have none" : `variables: ${known.join(", ")}`;
  return new FitError(
    "unknown-variable",
    `${found} in ${call} is no variable of the fixed effects${didYouMean(candidates)} (${list})`,
    {
      name,
      candidates,
      known,
    },
  );
}

/** `unknown-factor-level`: a value that a factor does not have. */
export function unknownFactorLevel(variable: string, value: unknown, levels: readonly Level[]): FitError {
  return new FitError(
    "unknown-factor-level",
    `${shownValue(value)} is no level of \`${variable}\` (levels: ${levels.map(String).join(", ")})`,
    { variable, value, levels },
  );
}

/** `grid-value`: something else than values of a number where means are to be taken at. */
export function wrongGridValue(variable: string, found: unknown): FitError {
  return new FitError(
    "grid-value",
    `option \`at\` gives \`${variable}\` ${shownValue(found)}, expected a finite number or an array of them`,
    { variable, found },
  );
}

/** `grid-value`: no values of a variable. */
export function noGridValues(variable: string): FitError {
  return new FitError(
    "grid-value",
    `option \`at\` gives \`${variable}\` no values; give one or more, or leave it out`,
    {
      variable,
    },
  );
}

/** `no-reference-value`: the mean of a variable is not known, as the fit has no rows. */
export function noReferenceValue(variable: string): FitError {
  return new FitError(
    "no-reference-value",
    `this fit has no rows, and the value of \`${variable}\` that means are taken at does not follow from its moments: give it, \`at: { ${variable}: ... }\`, or \`reference: referenceValues(fit)\` of the fit that has the rows`,
    { variable },
  );
}

/** `no-frequencies`: weights that need the numbers of rows of each combination of levels. */
export function noFrequencies(weights: string): FitError {
  return new FitError(
    "no-frequencies",
    `weights "${weights}" need to know how many rows each combination of levels has, and this fit has no rows: use "equal", or give \`reference: referenceValues(fit)\` of the fit that has them`,
    { weights },
  );
}

/** `grid-too-large`: more combinations of reference values than are worth evaluating. */
export function gridTooLarge(size: number, limit: number, variables: readonly string[]): FitError {
  return new FitError(
    "grid-too-large",
    `the reference grid has ${size} combinations of ${variables.join(", ")}, more than ${limit}: choose fewer values by \`at\``,
    { size, limit, variables },
  );
}

/** `rows-needed`: a column that depends on other rows has no value at a point of a grid. */
export function rowsNeeded(factor: string): FitError {
  return new FitError(
    "rows-needed",
    `\`${factor}\` has values of other rows, so that a point of a reference grid has none: make it a column of the table`,
    { factor },
  );
}

/** `field-name`: a variable whose values would stand in a field that rows of results have. */
export function fieldName(variable: string, fields: readonly string[]): FitError {
  return new FitError(
    "field-name",
    `rows of means have a field \`${variable}\` of their own (fields: ${fields.join(", ")}), so that values of a variable of that name have no place: give the column another name`,
    { variable, fields },
  );
}

/** `not-numeric`: the slope of a variable that is a factor. */
export function notNumeric(variable: string): FitError {
  return new FitError(
    "not-numeric",
    `\`${variable}\` is a factor and has no slope: use marginalMeans(fit, "${variable}") for the means of its levels`,
    { variable },
  );
}

/** `no-slope`: the columns are not finite, or not defined, around a value. */
export function noSlope(variable: string, value: number): FitError {
  return new FitError(
    "no-slope",
    `the model has no values around \`${variable}\` = ${value}, so that there is no slope: choose another value by \`at\``,
    { variable, value },
  );
}

/** `not-marginal`: something else where means, trends or contrasts belong. */
export function notMarginal(found: unknown): FitError {
  return new FitError(
    "not-marginal",
    `${shownValue(found)} holds no marginal means: give what \`marginalMeans\`, \`marginalTrends\` or \`meanContrasts\` returned, not a copy of it`,
  );
}

/** `contrast-method`: a method that does not exist. */
export function unknownContrastMethod(found: unknown, known: readonly string[]): FitError {
  const candidates = nearest(found, known);
  return new FitError(
    "contrast-method",
    `${shownValue(found)} is no method of contrasts${didYouMean(candidates, '"')} (methods: ${known.join(", ")}; or an object of coefficients by label)`,
    { method: found, candidates, known },
  );
}

/** `unknown-option`: an option of contrasts, where none are asked for. */
export function optionOfContrasts(call: string, option: string): FitError {
  return new FitError(
    "unknown-option",
    `option \`${option}\` of ${call} is about contrasts, and none are asked for: give \`contrasts\`, such as "pairwise", or write "pairwise ~ ..."`,
    { call, option },
  );
}

/** `contrast-coefficients`: a contrast of another number of means. */
export function wrongCoefficients(label: string, found: unknown, means: readonly string[]): FitError {
  const count = isList(found) ? `${found.length} ${found.length === 1 ? "entry" : "entries"}` : shownValue(found);
  return new FitError(
    "contrast-coefficients",
    `contrast \`${label}\` is ${count}, expected ${means.length} finite numbers, for ${means.join(", ")}`,
    { label, means },
  );
}

/** `too-many-contrasts`: more comparisons than anybody reads. */
export function tooManyContrasts(means: number, contrasts: number, limit: number): FitError {
  return new FitError(
    "too-many-contrasts",
    `${means} means have ${contrasts} contrasts, more than ${limit} in all: divide them by \`by\`, choose levels by \`at\`, or give the contrasts that matter`,
    { means, contrasts, limit },
  );
}
