// The moments of the definition, in exact arithmetic: every double is a whole number of 2^-1074, so that sums and
// products of them are whole numbers (BigInt), and only the last division is rounded. And the comparison with ours.
import type { DesignRows, RandomRows } from "@mixedlm/design";
import { expect } from "vitest";
import { type Blocks, blockLayout, componentStart, type Moments } from "../src/index.ts";

const FRACTION_BITS = 1074n;

/** A double as a whole number of 2^-1074. */
function units(value: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(value).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits < 0n ? -magnitude : magnitude;
}

/** numerator / denominator x 2^-scale, to the nearest double but for one rounding more. */
function quotient(numerator: bigint, denominator: bigint, scale: bigint): number {
  const whole = (numerator << 128n) / denominator;
  const excess = BigInt(Math.max(0, whole.toString(2).length - 80));
  const exponent = Number(excess - 128n - scale);
  const half = Math.trunc(exponent / 2);
  return Number(whole >> excess) * 2 ** half * 2 ** (exponent - half);
}

/** Means minus origins, and centred cross-products, of columns given by their rows. */
interface ExactMoments {
  readonly mean: number[];
  readonly cross: number[][];
}

function exactMoments(rows: readonly (readonly number[])[], origin: readonly number[]): ExactMoments {
  const n = BigInt(rows.length);
  const columns = origin.map((_, j) => rows.map((row) => units(row[j])));
  const sums = columns.map((column) => column.reduce((sum, value) => sum + value, 0n));
  const mean = sums.map((sum, j) => quotient(sum - n * units(origin[j]), n, FRACTION_BITS));
  const cross = columns.map((a, i) =>
    columns.map((b, j) => {
      const product = a.reduce((sum, value, row) => sum + value * b[row], 0n);
      return quotient(n * product - sums[i] * sums[j], n, 2n * FRACTION_BITS);
    }),
  );
  return { mean, cross };
}

/** Row i of [X | y]. */
function fixedRow({ n, X, y }: DesignRows, i: number): number[] {
  const p = X.length / n;
  return [...Array.from({ length: p }, (_, j) => X[j * n + i]), y[i]];
}

/** Row i of the random columns of its group. */
function randomRow(blocks: Blocks, { codes, randomEffects, components }: DesignRows, i: number): number[] {
  const g = codes[i];
  const row = new Array<number>(blocks.q[g]).fill(0);
  const place = (entries: RandomRows, start: number): void => {
    for (const { column, value } of entries) {
      const j = typeof column === "number" ? column : column[i];
      if (j >= 0) row[start + j] += value === null ? 1 : value[i];
    }
  };
  place(randomEffects, 0);
  components.forEach((entries, c) => {
    place(entries, componentStart(blocks, c, g));
  });
  return row;
}

/** The precision asked for, on the natural scale. */
const tolerance = 1e-12;

/**
 * Expects moments to be those of the rows: each within 1e-12 of the exact value on the column's natural scale, which is
 * the root of its centred sum of squares.
 *
 * Inside a group the scale is that of the group's rows, but no less than a thousandth of the scale of all rows, whose
 * rounding means have (for cross-products: `floor` times that scale; merging multiplies means, one pass does not).
 * Random columns have their means, and components all moments, counted from zero, and so is their scale.
 */
export function expectMomentsOf(moments: Moments, rows: DesignRows, floor = 1e-3): void {
  const { blocks } = moments;
  const { k, q } = blocks;
  const shift = Array.from(moments.shift);
  const all = Array.from({ length: rows.n }, (_, i) => i);
  const total = exactMoments(
    all.map((i) => fixedRow(rows, i)),
    shift,
  );
  const scale = spreads(total);
  expect(moments.n).toBe(rows.n);
  expectClose(moments.mean, total.mean, (j) => (tolerance * scale[j]) / Math.sqrt(rows.n), "mean");
  expectClose(moments.cross, total.cross.flat(), within(scale, scale), "cross-product");

  const overall = [...spreads(randomMoments(blocks, rows)), ...scale];
  const pooled = scale.map(() => scale.map(() => 0));
  for (let g = 0; g < q.length; g++) {
    const members = all.filter((i) => rows.codes[i] === g);
    expect(moments.groupN[g]).toBe(members.length);
    if (members.length === 0) continue;
    const values = members.map((i) => [...randomRow(blocks, rows, i), ...fixedRow(rows, i)]);
    const group = exactMoments(values, [...new Array<number>(q[g]).fill(0), ...shift]);
    pooled.forEach((row, i) => {
      row.forEach((_, j) => {
        row[j] += group.cross[q[g] + i][q[g] + j];
      });
    });
    const fromZero = values[0].map((_, j) => Math.hypot(...values.map((row) => row[j])));
    const scaleOf = (least: number) =>
      spreads(group).map((spread, j) => {
        if (j >= k && j < q[g]) return fromZero[j];
        return Math.max(spread, least * overall[j < k ? j : j - q[g] + k]);
      });
    const mean = moments.groupMean.subarray(blocks.meanStart[g], blocks.meanStart[g + 1]);
    const meanScale = scaleOf(1e-3).map((own, j) => (j < q[g] ? fromZero[j] : own));
    expectClose(mean, group.mean, (j) => tolerance * meanScale[j], `mean of group ${g}`);
    const cross = moments.groupCross.subarray(blocks.crossStart[g], blocks.crossStart[g + 1]);
    const wanted = group.cross.flatMap((column) => column.slice(0, q[g]));
    const crossScale = scaleOf(floor);
    expectClose(cross, wanted, within(crossScale.slice(0, q[g]), crossScale), `cross-product of group ${g}`);
  }
  const pooledScale = pooled.map((row, j) => Math.max(Math.sqrt(row[j]), floor * scale[j]));
  const lower = pooled.flatMap((row, j) => row.map((value, i) => (i < j ? 0 : value)));
  expectClose(moments.within, lower, within(pooledScale, pooledScale), "cross-product inside groups");
}

/** The random-effects columns over all rows, for their scale. */
function randomMoments(blocks: Blocks, rows: DesignRows): ExactMoments {
  const members = Array.from(rows.codes.keys()).filter((i) => rows.codes[i] >= 0);
  const values = members.map((i) => randomRow(blocks, rows, i).slice(0, blocks.k));
  return exactMoments(values, new Array<number>(blocks.k).fill(0));
}

function spreads({ cross }: ExactMoments): number[] {
  return cross.map((row, j) => Math.sqrt(row[j]));
}

/** Tolerance of entry `at` of a column-major matrix whose rows and columns have the given scales. */
function within(rows: readonly number[], columns: readonly number[]): (at: number) => number {
  return (at) => tolerance * rows[at % rows.length] * columns[Math.floor(at / rows.length)];
}

function expectClose(
  found: ArrayLike<number>,
  wanted: readonly number[],
  allowed: (at: number) => number,
  what: string,
): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, at) => {
    if (!(Math.abs(found[at] - value) <= allowed(at)))
      expect.fail(`${what} ${at}: ${found[at]}, exactly ${value}, tolerance ${allowed(at)}`);
  });
}

/** A layout of two fixed columns, a random intercept and slope, and one component of 3, 1, 2, ... columns. */
export function exampleBlocks(groups: number): Blocks {
  return blockLayout(2, 2, [Int32Array.from({ length: groups }, (_, g) => [3, 1, 2][g % 3])], groups);
}

/** What one row of {@link exampleRows} is made of. */
export interface ExampleRow {
  readonly group: number;
  readonly x: number;
  readonly time: number;
  readonly level: number;
  readonly y: number;
}

/** Columns for {@link exampleBlocks}: X = [1 x], Z = [1 time], an indicator of the level inside the group. */
export function exampleRows(blocks: Blocks, list: readonly ExampleRow[]): DesignRows {
  const codes = Int32Array.from(list, ({ group }) => group);
  return {
    n: list.length,
    rows: Int32Array.from(list.keys()),
    y: Float64Array.from(list, ({ y }) => y),
    X: Float64Array.from([...list.map(() => 1), ...list.map(({ x }) => x)]),
    codes,
    randomEffects: [
      { column: 0, value: null },
      { column: 1, value: Float64Array.from(list, ({ time }) => time) },
    ],
    components: [
      [{ column: Int32Array.from(list, ({ group, level }) => level % blocks.widths[0][group]), value: null }],
    ],
  };
}

/** Seeded uniform numbers in [0, 1) (Park and Miller). */
function uniform(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Rows of `groups` groups in any order; the response has unit variance about `centre`. */
export function randomRows(n: number, groups: number, seed: number, centre = 0): ExampleRow[] {
  const next = uniform(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: n }, () => ({
    group: Math.floor(next() * groups),
    x: 20 + 5 * normal(),
    time: Math.floor(next() * 12),
    level: Math.floor(next() * 6),
    y: centre + normal(),
  }));
}
