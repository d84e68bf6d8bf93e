// The rows of a fit sorted into classes by name: what is deleted together, and what are clusters. A name is a grouping
// factor's as the fit prints it, or a column's of its table, whose rows with missing values the model left out already.
import { groupsOf, type Level, takeRows } from "@mixedlm/design";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import type { ModelRows } from "./model-rows.ts";
import { missingClass, noClass } from "./row-errors.ts";

/** Rows by class. */
export interface RowClasses {
  readonly name: string;
  /** Sorted labels of the classes that have rows. */
  readonly labels: readonly Level[];
  /** Class of each row of the model. */
  readonly codes: Int32Array;
}

/**
 * Sorts rows by a grouping factor or a column of the table.
 *
 * @param option - the option that the name was given in, for messages.
 * @throws {@link FitError} `unknown-class` when nothing has that name, `missing-class` when a row of the model has
 *   none.
 */
export function rowClasses(fit: Fit, rows: ModelRows, name: string, option: string): RowClasses {
  const { design } = fit;
  const group = design.groups.findIndex((own) => own.name === name);
  const found =
    group < 0 ? columnClasses(fit, rows, name, option) : usedClasses(design.groups[group].levels, rows, group);
  const missing = found.codes.reduce((count, code) => (code < 0 ? count + 1 : count), 0);
  if (missing > 0) throw missingClass(name, option, missing);
  return { name, ...found };
}

function columnClasses(fit: Fit, { rows }: ModelRows, name: string, option: string): Omit<RowClasses, "name"> {
  const { table } = partsOf(fit);
  const groups = fit.design.groups.map((own) => own.name);
  if (table === null || !table.has(name)) throw noClass(name, option, groups, table?.columnNames ?? []);
  const { levels, codes } = groupsOf(takeRows(table, rows).column(name));
  return { labels: levels, codes };
}

/** The levels of a grouping factor are those of the rows that it was made of, and some may be of no row. */
function usedClasses(levels: readonly Level[], { codes }: ModelRows, group: number): Omit<RowClasses, "name"> {
  const own = codes[group];
  const place = new Int32Array(levels.length).fill(-1);
  for (const code of own) if (code >= 0) place[code] = 0;
  const labels = levels.filter((_, level) => place[level] === 0);
  let count = 0;
  for (let level = 0; level < place.length; level++) if (place[level] === 0) place[level] = count++;
  return { labels, codes: own.map((code) => (code < 0 ? -1 : place[code])) };
}

/** A grouping factor one of whose levels has rows in several classes; null where there is none. */
export function crossingFactor(
  { design: { groups } }: Fit,
  { n, codes }: ModelRows,
  classes: RowClasses,
): { factor: string; level: unknown } | null {
  for (const [g, { name, levels }] of groups.entries()) {
    const of = new Int32Array(levels.length).fill(-1);
    for (let i = 0; i < n; i++) {
      const level = codes[g][i];
      if (level < 0) continue;
      if (of[level] < 0) of[level] = classes.codes[i];
      else if (of[level] !== classes.codes[i]) return { factor: name, level: levels[level] };
    }
  }
  return null;
}
