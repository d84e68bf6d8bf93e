// The rows of a record as one factor sees them: each row's level, and its entries in the random columns of that level.
// A category has one entry in a column of its own and the dummies that it stands for are never written out, but where
// cells need them.
import type { DesignRows } from "@mixedlm/design";
import { entryOf, type MomentLayout, type PartLayout } from "./layout.ts";
import { RUN } from "./run.ts";

/** An entry that each row has in the random columns of its level. */
export interface Slot {
  /** The column of all rows, or what is added to each row's own. */
  readonly first: number;
  /** Each row's column, -1 where it has none; null: `first`. */
  readonly column: Int32Array | null;
  /** Null: all are 1. */
  readonly value: Float64Array | null;
}

/** The rows of one record for one factor, and what is read of a run of them. */
export interface FactorRows {
  /** Codes of the grouping factor. */
  readonly codes: Int32Array;
  /** Each row's column in the component, and where the columns of each group start; null: levels are groups. */
  readonly component: { readonly column: Int32Array; readonly start: Int32Array } | null;
  readonly slots: readonly Slot[];
  /** The first column that is all ones; -1 where there is none. */
  readonly constant: number;
  /** Whether all columns are ones. */
  readonly isOnes: boolean;
  /** Level of each row of the run, -1 for none. */
  readonly level: Int32Array;
}

/** Lists what the rows of a record have in factor `f`. */
export function factorRows({ factors, parts }: MomentLayout, f: number, rows: DesignRows): FactorRows {
  const { group, component } = factors[f];
  const codes = rows.codes[group];
  const level = new Int32Array(RUN);
  if (component !== null) {
    const { column, value } = rows.components[component.index][component.entry];
    const own = { column: column as Int32Array, start: component.start };
    const isOnes = value === null;
    const slots = [{ first: 0, column: null, value }];
    return { codes, component: own, slots, constant: isOnes ? 0 : -1, isOnes, level };
  }
  const slots = parts.flatMap((part, at) => (part.factor === f ? slotsOf(part, entryOf(parts, at), rows) : []));
  const constant = slots.find(({ column, value }) => column === null && value === null)?.first ?? -1;
  const isOnes = slots.every(({ column, value }) => column === null && value === null);
  return { codes, component: null, slots, constant, isOnes, level };
}

/** The entries of a part in its columns of the factor. */
function slotsOf({ kind, index, first }: PartLayout, entry: number, rows: DesignRows): Slot[] {
  if (kind === "component") return [{ first, column: null, value: rows.components[index][entry].value }];
  return rows.randomEffects[index].map(({ column, value }) =>
    typeof column === "number" ? { first: first + column, column: null, value } : { first, column, value },
  );
}

/** Reads the level of each row from `start` on. */
export function readLevels({ codes, component, level }: FactorRows, start: number, count: number): void {
  if (component === null) {
    for (let i = 0; i < count; i++) level[i] = codes[start + i];
    return;
  }
  for (let i = 0; i < count; i++) {
    const g = codes[start + i];
    const column = component.column[start + i];
    level[i] = g < 0 || column < 0 ? -1 : component.start[g] + column;
  }
}

/** Writes the random columns of rows from `start` on out, `columns` numbers a row. */
export function readDense(rows: FactorRows, start: number, count: number, columns: number, dense: Float64Array): void {
  dense.fill(0, 0, count * columns);
  for (const { first, column, value } of rows.slots) {
    for (let i = 0; i < count; i++) {
      const own = column === null ? 0 : column[start + i];
      if (own >= 0) dense[i * columns + first + own] = value === null ? 1 : value[start + i];
    }
  }
}
