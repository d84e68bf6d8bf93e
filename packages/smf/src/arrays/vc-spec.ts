// Variance components as matrices: statsmodels' VCSpec, and the parts of a model in the shape that statsmodels keeps
// them in. The engine needs none of it, so a model makes these when they are asked for.
import { type ComponentSpec, type Design, designRows, type RandomRows, type Table } from "@mixedlm/design";
import { checkNumbers } from "../model/check-numbers.ts";
import type { ArrayData } from "./array-columns.ts";

/**
 * What variance components look like: for each component k and group i (groups sorted) the columns whose random
 * coefficients are independent and have the variance of the component.
 */
export class VCSpec {
  /** Names of the components. */
  readonly names: readonly string[];
  /** `colnames[k][i]`: names of the columns of `mats[k][i]`. */
  readonly colnames: readonly (readonly (readonly string[])[])[];
  /** `mats[k][i]`: a row for each observation of group i, in their order; the number of columns may differ. */
  readonly mats: readonly (readonly ArrayData[])[];

  /** Keeps what it is given; a model that it is given to checks it. */
  constructor(
    names: readonly string[],
    colnames: readonly (readonly (readonly string[])[])[],
    mats: readonly (readonly ArrayData[])[],
  ) {
    this.names = names;
    this.colnames = colnames;
    this.mats = mats;
  }
}

/** A matrix as rows. */
export type DenseRows = number[][];

/**
 * Writes the variance components of a design out, zeros included.
 *
 * @param table - the design's table.
 * @returns matrices as rows; no components: empty lists.
 * @throws {@link SmfError} `too-large` when they are more than 1e8 numbers.
 */
export function vcSpecOf(design: Design, table: Table): VCSpec & { readonly mats: readonly (readonly DenseRows[])[] } {
  const { components, codes } = designRows(design, table);
  checkSize(design.components, codes);
  const mats = design.components.map((spec, k) => {
    const matrices = spec.names.map((): DenseRows => []);
    const groupOf = codes[spec.group]!;
    for (const [row, g] of groupOf.entries()) matrices[g]!.push(denseRow(components[k]!, row, spec.names[g]!.length));
    return matrices;
  });
  const names = design.components.map(({ name }) => name);
  const colnames = design.components.map((spec) => spec.names);
  return Object.assign(new VCSpec(names, colnames, mats), { mats });
}

function checkSize(components: readonly ComponentSpec[], codes: readonly Int32Array[]): void {
  const numbers = components.reduce(
    (sum, { group, names }) => codes[group]!.reduce((all, g) => all + names[g]!.length, sum),
    0,
  );
  const instead =
    "`model.design.components` has the names of the columns, and `designRows(model.design, model.table)` of @mixedlm/design the few columns that each row touches";
  checkNumbers("exog_vc, zeros written out,", numbers, instead);
}

/**
 * Writes the random effects' columns of a design out.
 *
 * @returns a row for each row used; null: the design has none.
 */
export function exogRe(design: Design, table: Table): DenseRows | null {
  const [spec] = design.randomEffects;
  if (spec === undefined) return null;
  const { n, randomEffects } = designRows(design, table);
  return Array.from({ length: n }, (_, row) => denseRow(randomEffects[0]!, row, spec.names.length));
}

/**
 * Lists the rows of each group.
 *
 * @param codes - the group of each row, -1 for none.
 */
export function rowIndices(codes: ArrayLike<number>, groups: number): number[][] {
  const rows = Array.from({ length: groups }, (): number[] => []);
  for (let row = 0; row < codes.length; row++) rows[codes[row]!]?.push(row);
  return rows;
}

/**
 * Splits an array by group.
 *
 * @param array - one element for each row used: a number, or a row of a matrix.
 * @param row_indices - the rows of each group.
 */
export function groupList<T>(array: ArrayLike<T>, row_indices: Iterable<readonly number[]>): T[][] {
  return Array.from(row_indices, (rows) => rows.map((row) => array[row]!));
}

function denseRow(entries: RandomRows, row: number, width: number): number[] {
  const dense = new Array<number>(width).fill(0);
  for (const { column, value } of entries) {
    const at = typeof column === "number" ? column : column[row]!;
    if (at >= 0 && at < width) dense[at]! += value === null ? 1 : value[row]!;
  }
  return dense;
}
