// A labelled vector of numbers -> the eight numbers that pandas' `describe` tells of it.
import { notNumeric } from "./label-errors.ts";
import type { Vector } from "./pairs.ts";
import type { Series } from "./series.ts";

const LABELS = ["count", "mean", "std", "min", "25%", "50%", "75%", "max"] as const;

/**
 * Describes a vector of numbers.
 *
 * @throws {@link SmfError} `not-numeric` for booleans and texts, of which pandas tells other things.
 */
export function described<T>(series: Series<T>): Vector {
  if (series.dtype === "bool") throw notNumeric("describe", series.values[0]);
  const spread = [series.min(), ...series.quantile([0.25, 0.5, 0.75]), series.max()];
  const values = [series.count(), series.mean(), series.std(), ...spread];
  return { index: LABELS, values, name: series.name, dtype: "float64" };
}
