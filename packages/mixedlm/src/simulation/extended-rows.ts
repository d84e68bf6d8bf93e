// Rows of a model -> rows of a larger or smaller study like it. Groups are taken whole, spread evenly over those that
// there are, and their copies are groups of their own, with copies of all levels inside them; factors that cross them
// keep their levels. Or the rows of every group are repeated, spread evenly. Columns are copied as numbers, so that
// what a formula has learnt from the data (a mean, a spline's knots) and with it the meaning of the coefficients stays.
import type { ComponentSpec, Design, DesignRows, RandomRows } from "@mixedlm/design";

/** A design and its rows. */
export interface RowsOfDesign {
  readonly design: Design;
  readonly rows: DesignRows;
}

/** Where the rows of a study of another size come from. */
export interface RowSource {
  /** Number of the old row, for each new one. */
  readonly from: Int32Array;
  /** The copy of a group that each new row belongs to; null where groups stay as they are. */
  readonly copy: Int32Array | null;
  /** Levels of the factor whose groups are copied, of the old rows. */
  readonly outer: Int32Array;
}

/**
 * Rows of another number of groups.
 *
 * @param codes - the level of each row in the factor whose groups are taken.
 * @param size - groups of the new study: group i is a copy of group floor(i L / size) of the L that there are.
 */
export function otherGroups(codes: Int32Array, size: number): RowSource {
  const members = rowsOfLevels(codes);
  const picked = Array.from({ length: size }, (_, i) => members[Math.floor((i * members.length) / size)]);
  return {
    from: Int32Array.from(picked.flat()),
    copy: Int32Array.from(picked.flatMap((list, i) => list.map(() => i))),
    outer: codes,
  };
}

/**
 * Another number of rows in each of the same groups.
 *
 * @param size - rows of every group: row i is a copy of row floor(i m / size) of the m that there are.
 */
export function otherRowsInGroups(codes: Int32Array, size: number): RowSource {
  const picked = rowsOfLevels(codes).flatMap((list) =>
    Array.from({ length: size }, (_, i) => list[Math.floor((i * list.length) / size)]),
  );
  return { from: Int32Array.from(picked), copy: null, outer: codes };
}

/** Rows of each level that has any, levels in their order. */
function rowsOfLevels(codes: Int32Array): number[][] {
  const lists: number[][] = [];
  codes.forEach((level, i) => {
    if (level < 0) return;
    while (lists.length <= level) lists.push([]);
    lists[level].push(i);
  });
  return lists.filter((list) => list.length > 0);
}

/** The study that rows are taken for: of the design that they were found with, or of another one of the same rows. */
export function takenRows({ design, rows }: RowsOfDesign, { from, copy, outer }: RowSource): RowsOfDesign {
  const n = from.length;
  const groups = rows.codes.map((codes) => newLevels(codes, from, isInside(codes, outer) ? copy : null));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(from, (i) => values[i]);
  const p = rows.n === 0 ? 0 : rows.X.length / rows.n;
  const X = new Float64Array(n * p);
  for (let j = 0; j < p; j++) X.set(pick(rows.X.subarray(j * rows.n, (j + 1) * rows.n)), j * n);
  const entries = (list: RandomRows): RandomRows =>
    list.map(({ column, value }) => ({
      column: typeof column === "number" ? column : Int32Array.from(from, (i) => column[i]),
      value: value === null ? null : pick(value),
    }));
  return {
    design: {
      ...design,
      groups: design.groups.map((factor, f) => ({
        ...factor,
        dataType: "string",
        levels: groups[f].old.map((_, level) => String(level + 1)),
      })),
      components: design.components.map((spec) => componentOf(spec, groups[spec.group].old)),
    },
    rows: {
      n,
      rows: Int32Array.from({ length: n }, (_, i) => i),
      y: pick(rows.y),
      X,
      weights: rows.weights === null ? null : pick(rows.weights),
      offset: rows.offset === null ? null : pick(rows.offset),
      codes: groups.map(({ codes }) => codes),
      randomEffects: rows.randomEffects.map(entries),
      components: rows.components.map(entries),
    },
  };
}

/** Whether every level of a factor has all its rows in one level of another. */
function isInside(codes: Int32Array, outer: Int32Array): boolean {
  const home = new Map<number, number>();
  return codes.every((level, i) => {
    if (level < 0) return true;
    const known = home.get(level);
    if (known === undefined) home.set(level, outer[i]);
    return outer[i] >= 0 && (known === undefined || known === outer[i]);
  });
}

/** Codes of the new rows, numbered as they occur; and the old level that each new one is a copy of. */
function newLevels(codes: Int32Array, from: Int32Array, copy: Int32Array | null): { codes: Int32Array; old: number[] } {
  const numbers = new Map<string | number, number>();
  const old: number[] = [];
  const own = Int32Array.from(from, (i, at) => {
    const level = codes[i];
    if (level < 0) return -1;
    const key = copy === null ? level : `${copy[at]}:${level}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, old.length);
    return old.push(level) - 1;
  });
  return { codes: own, old };
}

/** A component's columns of the new groups: those of the groups that they are copies of. */
function componentOf(spec: ComponentSpec, old: readonly number[]): ComponentSpec {
  const pick = <Entry>(list: readonly Entry[]): Entry[] => old.map((level) => list[level]);
  return {
    ...spec,
    names: pick(spec.names),
    levels: spec.levels.map((own) => (own === null ? null : pick(own))),
    standardised: spec.standardised.map((own) =>
      own === null ? null : { mean: pick(own.mean), deviation: pick(own.deviation) },
    ),
  };
}
