// A frozen component x rows of any table -> the few columns that each row touches in its group. What the frozen levels
// imply (look-ups, codings of each group) is worked out once per component and kept, so that chunks cost rows only.
import { valueAt } from "./column.ts";
import { unseenLevel } from "./column-errors.ts";
import { factorInGroup } from "./components.ts";
import { type Coding, codeLevels } from "./contrasts.ts";
import type { ComponentRows, ComponentSpec, FactorSpec, GroupStandardisation, Level } from "./design.ts";
import { categoricalRows, type FactorRows, type Grouping, joinRows, numericRows, productRows } from "./entries.ts";
import { checkKind } from "./factors.ts";
import { encode, type FactorValues } from "./schema.ts";

/**
 * Makes the entries of a component for rows of any table.
 *
 * @param spec - the component.
 * @param values - the factors' values by name, n rows each, nothing missing.
 * @param groups - group of each row, -1 where the design does not know it: such rows have no entries.
 * @param rows - row numbers in the table, length n, for messages.
 * @param newLevels - what to do with a level that its group did not have: `error`, or no entry (`code`).
 * @throws {@link DesignError} `unseen-level`, `type` when a variable is no longer what it was.
 */
export function componentRows(
  spec: ComponentSpec,
  values: ReadonlyMap<string, FactorValues>,
  groups: Grouping,
  rows: Int32Array,
  newLevels: "error" | "code",
): ComponentRows {
  const { lookUps, subterms } = prepare(spec);
  const factors = spec.matrix.factors.map((factor, f) => {
    const own = values.get(factor.name)!;
    checkKind(factor, own, { source: spec.matrix.source, span: factor.expression.span });
    if (own.kind === "numeric") return inGroups(own, spec.standardised[f]!, groups.codes);
    const codes = lookUps[f]!(own, groups.codes);
    if (newLevels === "error") refuseUnseen(spec, f, codes, own, groups, rows);
    return { kind: own.kind, codes };
  });
  const parts = subterms.map((subterm) => {
    const product = subterm.map(({ f, codings }): FactorRows => {
      const factor = factors[f]!;
      if (factor.kind === "numeric") return numericRows(factor.columns, groups);
      return categoricalRows(factor.codes, codings, groups);
    });
    return productRows(product, rows.length, groups);
  });
  return joinRows(parts, rows.length, groups);
}

/** Numeric values less what is taken away in each row's group. */
function inGroups(values: Numeric, standardised: GroupStandardisation | null, groupOf: Int32Array): Numeric {
  if (standardised === null) return values;
  const { mean, deviation } = standardised;
  const columns = values.columns.map((column) =>
    column.map((value, i) => (groupOf[i]! < 0 ? value : (value - mean[groupOf[i]!]!) / deviation[groupOf[i]!]!)),
  );
  return { ...values, columns };
}

/** Level of each row among the levels of its group, -1 where the group does not have it. */
type LookUp = (values: Categorical, groupOf: Int32Array) => Int32Array;

type Numeric = Extract<FactorValues, { kind: "numeric" }>;
type Categorical = Extract<FactorValues, { kind: "categorical" }>;
type CategoricalSpec = Extract<FactorSpec, { kind: "categorical" }>;

/** What follows from the frozen component alone. */
interface Prepared {
  /** For each factor, null when it is numeric. */
  readonly lookUps: readonly (LookUp | null)[];
  /** For each sub-term its factors, by number, and their coding in each group. */
  readonly subterms: readonly (readonly { readonly f: number; readonly codings: readonly Coding[] }[])[];
}

const preparations = new WeakMap<ComponentSpec, Prepared>();

function prepare(spec: ComponentSpec): Prepared {
  const known = preparations.get(spec);
  if (known !== undefined) return known;
  const { factors, terms } = spec.matrix;
  const prepared: Prepared = {
    lookUps: factors.map((factor, f) => (factor.kind === "numeric" ? null : lookUp(factor, spec.levels[f]!))),
    subterms: terms.flatMap((term) =>
      term.subterms.map((subterm) =>
        subterm.factors.map(({ factor, coding }) => {
          const f = factors.findIndex(({ name }) => name === factor);
          return { f, codings: codingsByGroup(spec, f, coding === "full") };
        }),
      ),
    ),
  };
  preparations.set(spec, prepared);
  return prepared;
}

/** The coding of a categorical factor in each group; one object for all when they share their levels. */
function codingsByGroup(spec: ComponentSpec, f: number, full: boolean): Coding[] {
  const factor = spec.matrix.factors[f]!;
  const count = spec.names.length;
  if (factor.kind === "numeric") return [];
  const code = (levels: readonly Level[]) => codeLevels(factor.contrast, levels, factor.dataType, full);
  const own = spec.levels[f]!;
  return own === null ? new Array<Coding>(count).fill(code(factor.levels)) : own.map(code);
}

function lookUp(factor: CategoricalSpec, own: readonly (readonly Level[])[] | null): LookUp {
  if (own !== null) return lookUpInGroup(factor, own);
  return ({ column }) => encode(column, factor.levels, factor, "missing");
}

/**
 * Looks levels up in the list of each row's group. A level has one number among all groups' levels; a group's list
 * holds those numbers in ascending order (`member`) with their position in the group (`position`).
 */
function lookUpInGroup(factor: CategoricalSpec, own: readonly (readonly Level[])[]): LookUp {
  const all = [...new Set(own.flat())];
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
  return ({ column }, groupOf) =>
    encode(column, all, factor, "missing").map((number, row) => {
      const g = groupOf[row]!;
      if (g < 0 || number < 0) return -1;
      const k = binarySearch(member, number, start[g]!, start[g + 1]!);
      return k < 0 ? -1 : position[k]!;
    });
}

/** Position of `value` in the ascending run `[start, stop)`, or -1. */
function binarySearch(sorted: Int32Array, value: number, start: number, stop: number): number {
  let low = start;
  let high = stop;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low < stop && sorted[low] === value ? low : -1;
}

/** Refuses a row of a known group whose level the group did not have. */
function refuseUnseen(
  spec: ComponentSpec,
  f: number,
  codes: Int32Array,
  values: Categorical,
  groups: Grouping,
  rows: Int32Array,
): void {
  const i = codes.findIndex((code, row) => code < 0 && groups.codes[row]! >= 0);
  if (i < 0) return;
  const factor = factorInGroup(spec.matrix.factors[f]!, spec.levels[f]!, groups.codes[i]!) as CategoricalSpec;
  const at = { source: spec.matrix.source, span: factor.expression.span };
  throw unseenLevel(factor.name, valueAt(values.column, i)!, rows[i]!, factor.levels, at);
}
