// Messages of the inference of fixed effects and of variance parameters.
import { shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of these. */
export type InferenceErrorCode =
  | "needs-reml"
  | "contrast-length"
  | "contrast-value"
  | "contrast-empty"
  | "dropped-column"
  | "contradictory";

/** `needs-reml`: a method that is made for fits by REML. */
export function needsReml(): FitError {
  return new FitError(
    "needs-reml",
    'degrees of freedom by "kenward-roger" need a fit by REML; fit with lmm(..., { reml: true }), or use "satterthwaite"',
    { ddf: "kenward-roger" },
  );
}

/** `option-type`: an inference about another fit. @param about - its formula; null when it is about none. */
export function foreignInference(about: string | null, formula: string): FitError {
  const found = about === null ? "no inference of a fit" : `an inference about another fit (${about.trim()})`;
  return new FitError("option-type", `option \`ddf\` is ${found}: make it of this one (${formula.trim()})`, {
    about,
    formula,
  });
}

/** `contrast-length`: a row that has not a number for each fixed effect. */
export function contrastLength(index: number, length: number, names: readonly string[]): FitError {
  return new FitError(
    "contrast-length",
    `hypothesis ${index} has ${length} numbers, expected ${names.length}: ${names.map((name) => `\`${name}\``).join(", ")}`,
    { index, length, names },
  );
}

/** `contrast-length`: not as many values as hypotheses. */
export function valueLength(length: number, hypotheses: number): FitError {
  return new FitError(
    "contrast-length",
    `option \`value\` has ${length} numbers, expected ${hypotheses}: one for each hypothesis, or one number for all`,
    { length, hypotheses },
  );
}

/** `contrast-value`: something else than a finite number in a hypothesis. */
export function contrastValue(index: number, found: unknown): FitError {
  return new FitError(
    "contrast-value",
    `hypothesis ${index} holds ${shownValue(found)}, expected a text for all hypotheses, or rows of finite numbers`,
    { index },
  );
}

/** `contrast-value`: numbers whose squares are none. */
export function contrastSize(index: number, largest: number): FitError {
  return new FitError(
    "contrast-value",
    `the largest number of hypothesis ${index} is ${largest}, too large or too small to be squared; divide the row, and its value, by it`,
    { index, largest },
  );
}

/** `contrast-value`: values beside texts. */
export function valueOfTexts(): FitError {
  return new FitError(
    "contrast-value",
    'option `value` is for rows of numbers; a text says its value itself, such as "Days = 10"',
  );
}

/** `contrast-empty`: a row of zeros. */
export function contrastEmpty(index: number): FitError {
  return new FitError("contrast-empty", `hypothesis ${index} has only zeros: it says nothing of the fixed effects`, {
    index,
  });
}

/** `contrast-empty`: no hypotheses at all. */
export function noContrasts(): FitError {
  return new FitError("contrast-empty", "there are no hypotheses; give at least one");
}

/** `dropped-column`: a text speaks of columns that the fit has no coefficients of. */
export function droppedColumn(dropped: readonly string[], names: readonly string[]): FitError {
  const said = dropped.map((name) => `\`${name}\``).join(", ");
  const what =
    dropped.length === 1
      ? "was left out as a combination of other columns and has no coefficient"
      : "were left out as combinations of other columns and have no coefficients";
  return new FitError(
    "dropped-column",
    `${said} ${what}; there are coefficients of ${names.map((name) => `\`${name}\``).join(", ")}`,
    { dropped, names },
  );
}

/** `contradictory`: hypotheses that follow from each other, with values that do not. */
export function contradictory(hypotheses: readonly { readonly said: string }[]): FitError {
  const said = [...new Set(hypotheses.map((own) => own.said))];
  return new FitError("contradictory", `no fixed effects can meet all of: ${said.join(", ")}`, { hypotheses: said });
}
