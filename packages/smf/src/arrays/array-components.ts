// A component's matrices, one a group -> what each row has of it, sparse. Columns of a group that no two of a row share
// (those of a category do) become one entry, the level being the row's column; a matrix without zeros becomes one entry
// a column. So the engine gets as many columns as rows need, whatever the groups' matrices look like.
import type { Column, ComponentSpec, FactorSpec, Level, SubtermSpec } from "@mixedlm/design";
import { columnFactor } from "@mixedlm/formula";
import type { Columns } from "./array-columns.ts";

/** One component as a design has it, and the columns of the table that it reads. */
export interface ArrayComponent {
  readonly spec: ComponentSpec;
  readonly columns: Readonly<Record<string, Column | Float64Array>>;
}

/** A component's matrices. */
export interface ComponentMatrices {
  readonly name: string;
  /** For each group its matrix, and the names of its columns. */
  readonly matrices: readonly Columns[];
  readonly names: readonly (readonly string[])[];
}

/** One entry of every row: a column of its group's, among those that the entry has. */
interface Entry {
  /** Of each row, 0 where its group has no column in this entry. */
  readonly codes: Int32Array;
  readonly values: Float64Array;
  /** Columns of each group in this entry. */
  readonly counts: Int32Array;
}

/**
 * Makes the component of a design from a matrix for each group.
 *
 * @param source - begins the names of the table's columns, such as `exog_vc[0]`.
 * @param rowsOf - the table's rows of each group, as the rows of its matrix.
 * @param numRows - rows of the table.
 */
export function arrayComponent(
  { name, matrices, names }: ComponentMatrices,
  source: string,
  rowsOf: readonly (readonly number[])[],
  numRows: number,
): ArrayComponent {
  const entries = entriesOf(matrices, rowsOf, numRows);
  const wholeNumbers = sharedCounts();
  const columns: Record<string, Column | Float64Array> = {};
  const factors: FactorSpec[] = [];
  const levels: (readonly (readonly Level[])[] | null)[] = [];
  const subterms = entries.map(({ codes, values, counts }, e): SubtermSpec => {
    const used: SubtermSpec["factors"][number][] = [];
    if (counts.some((count) => count !== 1)) {
      const factor = `${source}.column[${e}]`;
      columns[factor] = {
        kind: "category",
        type: "category",
        codes,
        levels: wholeNumbers(counts.reduce((most, count) => Math.max(most, count), 0)),
      };
      factors.push(categorical(factor));
      levels.push(Array.from(counts, wholeNumbers));
      used.push({ factor, coding: "full" });
    }
    if (values.some((value) => value !== 1)) {
      const factor = `${source}.value[${e}]`;
      columns[factor] = values;
      factors.push({ kind: "numeric", name: factor, expression: columnFactor(factor).expression, width: 1 });
      levels.push(null);
      used.push({ factor, coding: "numeric" });
    }
    return { factors: used };
  });
  const matrix = { source, factors, terms: [{ name, slice: [0, 0] as const, subterms }], names: [] };
  const spec: ComponentSpec = { name, group: 0, matrix, levels, standardised: factors.map(() => null), names };
  return { spec, columns };
}

/** Gives each group's columns, in their order, to entries: a new one begins where a row would have two in one. */
function entriesOf(
  matrices: readonly Columns[],
  rowsOf: readonly (readonly number[])[],
  numRows: number,
): readonly Entry[] {
  const entries: Entry[] = [];
  const entryAt = (e: number): Entry => {
    entries[e] ??= {
      codes: new Int32Array(numRows),
      values: new Float64Array(numRows),
      counts: new Int32Array(matrices.length),
    };
    return entries[e];
  };
  for (const [g, { values: own }] of matrices.entries()) {
    const rows = rowsOf[g]!;
    const taken = new Int32Array(rows.length).fill(-1);
    let e = 0;
    for (const column of own) {
      if (column.some((value, i) => value !== 0 && taken[i] === e)) e++;
      const entry = entryAt(e);
      const code = entry.counts[g]!++;
      for (const [i, row] of rows.entries()) {
        if (column[i] === 0) continue;
        taken[i] = e;
        entry.codes[row] = code;
        entry.values[row] = column[i]!;
      }
    }
  }
  return entries;
}

function categorical(name: string): FactorSpec {
  const { expression } = columnFactor(name);
  const contrast = { kind: "treatment", reference: null } as const;
  return { kind: "categorical", name, expression, levels: [], dataType: "int", contrast };
}

/** Makes the function from a length to 0, 1, ...: one list for each length, which groups of a size share. */
function sharedCounts(): (length: number) => readonly number[] {
  const known: (readonly number[])[] = [];
  return (length) => {
    known[length] ??= Object.freeze(Array.from({ length }, (_, i) => i));
    return known[length];
  };
}
