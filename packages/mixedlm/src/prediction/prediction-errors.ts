// Messages of prediction and simulation.

import { DesignError } from "@mixedlm/design";
import { shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of these errors; stable. */
export type PredictionErrorCode =
  | "unknown-combinations"
  | "component-levels"
  | "conditional-df"
  | "options-as-data"
  | "prediction-weights"
  | "prediction-offset";

/** `component-levels`: new levels in a model whose variance components have columns of their groups' own. */
export function componentLevels(call: string, newLevels: string): FitError {
  return new FitError(
    "component-levels",
    `\`${call}\` cannot take new levels in a model with variance components, whose columns are those of the groups that the fit saw: \`newLevels\` is "${newLevels}", expected "error"; predict with \`level: "population"\`, or write the components as bars`,
    { call, newLevels },
  );
}

/** `unseen-group`, as the design has it, with what a prediction can do about it. @param canTake - new levels. */
export function unseenLevel(error: DesignError, canTake: boolean): DesignError {
  const taken = canTake ? '`newLevels: "population"` takes its random effects as 0, ' : "";
  return newGroup(error, `${taken}\`level: "population"\` leaves random effects out`);
}

/** `unseen-group`, as the design has it, where responses of new groups would be drawn. */
export function unseenComponentGroup(error: DesignError): DesignError {
  return newGroup(
    error,
    "variance components have columns of the groups that the fit saw: give rows of these, or write the components as bars",
  );
}

function newGroup({ code, data, source, span }: DesignError, remedy: string): DesignError {
  const { group, level, row, groups } = data;
  return new DesignError(
    code,
    `group \`${group}\` is ${shownValue(level)} in row ${row} (rows count from 0), none of the ${groups} groups of the fit; ${remedy}`,
    data,
    source === null || span === null ? null : { source, span },
  );
}

/** `conditional-df`: degrees of freedom of the fixed effects for a prediction that rests on random effects too. */
export function conditionalDf(method: string): FitError {
  return new FitError(
    "conditional-df",
    `option \`ddf\` is "${method}", which is about fixed effects alone: predictions at level "conditional" take "normal" or "residual"; with \`level: "population"\` it can be had`,
    { method },
  );
}

/** `prediction-weights`: weights that are not one positive number for each row. */
export function predictionWeights(found: number, rows: number, row: number, value: number): FitError {
  const problem =
    found === rows
      ? `has ${value} for row ${row}, expected a positive finite number`
      : `has length ${found}, expected ${rows}: one for each row of the new data`;
  return new FitError("prediction-weights", `option \`weights\` ${problem}`, { found, rows, row, value });
}

/** `prediction-weights`: a fit with weights, and new data without them. */
export function missingWeights(name: string): FitError {
  return new FitError(
    "prediction-weights",
    `the fit has weights (\`${name}\`), and the new data has no column \`${name}\`: a new response's variance is the residual variance over its weight; add the column, or give \`weights\`, one number for each row`,
    { name },
  );
}

/** `options-as-data`: options where new data belong. */
export function optionsAsData(names: readonly string[]): FitError {
  const list = names.map((name) => `\`${name}\``).join(", ");
  return new FitError(
    "options-as-data",
    `the new data of predict has no columns, but what options are called (${list}): to predict the fit's own rows give null as newData, \`predict(fit, null, { ... })\``,
    { names },
  );
}

/** `prediction-offset`: a fit with the option `offset`, and new data without one. */
export function missingOffset(name: string): FitError {
  return new FitError(
    "prediction-offset",
    `the fit has the option \`offset\`, and the new data has no column \`${name}\`: add it, or give \`offset\`, one number for each row`,
    { name },
  );
}

/** `prediction-offset`: numbers for a fit that has no offset of that kind, for no rows, or not one for each row. */
export function predictionOffset(problem: string): FitError {
  return new FitError("prediction-offset", `option \`offset\` ${problem}`, { problem });
}
