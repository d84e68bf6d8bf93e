// Weights and offsets of rows: numbers that a model takes from a table beside its matrices. Each is checked where rows
// are made, since one infinite or negative number would silently spoil every sum that is made of them.
import { columnFactor, type Factor } from "@mixedlm/formula";
import type { Arrays } from "./arrays.ts";
import type { OffsetSpec } from "./design.ts";
import { offsetColumns, offsetValue, weightsColumn, weightValue } from "./design-errors.ts";
import { columnNoun } from "./expressions/value.ts";
import { type CompleteFactors, type FactorUse, isInFormula } from "./factors.ts";

/** A column by its name alone, as a use of it. */
export function namedUse(name: string): FactorUse {
  return { name, expression: columnFactor(name).expression, source: name };
}

/**
 * Freezes the offsets of a model: those of its formula, then the one named in the options.
 *
 * @param factors - of `offset(...)` in the formula.
 * @param source - the formula's text.
 * @param named - a column's name, or null.
 */
export function buildOffsets(
  factors: readonly Factor[],
  source: string,
  named: string | null,
  values: CompleteFactors["values"],
): OffsetSpec[] {
  const inFormula = factors.map(({ name }) => ({ name, expression: values.get(name)!.expression, source }));
  return named === null ? inFormula : [...inFormula, namedUse(named)];
}

/** The complete rows, with their numbers in the table. */
export type NumberedRows = Pick<CompleteFactors, "values" | "columns" | "count" | "rows">;

/**
 * The weights of rows.
 *
 * @param name - the weights' column.
 * @param first - number of the first row where `rows` lists none.
 * @returns the column's own memory.
 * @throws {@link DesignError} `weights` when they are not finite and positive numbers.
 */
export function rowWeights(name: string, { columns, rows }: NumberedRows, first: number): Float64Array {
  const column = columns.get(name)!;
  if (column.kind !== "numeric" || column.type === "bool") throw weightsColumn(name, columnNoun(column));
  const { values } = column;
  for (let i = 0; i < values.length; i++) {
    const weight = values[i]!;
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) throw weightValue(name, weight, rows?.[i] ?? first + i);
  }
  return values;
}

/**
 * The sums of rows' offsets.
 *
 * @param first - number of the first row where `rows` lists none.
 * @throws {@link DesignError} `offset` when one is not a finite number in every row.
 */
export function rowOffsets(
  specs: readonly OffsetSpec[],
  complete: NumberedRows,
  first: number,
  arrays: Arrays,
): Float64Array {
  const sum = arrays.floats(complete.count).fill(0);
  for (const spec of specs) {
    const values = offsetNumbers(spec, complete);
    for (let i = 0; i < sum.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) throw offsetValue(spec.name, value, complete.rows?.[i] ?? first + i, placeOf(spec));
      sum[i]! += value;
    }
  }
  return sum;
}

function offsetNumbers(spec: OffsetSpec, { values, columns }: NumberedRows): Float64Array {
  if (!isInFormula(spec)) {
    const column = columns.get(spec.name)!;
    if (column.kind === "numeric" && column.type !== "bool") return column.values;
    throw offsetColumns(spec.name, columnNoun(column), undefined);
  }
  const own = values.get(spec.name)!;
  const [only] = own.kind === "numeric" ? own.columns : [];
  if (own.kind === "numeric" && own.columns.length === 1 && only !== undefined) return only;
  throw offsetColumns(
    spec.name,
    own.kind === "numeric" ? `${own.columns.length} columns` : columnNoun(own.column),
    placeOf(spec),
  );
}

function placeOf(spec: OffsetSpec) {
  return isInFormula(spec) ? { source: spec.source, span: spec.expression.span } : undefined;
}
