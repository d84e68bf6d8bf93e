// The moments of the definition, in exact arithmetic: every double is a whole number of 2^-1074, so that sums and
// products of them are whole numbers (BigInt), and only the last division is rounded. And the comparison with ours.
import type { Design, DesignRows, RowEntries } from "@mixedlm/design";
import { expect } from "vitest";
import type { LayoutSizes, MomentLayout, Moments } from "../src/index.ts";

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

/** Weights are whole numbers of 2^-60: those below 2^-8 lose digits and are not used here. */
const WEIGHT_BITS = 60n;

function weightUnits(value: number): bigint {
  if (value < 2 ** -8) throw new Error(`a weight of ${value} is too small to be exact here`);
  return units(value) >> (FRACTION_BITS - WEIGHT_BITS);
}

/** Weighted means minus origins, and centred cross-products, of columns given by their rows. */
interface ExactMoments {
  readonly weight: number;
  readonly mean: number[];
  readonly cross: number[][];
}

function exactMoments(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  origin: readonly number[],
): ExactMoments {
  const w = weights.map(weightUnits);
  const total = w.reduce((sum, own) => sum + own, 0n);
  const columns = origin.map((_, j) => rows.map((row) => units(row[j])));
  const weighted = columns.map((column) => column.map((value, i) => w[i] * value));
  const sums = weighted.map((column) => column.reduce((sum, value) => sum + value, 0n));
  const mean = sums.map((sum, j) => quotient(sum - total * units(origin[j]), total, FRACTION_BITS));
  const cross = weighted.map((a, i) =>
    columns.map((b, j) => {
      const product = a.reduce((sum, value, row) => sum + value * b[row], 0n);
      return quotient(total * product - sums[i] * sums[j], total, 2n * FRACTION_BITS + WEIGHT_BITS);
    }),
  );
  return { weight: quotient(total, 1n, WEIGHT_BITS), mean, cross };
}

/** Row i of [X | y less the offset]. */
function fixedRow({ n, X, y, offset }: DesignRows, i: number): number[] {
  const p = X.length / n;
  return [...Array.from({ length: p }, (_, j) => X[j * n + i]), y[i] - (offset?.[i] ?? 0)];
}

/** The level of row i in factor f, -1 for none. */
function levelOf({ factors }: MomentLayout, f: number, { codes, components }: DesignRows, i: number): number {
  const { group, component } = factors[f];
  const g = codes[group][i];
  if (component === null || g < 0) return g;
  const column = components[component.index][component.entry].column as Int32Array;
  return column[i] < 0 ? -1 : component.start[g] + column[i];
}

/** Row i of the random columns of its level in factor f: vector terms, then components' fixed columns, in their order. */
function randomRow({ factors }: MomentLayout, f: number, sizes: LayoutSizes, rows: DesignRows, i: number): number[] {
  const { group, component } = factors[f];
  const numberIn = ({ value }: RowEntries) => (value === null ? 1 : value[i]);
  if (component !== null) return [numberIn(rows.components[component.index][component.entry])];
  const terms = sizes.effects.flatMap((term, t) => {
    if (term.group !== group) return [];
    const own = new Array<number>(term.columns).fill(0);
    for (const entry of rows.randomEffects[t]) {
      const column = typeof entry.column === "number" ? entry.column : entry.column[i];
      if (column >= 0) own[column] += numberIn(entry);
    }
    return own;
  });
  const fixed = sizes.components.flatMap((term, c) =>
    term.group === group ? rows.components[c].filter((_, e) => term.entries[e] !== null).map(numberIn) : [],
  );
  return [...terms, ...fixed];
}

/** Whether the random columns of factor f are all ones. */
function isOnes({ factors }: MomentLayout, f: number, sizes: LayoutSizes, rows: DesignRows): boolean {
  const { group, component } = factors[f];
  if (component !== null) return rows.components[component.index][component.entry].value === null;
  const entries = [
    ...rows.randomEffects.filter((_, t) => sizes.effects[t].group === group).flat(),
    ...rows.components.filter((_, c) => sizes.components[c].group === group).flatMap((own) => own.filter(isFixed)),
  ];
  return entries.every((entry) => isFixed(entry) && entry.value === null);
}

function isFixed({ column }: RowEntries): boolean {
  return typeof column === "number";
}

/** The precision asked for, on the natural scale. */
const tolerance = 1e-12;

/** Moments as they must be, and how exact. */
interface Claim {
  readonly blocks: MomentLayout;
  readonly sizes: LayoutSizes;
  readonly rows: DesignRows;
  readonly weights: readonly number[];
  readonly all: readonly number[];
  readonly shift: readonly number[];
  /** Root of the centred sum of squares of the columns of [X | y], all rows. */
  readonly scale: readonly number[];
  readonly floor: number;
}

/**
 * Expects moments to be those of the rows: each within 1e-12 of the exact value on the column's natural scale, which is
 * the root of its centred sum of squares.
 *
 * Inside a level or cell the scale is that of its rows, but no less than a thousandth of the scale of all rows, whose
 * rounding means have (for cross-products: `floor` times that scale; merging multiplies means, one pass does not).
 * Random columns have their means counted from zero, and so is their scale.
 */
export function expectMomentsOf(moments: Moments, sizes: LayoutSizes, rows: DesignRows, floor = 1e-3): void {
  const { layout } = moments;
  const shift = Array.from(moments.shift);
  const all = Array.from({ length: rows.n }, (_, i) => i);
  const weights = all.map((i) => rows.weights?.[i] ?? 1);
  const values = all.map((i) => fixedRow(rows, i));
  const total = exactMoments(values, weights, shift);
  const scale = spreads(total);
  expect(moments.n).toBe(rows.n);
  expectRelative(moments.weight, total.weight, "weight");
  const logs = rows.weights === null ? 0 : weights.reduce((sum, w) => sum + Math.log(w), 0);
  expect(Math.abs(moments.logWeight - logs)).toBeLessThanOrEqual(1e-12 * rows.n);
  expectClose(moments.mean, total.mean, (j) => (tolerance * scale[j]) / Math.sqrt(rows.n), "mean");
  expectClose(moments.cross, total.cross.flat(), within(scale, scale), "cross-product");
  const claim: Claim = { blocks: layout, sizes, rows, weights, all, shift, scale, floor };
  expect(moments.factors.length).toBe(layout.factors.length);
  for (const f of layout.factors.keys()) expectFactor(moments, f, claim);
  const pairs = layout.factors.flatMap((_, b) => Array.from({ length: b }, (_, a) => [a, b]));
  expect(moments.cells.map(({ a, b }) => [a, b])).toEqual(pairs);
  for (const c of pairs.keys()) expectCells(moments, c, claim);
}

function expectFactor(moments: Moments, f: number, claim: Claim): void {
  const { blocks, sizes, rows, weights, shift, scale, floor } = claim;
  const { weight, mean, cross, within: inside } = moments.factors[f];
  const { s, nLevels: levels } = blocks.factors[f];
  const width = s + shift.length;
  expect([weight.length, mean.length, cross.length]).toEqual([levels, levels * width, levels * s * width]);
  const overall = [...spreadsOf(f, claim), ...scale];
  const pooled = scale.map(() => scale.map(() => 0));
  const membersOf = byLevel(claim.all, (i) => levelOf(blocks, f, rows, i));
  for (let l = 0; l < levels; l++) {
    const members = membersOf.get(l) ?? [];
    const [means, products] = [
      mean.subarray(l * width, (l + 1) * width),
      cross.subarray(l * s * width, (l + 1) * s * width),
    ];
    if (members.length === 0) {
      expect([weight[l], ...means, ...products].every((value) => value === 0)).toBe(true);
      continue;
    }
    const values = members.map((i) => [...randomRow(blocks, f, sizes, rows, i), ...fixedRow(rows, i)]);
    const own = members.map((i) => weights[i]);
    const exact = exactMoments(values, own, [...new Array<number>(s).fill(0), ...shift]);
    expectRelative(weight[l], exact.weight, `weight of level ${l}`);
    pooled.forEach((row, i) => {
      row.forEach((_, j) => {
        row[j] += exact.cross[s + i][s + j];
      });
    });
    const fromZero = values[0].map((_, j) => Math.hypot(...values.map((row) => row[j])));
    const scaleOf = (least: number) => spreads(exact).map((spread, j) => Math.max(spread, least * overall[j]));
    const meanScale = scaleOf(1e-3).map((spread, j) => (j < s ? fromZero[j] : spread));
    expectClose(means, exact.mean, (j) => tolerance * meanScale[j], `mean of level ${l} of factor ${f}`);
    const wanted = exact.cross.flatMap((column) => column.slice(0, s));
    const crossScale = scaleOf(floor);
    expectClose(products, wanted, within(crossScale.slice(0, s), crossScale), `product of level ${l} of factor ${f}`);
  }
  const pooledScale = pooled.map((row, j) => Math.max(Math.sqrt(row[j]), floor * scale[j]));
  const lower = pooled.flatMap((row, j) => row.map((value, i) => (i < j ? 0 : value)));
  expectClose(inside, lower, within(pooledScale, pooledScale), `product inside levels of factor ${f}`);
}

function expectCells(moments: Moments, c: number, claim: Claim): void {
  const { blocks, sizes, rows, weights, floor } = claim;
  const { a, b, start, level, weight, mean, cross } = moments.cells[c];
  const [first, second] = [blocks.factors[a], blocks.factors[b]];
  const [sa, sb] = [first.s, second.s];
  const levelsOf = (i: number) => [levelOf(blocks, a, rows, i), levelOf(blocks, b, rows, i)] as const;
  const numberOf = ([i, j]: readonly [number, number]) => (i < 0 || j < 0 ? -1 : i * second.nLevels + j);
  const membersOf = byLevel(claim.all, (i) => numberOf(levelsOf(i)));
  const numbers = [...membersOf.keys()].filter((number) => number >= 0).sort((i, j) => i - j);
  const before = (l: number) => numbers.filter((number) => number < l * second.nLevels).length;
  expect([...start]).toEqual(Array.from({ length: first.nLevels + 1 }, (_, l) => before(l)));
  expect([...level]).toEqual(numbers.map((number) => number % second.nLevels));
  expect(weight.length).toBe(numbers.length);
  const isPlain = isOnes(blocks, a, sizes, rows) && isOnes(blocks, b, sizes, rows);
  expect(mean.length).toBe(isPlain ? 0 : numbers.length * (sa + sb));
  expect(cross.length).toBe(isPlain ? 0 : numbers.length * sa * sb);
  const overall = [...spreadsOf(a, claim), ...spreadsOf(b, claim)];
  for (const [at, number] of numbers.entries()) {
    const members = membersOf.get(number)!;
    const values = members.map((i) => [a, b].flatMap((f) => randomRow(blocks, f, sizes, rows, i)));
    const own = members.map((i) => weights[i]);
    const exact = exactMoments(values, own, new Array<number>(sa + sb).fill(0));
    expectRelative(weight[at], exact.weight, `weight of cell ${at}`);
    if (isPlain) continue;
    const fromZero = values[0].map((_, j) => Math.hypot(...values.map((row) => row[j])));
    const means = mean.subarray(at * (sa + sb), (at + 1) * (sa + sb));
    expectClose(means, exact.mean, (j) => tolerance * fromZero[j], `mean of cell ${at}`);
    const crossScale = spreads(exact).map((spread, j) => Math.max(spread, floor * overall[j]));
    const products = cross.subarray(at * sa * sb, (at + 1) * sa * sb);
    const wanted = exact.cross.slice(sa).flatMap((column) => column.slice(0, sa));
    expectClose(products, wanted, within(crossScale.slice(0, sa), crossScale.slice(sa)), `product of cell ${at}`);
  }
}

function byLevel(all: readonly number[], levelOfRow: (i: number) => number): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const i of all) {
    const level = levelOfRow(i);
    const own = members.get(level);
    if (own === undefined) members.set(level, [i]);
    else own.push(i);
  }
  return members;
}

/** The spreads of a factor's random columns over all rows with a level. */
function spreadsOf(f: number, { blocks, sizes, rows, weights, all }: Claim): number[] {
  const members = all.filter((i) => levelOf(blocks, f, rows, i) >= 0);
  const values = members.map((i) => randomRow(blocks, f, sizes, rows, i));
  const none = new Array<number>(blocks.factors[f].s).fill(0);
  if (members.length === 0) return none;
  const own = members.map((i) => weights[i]);
  return spreads(exactMoments(values, own, none));
}

function spreads({ cross }: ExactMoments): number[] {
  return cross.map((row, j) => Math.sqrt(row[j]));
}

/** Tolerance of entry `at` of a column-major matrix whose rows and columns have the given scales. */
function within(rows: readonly number[], columns: readonly number[]): (at: number) => number {
  return (at) => tolerance * rows[at % rows.length] * columns[Math.floor(at / rows.length)];
}

function expectRelative(found: number, wanted: number, what: string): void {
  expectClose([found], [wanted], () => tolerance * wanted, what);
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

/** The sizes that a design's rows speak of, read from the rows' entries and the design's names. */
export function sizesOf(design: Design, rows: DesignRows): LayoutSizes {
  return {
    p: design.fixed.names.length,
    levels: design.groups.map(({ levels }) => levels.length),
    effects: design.randomEffects.map(({ group, matrix }) => ({ group, columns: matrix.names.length })),
    components: design.components.map(({ group, names }, c) => ({
      group,
      columns: names.map((own) => own.length),
      entries: rows.components[c].map(({ column }) => (typeof column === "number" ? column : null)),
    })),
  };
}
