// What people give as `exog_vc` -> a checked matrix for each component and group. Groups are the sorted labels of the
// model; a VCSpec lists its matrices in that order, the deprecated form names them.
import { isInstance, isList, isRecord } from "@mixedlm/formula";

import { optionType } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import type { Label } from "../labelled/labels.ts";
import { type ArrayData, type Columns, readColumns } from "./array-columns.ts";
import type { ComponentMatrices } from "./array-components.ts";
import { componentMatrix } from "./array-errors.ts";
import { VCSpec } from "./vc-spec.ts";

/** Matrices by group's label; where labels are numbers, a map or an object with the numbers as names. */
export type ByGroup = ReadonlyMap<Label, ArrayData> | Readonly<Record<string, ArrayData>>;

/** statsmodels' deprecated form of `exog_vc`: `{component: {group: matrix}}`. */
export type DeprecatedComponents = Readonly<Record<string, ByGroup>>;

/** The groups of a model: sorted labels, and how many rows each has. */
export interface GroupRows {
  readonly levels: readonly Label[];
  readonly sizes: readonly number[];
}

/**
 * Reads variance components. In the deprecated form they are sorted by name, as in statsmodels.
 *
 * @throws {@link SmfError} `component-matrix` where matrices do not go with the groups, `option-type` for lists that
 *   are none; the errors of `readColumns`.
 */
export function componentMatrices(
  given: VCSpec | DeprecatedComponents | null,
  groups: GroupRows,
): readonly ComponentMatrices[] {
  if (given === null) return [];
  const spec = isInstance(given, VCSpec) ? given : converted(given, groups.levels);
  for (const part of ["names", "colnames", "mats"] as const)
    if (!isList(spec[part])) throw optionType("MixedLM", `exog_vc.${part}`, "a list", spec[part]);
  return spec.names.map((name, k) => {
    const [matrices, names] = [spec.mats[k] ?? [], spec.colnames[k] ?? []];
    const count = groups.levels.length;
    if (matrices.length !== count || names.length !== count) {
      const wrong = `has ${matrices.length} matrices and ${names.length} lists of column names, expected one of each for each of the ${count} groups`;
      throw componentMatrix(name, wrong, { matrices: matrices.length, names: names.length, groups: count });
    }
    const columns = matrices.map((matrix, g) => checkedMatrix(name, matrix, names[g]!, groups, g));
    if (columns.every(({ values }) => values.length === 0)) {
      throw componentMatrix(name, "has no columns in any group, expected at least one", {});
    }
    return { name, matrices: columns, names: names.map((own) => own.map(String)) };
  });
}

function checkedMatrix(
  name: string,
  matrix: ArrayData,
  names: readonly string[],
  { levels, sizes }: GroupRows,
  g: number,
): Columns {
  const columns = readColumns(`exog_vc \`${name}\` of group ${String(levels[g])}`, matrix);
  const of = { group: levels[g], rows: columns.length, expected: sizes[g] };
  if (columns.length !== sizes[g]) {
    const wrong = `has ${columns.length} rows in group ${String(levels[g])}, which has ${sizes[g]}; give a matrix with a row for each row of the group, groups sorted`;
    throw componentMatrix(name, wrong, of);
  }
  if (columns.values.length !== names.length) {
    const wrong = `has ${columns.values.length} columns in group ${String(levels[g])}, but ${names.length} names of columns`;
    throw componentMatrix(name, wrong, { ...of, columns: columns.values.length, names: names.length });
  }
  return columns;
}

/** The deprecated form as a VCSpec: columns are called as those of a frame, else 0, 1, ... */
function converted(given: DeprecatedComponents, levels: readonly Label[]): VCSpec {
  if (!isRecord(given)) {
    throw optionType("MixedLM", "exog_vc", "a VCSpec, or matrices by component and group", given);
  }
  const names = Object.keys(given).sort();
  const mats = names.map((name) => {
    const byLabel = byGroup(given[name]!);
    const known = new Set(levels.map(String));
    const other = [...byLabel.keys()].find((label) => !known.has(label));
    if (other !== undefined) throw componentMatrix(name, `has a matrix for ${other}, which is no group`, { other });
    return levels.map((level) => {
      const matrix = byLabel.get(String(level));
      if (matrix !== undefined) return matrix;
      throw componentMatrix(name, `has no matrix for group ${String(level)}; give one for each group`, {
        group: level,
      });
    });
  });
  return new VCSpec(
    names,
    mats.map((own) => own.map(columnNames)),
    mats,
  );
}

function byGroup(given: ByGroup): ReadonlyMap<string, ArrayData> {
  const entries = isInstance(given, Map) ? [...given] : Object.entries(given);
  return new Map(entries.map(([label, matrix]) => [String(label), matrix as ArrayData]));
}

function columnNames(matrix: ArrayData): readonly string[] {
  if (isInstance(matrix, Frame)) return matrix.columns.map(String);
  return readColumns("exog_vc", matrix).values.map((_, j) => String(j));
}
