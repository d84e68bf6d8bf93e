// Messages of prediction and simulation.
import { DesignError } from "@mixedlm/design";
import { FitError, shown } from "../errors.ts";

/** Codes of these errors; stable. */
export type PredictionErrorCode =
  | "unknown-combinations"
  | "component-levels"
  | "conditional-df"
  | "prediction-weights"
  | "prediction-offset";

/** `unknown-combinations`: new rows for a fit whose moments do not hold the columns that it left out. */
export function unknownCombinations(dropped: readonly string[]): FitError {
  const names = dropped.map((name) => `\`${name}\``).join(", ");
  return new FitError(
    "unknown-combinations",
    `the fit left ${names} out as combinations of other columns, and without its rows it cannot tell whether new rows are the same combinations: predict from the fit that \`lmm\` returned, or fit without ${names}`,
    { dropped },
  );
}

/** `component-levels`: new levels in a model whose variance components have columns of their groups' own. */
export function componentLevels(call: string, newLevels: string): FitError {
  return new FitError(
    "component-levels",
    `\`${call}\` cannot take new levels in a model with variance components, whose columns are those of the groups that the fit saw: \`newLevels\` is "${newLevels}", expected "error"; predict with \`level: "population"\`, or write the components as bars`,
    { call, newLevels },
  );
}

/** `unseen-group`, as the design has it, with what a prediction can do about it. @param canTake - new levels. */
export function unseenLevel({ code, data, source, span }: DesignError, canTake: boolean): DesignError {
  const { group, level, row, groups } = data;
  const taken = canTake ? '`newLevels: "population"` takes its random effects as 0, ' : "";
  return new DesignError(
    code,
    `group \`${group}\` is ${shown(level)} in row ${row} (rows count from 0), none of the ${groups} groups of the fit; ${taken}\`level: "population"\` leaves random effects out`,
    data,
    source === undefined || span === undefined ? undefined : { source, span },
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
