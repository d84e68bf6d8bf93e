// The moments of all rows but some, for each of many sets of rows, without subtracting anything: down a binary tree
// over the sets, the rows of the other half are added at each step. With G sets each row is added log2(G) times.
import {
  type Design,
  type DesignRows,
  designRows,
  type RandomRows,
  type Table,
  type TableLike,
  toTable,
} from "@mixedlm/design";
import { accumulateRows } from "./accumulate.ts";
import { type FixedTransform, transformRows } from "./fixed-transform.ts";
import { designLayout } from "./layout.ts";
import { mergeMoments } from "./merge-moments.ts";
import type { DesignMoments } from "./moments.ts";

/** The moments without a set of rows. */
export interface MomentsWithout {
  /** Number of the set, from 0. */
  readonly set: number;
  /** Levels that lose all their rows stay, with the weight 0. */
  readonly moments: DesignMoments;
}

/**
 * Lists the moments of a table without each of some sets of its rows, in the order of the sets; each is made when it is
 * asked for.
 *
 * @param codes - number of the set that each row of the design belongs to, -1 for none.
 * @param count - number of sets.
 * @param fixed - columns that take the place of X's.
 */
export function* momentsWithout<D extends TableLike<D>>(
  design: Design,
  data: Table | D,
  codes: Int32Array,
  count: number,
  fixed: FixedTransform | null = null,
): Generator<MomentsWithout, void, undefined> {
  const made = designRows(design, toTable(data));
  const { order, start } = bySet(codes, count);
  const rows = takeDesignRows(fixed === null ? made : transformRows(made, fixed), order);
  const layout = designLayout(design, fixed);
  const part = (from: number, to: number): DesignMoments => {
    return { ...accumulateRows(layout, slicedRows(rows, from, to)), design, fixed };
  };
  function* descend(from: number, to: number, outside: DesignMoments): Generator<MomentsWithout, void, undefined> {
    if (to - from === 1) {
      yield { set: from, moments: outside };
      return;
    }
    const middle = (from + to) >> 1;
    yield* descend(from, middle, mergeMoments(outside, part(start[middle], start[to])));
    yield* descend(middle, to, mergeMoments(outside, part(start[from], start[middle])));
  }
  // rows of no set stand last
  if (count > 0) yield* descend(0, count, part(start[count], codes.length));
}

/** Rows in the order of their sets, those of none at the end. */
function bySet(codes: Int32Array, count: number): { order: Int32Array; start: Int32Array } {
  const start = new Int32Array(count + 2);
  const set = (code: number): number => (code < 0 ? count : code);
  for (const code of codes) start[set(code) + 1] += 1;
  for (let c = 0; c <= count; c++) start[c + 1] += start[c];
  const next = start.slice();
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[set(codes[i])]++] = i;
  return { order, start };
}

/** Rows in another order. */
function takeDesignRows(rows: DesignRows, order: Int32Array): DesignRows {
  const { n } = rows;
  const taken = (values: Float64Array): Float64Array => Float64Array.from(order, (i) => values[i]);
  const codes = (values: Int32Array): Int32Array => Int32Array.from(order, (i) => values[i]);
  const X = new Float64Array(rows.X.length);
  for (let j = 0; j * n < X.length; j++) X.set(taken(rows.X.subarray(j * n, (j + 1) * n)), j * n);
  return mappedRows({ ...rows, X }, n, codes, taken);
}

/** Rows `from .. to - 1`. */
function slicedRows(rows: DesignRows, from: number, to: number): DesignRows {
  const n = to - from;
  const p = rows.n === 0 ? 0 : rows.X.length / rows.n;
  const X = new Float64Array(n * p);
  for (let j = 0; j < p; j++) X.set(rows.X.subarray(j * rows.n + from, j * rows.n + to), j * n);
  return mappedRows(
    { ...rows, X },
    n,
    (values) => values.subarray(from, to),
    (values) => values.subarray(from, to),
  );
}

/** Everything but X through the maps of whole and of other numbers. */
function mappedRows(
  rows: DesignRows,
  n: number,
  whole: (values: Int32Array) => Int32Array,
  real: (values: Float64Array) => Float64Array,
): DesignRows {
  const entries = (own: RandomRows): RandomRows =>
    own.map(({ column, value }) => ({
      column: typeof column === "number" ? column : whole(column),
      value: value === null ? null : real(value),
    }));
  return {
    ...rows,
    n,
    rows: whole(rows.rows),
    y: real(rows.y),
    weights: rows.weights === null ? null : real(rows.weights),
    offset: rows.offset === null ? null : real(rows.offset),
    codes: rows.codes.map(whole),
    randomEffects: rows.randomEffects.map(entries),
    components: rows.components.map(entries),
  };
}
