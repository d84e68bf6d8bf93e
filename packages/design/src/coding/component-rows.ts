// A frozen component x rows of any table -> the few columns that each row touches in its group. What the frozen levels
// imply (look-ups, codings of each group) is worked out once per component and kept, so that chunks cost rows only.

import type { Arrays } from "../arrays.ts";
import type { CategoricalSpec, ComponentSpec, GroupStandardisation, RandomRows } from "../design.ts";
import { unseenLevel } from "../design-errors.ts";
import { encode } from "../encode.ts";
import { checkKind } from "../factor-spec.ts";
import { lowerBound } from "../lower-bound.ts";
import type { CategoricalFactor, FactorValues, NumericFactor } from "../schema.ts";
import { valueAt } from "../table/column.ts";
import type { Level } from "../table/level.ts";
import { componentPlan } from "./column-plan.ts";
import { factorInGroup } from "./components.ts";
import { emptyEntries, rowEntries } from "./entries.ts";

/**
 * Makes the entries of a component for rows of any table.
 *
 * @param spec - the component.
 * @param values - the factors' values by name, n rows each, nothing missing.
 * @param groupOf - group of each row, -1 where the design does not know it: entries of such rows mean nothing.
 * @param rows - row numbers in the table, length n, for messages.
 * @param newLevels - what to do with a level that its group did not have: `error`, or nothing of it (`code`).
 * @throws {@link DesignError} `unseen-level`, `type` when a variable is no longer what it was.
 */
export function componentRows(
  spec: ComponentSpec,
  values: ReadonlyMap<string, FactorValues>,
  groupOf: Int32Array,
  rows: Int32Array,
  newLevels: "error" | "code",
  arrays: Arrays,
): RandomRows {
  const lookUps = lookUpsOf(spec);
  const factors = spec.matrix.factors.map((factor, f) => {
    const own = values.get(factor.name)!;
    checkKind(factor, own, { source: spec.matrix.source, span: factor.expression.span });
    if (own.kind === "numeric") return inGroups(own, spec.standardised[f]!, groupOf, arrays);
    const codes = lookUps[f]!(own, groupOf, arrays);
    if (newLevels === "error") refuseUnseen(spec, f, codes, own, groupOf, rows);
    return { kind: own.kind, codes };
  });
  return rowEntries(componentPlan(spec), factors, { n: rows.length, groupOf, arrays });
}

/** Where the entries of a component are, whatever the rows. */
export interface EntryColumn {
  /** The column that an entry is in for every row; null: each row's own, and `RowEntries.column` is an array. */
  readonly column: number | null;
}

/**
 * Lists the entries that every row of a component has, in the order in which `designRows` gives them.
 *
 * They are those that `componentRows` makes of no rows: which columns are fixed follows from the frozen levels
 * alone.
 */
export function componentEntries(spec: ComponentSpec): readonly EntryColumn[] {
  return emptyEntries(componentPlan(spec), spec.matrix.factors).map(({ column }) => ({
    column: typeof column === "number" ? column : null,
  }));
}

/** The numbers of a factor less what is taken away in each row's group. */
function inGroups(
  values: NumericFactor,
  standardised: GroupStandardisation | null,
  groupOf: Int32Array,
  arrays: Arrays,
): NumericFactor {
  if (standardised === null) return values;
  const { mean, deviation } = standardised;
  const columns = values.columns.map((column) => {
    const own = arrays.floats(column.length);
    for (let i = 0; i < own.length; i++) {
      const g = groupOf[i]!;
      own[i] = g < 0 ? column[i]! : (column[i]! - mean[g]!) / deviation[g]!;
    }
    return own;
  });
  return { ...values, columns };
}

/** Level of each row among the levels of its group, -1 where the group does not have it. */
type LookUp = (values: CategoricalFactor, groupOf: Int32Array, arrays: Arrays) => Int32Array;

const LOOK_UPS = new WeakMap<ComponentSpec, readonly (LookUp | null)[]>();

/** How each factor's levels are looked up, null for a numeric one. */
function lookUpsOf(spec: ComponentSpec): readonly (LookUp | null)[] {
  const known = LOOK_UPS.get(spec);
  if (known !== undefined) return known;
  const lookUps = spec.matrix.factors.map((factor, f) =>
    factor.kind === "numeric" ? null : lookUp(factor, spec.levels[f]!),
  );
  LOOK_UPS.set(spec, lookUps);
  return lookUps;
}

function lookUp(factor: CategoricalSpec, own: readonly (readonly Level[])[] | null): LookUp {
  if (own !== null) return lookUpInGroup(factor, own);
  return ({ column }, groupOf, arrays) => encode(column, factor.levels, factor, "missing", arrays.ints(groupOf.length));
}

/**
 * Looks levels up in the list of each row's group. A level has one number among all groups' levels; a group's list
 * holds those numbers in ascending order (`member`) with their position in the group (`position`).
 */
function lookUpInGroup(factor: CategoricalSpec, own: readonly (readonly Level[])[]): LookUp {
  const all = Object.freeze([...new Set(own.flat())]);
  const numberOf = new Map(all.map((level, number) => [level, number]));
  const start = new Int32Array(own.length + 1);
  for (const [g, levels] of own.entries()) start[g + 1] = start[g]! + levels.length;
  const member = new Int32Array(start[own.length]!);
  const position = new Int32Array(start[own.length]!);
  for (const [g, levels] of own.entries()) {
    const numbers = levels.map((level) => numberOf.get(level)!);
    const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
    for (const [k, i] of order.entries()) {
      member[start[g]! + k] = numbers[i]!;
      position[start[g]! + k] = i;
    }
  }
  return ({ column }, groupOf, arrays) => {
    const codes = encode(column, all, factor, "missing", arrays.ints(groupOf.length));
    for (let row = 0; row < codes.length; row++) {
      const g = groupOf[row]!;
      const number = codes[row]!;
      codes[row] = -1;
      if (g < 0 || number < 0) continue;
      const k = lowerBound(member, number, start[g]!, start[g + 1]!);
      if (k < start[g + 1]! && member[k] === number) codes[row] = position[k]!;
    }
    return codes;
  };
}

/**
 * Refuses a row of a known group whose level the group did not have; a group that has no level has none of the columns.
 */
function refuseUnseen(
  spec: ComponentSpec,
  f: number,
  codes: Int32Array,
  values: CategoricalFactor,
  groupOf: Int32Array,
  rows: Int32Array,
): void {
  const own = spec.levels[f];
  const i = codes.findIndex((code, row) => code < 0 && groupOf[row]! >= 0 && own?.[groupOf[row]!]?.length !== 0);
  if (i < 0) return;
  const factor = factorInGroup(spec.matrix.factors[f]!, spec.levels[f]!, groupOf[i]!) as CategoricalSpec;
  const at = { source: spec.matrix.source, span: factor.expression.span };
  throw unseenLevel(factor.name, valueAt(values.column, i)!, rows[i]!, factor.levels, at);
}
