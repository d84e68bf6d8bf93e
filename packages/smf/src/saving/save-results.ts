// A result -> JSON text: the design, the names, the estimates and, unless they are to be left out, the columns that the
// design reads; last their checksum, so that no change of a file is read as a model. `load-results.ts` reads it.
import { checksum } from "mixedlm";
import type { Label } from "../labelled/labels.ts";
import type { Series } from "../labelled/series.ts";
import type { MixedLM } from "../model/model.ts";
import { checkOptions } from "../model/options.ts";
import type { ResultsInput } from "../results/results-input.ts";
import { columnsRead, savedColumns } from "./saved-table.ts";
import { savedText } from "./saved-text.ts";
import { storedFit } from "./stored-fit.ts";

/** What the text says of itself. */
export const SAVED_FORMAT = "mixedlm-smf-results";
/** The version of the format that is written, and the only one that is read. */
export const SAVED_VERSION = 1;

/** How a result is saved. */
export interface SaveOptions {
  /** Whether the rows are left out: what needs them then throws `data-removed`. Default false. */
  readonly remove_data?: boolean;
}

/**
 * Writes a result.
 *
 * @returns JSON text without line breaks, from which `load` makes the result again.
 * @throws {@link SmfError} `unknown-option`, `option-type`; `data-removed` when rows are wanted that are gone.
 */
export function saveResults(
  model: MixedLM,
  input: ResultsInput,
  random_effects: ReadonlyMap<Label, Series>,
  options: SaveOptions = {},
): string {
  checkOptions("save", options, { remove_data: "boolean" });
  const { design, table, exog_re_names, covariance_names, use_sqrt, formula, row_labels, warnings } = model.source;
  const isBare = options.remove_data ?? false;
  const { freepat, params_object, cov_pen, fe_pen, ...stored } = storedFit(input, random_effects);
  const components = ({ fe_params, cov_re, vcomp }: ResultsInput["params_object"]) => ({ fe_params, cov_re, vcomp });
  const text = savedText({
    format: SAVED_FORMAT,
    version: SAVED_VERSION,
    model: {
      design,
      exog_re_names,
      covariance_names,
      use_sqrt,
      formula,
      row_labels: isBare ? null : (row_labels ?? null),
      warnings: warnings ?? [],
      group_sizes: model.group_sizes,
      k_constant: model.k_constant,
    },
    data: {
      rows: table.numRows,
      names: columnsRead(design, table),
      columns: isBare ? null : savedColumns(design, table),
    },
    fit: {
      ...stored,
      params_object: components(params_object),
      freepat: freepat === null ? null : components(freepat),
      // a penalty is code; that there was one, and its weights, are kept
      cov_pen: cov_pen === null ? null : { weight: cov_pen.weight ?? 1 },
      fe_pen: fe_pen === null ? null : { weights: fe_pen.weights },
    },
  });
  return `${text.slice(0, -1)},"checksum":"${checksum(JSON.parse(text))}"}`;
}
