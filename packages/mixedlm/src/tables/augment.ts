// A fit and its rows -> one row for each observation: the table's own columns, and what the model says of the row.
import type { Column } from "@mixedlm/design";
import { rowDistances } from "../diagnostics/cooks-distance.ts";
import { rowLeverages } from "../diagnostics/leverage.ts";
import { noTable } from "../errors.ts";
import { predictedValues } from "../prediction/predict.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { internalRows } from "../rows/internal-rows.ts";
import { fitRows } from "../rows/model-rows.ts";

/** What the model says of a row; units of y where nothing else is said. */
export interface AugmentedValues {
  /** X beta + Z b + offset. */
  readonly fitted: number;
  /** Response minus fitted value. */
  readonly resid: number;
  /** X beta + offset. */
  readonly fixed: number;
  /** What is added to the fixed part; 0 without an offset. */
  readonly offset: number;
  /** Of the row; 1 without weights. */
  readonly weights: number;
  /** Residual times the root of the weight. */
  readonly wtres: number;
  /** Leverage: the derivative of the fitted value in the response. */
  readonly hat: number;
  /** Cook's distance as lme4 counts it. */
  readonly cooksd: number;
}

/**
 * A row of the table with the model's values; a name that the table has too is the table's, and the model's gets a dot:
 * `.fixed`, or as many as it takes.
 */
export type AugmentedRow = Readonly<Record<string, unknown>> & Readonly<Partial<AugmentedValues>>;

/**
 * Lists the rows used, with what the model says of each.
 *
 * @returns a record for each of `fit.rows`: all columns of the table, then those of {@link AugmentedValues}.
 * @throws {@link FitError} `not-a-fit`, `no-table`.
 * @see Bolker & Robinson, the R package broom.mixed, `augment.merMod`, in camel case and without the dots.
 */
export function augment(fit: Fit): readonly AugmentedRow[] {
  const { table } = partsOf(fit);
  if (table === null) throw noTable();
  const values = modelValues(fit);
  const own = table.columnNames;
  const read = own.map((name) => cellReader(table.column(name)));
  const named = Object.entries(values).map(([name, column]) => [freeName(name, own), column] as const);
  return Object.freeze(
    fit.rows.map((row, i) => {
      const cells = own.map((name, c) => [name, read[c](row)] as const);
      return Object.freeze(
        Object.fromEntries([...cells, ...named.map(([name, column]) => [name, column[i]] as const)]),
      );
    }),
  );
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`.${name}`, taken) : name;
}

function modelValues(fit: Fit): { readonly [Name in keyof AugmentedValues]: ArrayLike<number> } {
  const rows = fitRows(fit);
  const { fitted, residuals } = fit;
  const hat = rowLeverages(fit, rows, internalRows(fit, rows));
  const one = (): Float64Array => new Float64Array(rows.n).fill(1);
  const weights = rows.weights ?? one();
  return {
    fitted,
    resid: residuals,
    fixed: predictedValues(fit, rows, "population"),
    offset: rows.offset ?? new Float64Array(rows.n),
    weights,
    wtres: Array.from(residuals, (value, i) => value * Math.sqrt(weights[i])),
    hat,
    cooksd: rowDistances(fit, rows, hat),
  };
}

function cellReader(column: Column): (row: number) => unknown {
  if (column.kind === "category") return (row) => column.levels[column.codes[row]] ?? null;
  return (row) => column.values[row];
}
