// Predictions -> the table that is printed: the first rows, what the numbers are, and how many rows are not among them.
import { percent } from "../printing/column-heads.ts";
import type { ResultTable } from "../printing/result-table.ts";
import type { Prediction } from "./predict.ts";

/** Rows that are printed. */
const SHOWN = 20;

/** Makes the table of a prediction. */
export function predictionTable(prediction: Prediction): ResultTable {
  const { level, interval, row: all, predicted, stdError, df, lower, upper, missing } = prediction;
  const shown = all.slice(0, SHOWN);
  const number = (values: readonly number[] | null, i: number): number | null =>
    values === null || Number.isNaN(values[i]) ? null : values[i];
  const hasDf = df?.some(Number.isFinite) ?? false;
  const columns: ResultTable["columns"] = [
    { head: "Row", kind: "count" },
    { head: "Predicted", kind: "number" },
    ...(stdError === null ? [] : [{ head: "Std. Error", kind: "number" as const }]),
    ...(hasDf ? [{ head: "df", kind: "df" as const }] : []),
    ...(lower === null ? [] : [{ head: "Lower", kind: "number" as const }]),
    ...(upper === null ? [] : [{ head: "Upper", kind: "number" as const }]),
  ];
  return {
    title: level === "conditional" ? "Predictions given the random effects" : "Predictions for the population",
    columns,
    rows: shown.map((row, i) => [
      row,
      number(predicted, i),
      ...(stdError === null ? [] : [number(stdError, i)]),
      ...(hasDf ? [number(df, i)] : []),
      ...(lower === null ? [] : [number(lower, i)]),
      ...(upper === null ? [] : [number(upper, i)]),
    ]),
    notes: [
      ...(interval === "none" ? [] : [intervalNote(prediction)]),
      ...(all.length > SHOWN ? [`the first ${SHOWN} of ${all.length} rows`] : []),
      ...(missing.length > 0 ? [`${missing.length} of ${all.length} rows cannot be predicted: see \`missing\``] : []),
    ],
  };
}

function intervalNote({ interval, alpha, ddf }: Prediction): string {
  const about =
    interval === "confidence" ? "confidence intervals of the mean" : "prediction intervals of a new response";
  return `${percent(1 - alpha)} ${about}, degrees of freedom: ${ddf}`;
}
