// Which blocks a design needs, from names alone: one for all rows, [X | y], and one for each factor, a list of levels that
// all have the same random columns. The vector terms of a grouping factor and the components with one column a group are
// columns of one factor; a component of indicator columns is a factor of its own with one column, whose levels are the
// pairs (group, column). So widths are uniform, and no block holds zeros because of what a term looks like.
import { componentEntries, type Design } from "@mixedlm/design";
import { tooManyNumbers } from "./errors.ts";

/** Most numbers that moments hold: 2 GiB. */
export const LIMIT: number = 2 ** 28;

/** A block of random columns over the levels of one factor. */
export interface FactorLayout {
  /** Index in `design.groups` of the grouping factor that the levels come from. */
  readonly group: number;
  /**
   * Null: levels are the group's. Else they are the (group, column) pairs of entry `entry` of component `index`: level =
   * `start[g] + column`; `start` has one entry more than there are groups.
   */
  readonly component: { readonly index: number; readonly entry: number; readonly start: Int32Array } | null;
  /** Number of levels; some may have no rows. */
  readonly levels: number;
  /** Random columns of every level: s. */
  readonly columns: number;
}

/** Where the entries of a random part are: columns `first` to `first + width - 1` of a factor. */
export interface PartLayout {
  readonly kind: "effects" | "component";
  /** Index in `design.randomEffects` or `design.components`. */
  readonly index: number;
  /** Index in {@link Blocks.factors}. */
  readonly factor: number;
  readonly first: number;
  readonly width: number;
}

/** What the arrays of {@link Moments} are about. */
export interface Blocks {
  /** Columns of X. */
  readonly p: number;
  /** Factors that have columns: those of groups by group, then those of components, entry after entry. */
  readonly factors: readonly FactorLayout[];
  /** Every vector term, then every entry of every component; a component may have several parts. */
  readonly parts: readonly PartLayout[];
}

/** The numbers that a layout follows from. */
export interface BlockSizes {
  /** Columns of X. */
  readonly p: number;
  /** Levels of each grouping factor. */
  readonly levels: readonly number[];
  /** Each vector term: its group and its columns. */
  readonly effects: readonly { readonly group: number; readonly columns: number }[];
  /**
   * Each component: its group, its columns in each level of the group (one number where all have as many), and for each
   * of its entries the column that it has in every row, null where rows have columns of their own.
   */
  readonly components: readonly {
    readonly group: number;
    readonly columns: number | ArrayLike<number>;
    readonly entries: readonly (number | null)[];
  }[];
}

/**
 * Works out the blocks of a design from its names alone.
 *
 * @throws {@link MomentsError} as {@link blockLayout}.
 */
export function designBlocks(design: Design): Blocks {
  return blockLayout({
    p: design.fixed.names.length,
    levels: design.groups.map(({ levels }) => levels.length),
    effects: design.randomEffects.map(({ group, names }) => ({ group, columns: names.length })),
    components: design.components.map((spec) => ({
      group: spec.group,
      columns: spec.names.map((names) => names.length),
      entries: componentEntries(spec).map(({ column }) => column),
    })),
  });
}

/**
 * Lays out the blocks of random parts of the given sizes.
 *
 * @throws {@link MomentsError} `limit` when moments and products of all columns would be more than 2^28 numbers.
 */
export function blockLayout(sizes: BlockSizes): Blocks {
  const factors = [...groupFactors(sizes), ...componentFactors(sizes)];
  const blocks = { p: sizes.p, factors, parts: partsOf(sizes, factors) };
  checkSize(blocks);
  return blocks;
}

function groupFactors({ levels, effects, components }: BlockSizes): FactorLayout[] {
  return levels.flatMap((count, group) => {
    let columns = 0;
    for (const term of effects) if (term.group === group) columns += term.columns;
    for (const { group: own, entries } of components) if (own === group) columns += entries.filter(isFixed).length;
    return columns === 0 ? [] : [{ group, component: null, levels: count, columns }];
  });
}

function isFixed(column: number | null): boolean {
  return column !== null;
}

function componentFactors({ levels, components }: BlockSizes): FactorLayout[] {
  return components.flatMap(({ group, columns, entries }, index) => {
    if (entries.every(isFixed)) return [];
    const start = new Int32Array(levels[group] + 1);
    for (let g = 0; g < levels[group]; g++)
      start[g + 1] = start[g] + (typeof columns === "number" ? columns : columns[g]);
    return entries.flatMap((column, entry) =>
      isFixed(column) ? [] : [{ group, component: { index, entry, start }, levels: start[levels[group]], columns: 1 }],
    );
  });
}

/** Gives each part its columns in the order of the design. */
function partsOf({ effects, components }: BlockSizes, factors: readonly FactorLayout[]): PartLayout[] {
  const used = factors.map(() => 0);
  const inGroup = (group: number) => factors.findIndex((own) => own.component === null && own.group === group);
  const part = (kind: PartLayout["kind"], index: number, factor: number, width: number): PartLayout => {
    const first = used[factor];
    used[factor] += width;
    return { kind, index, factor, first, width };
  };
  return [
    ...effects.flatMap(({ group, columns }, index) =>
      columns === 0 ? [] : [part("effects", index, inGroup(group), columns)],
    ),
    ...components.flatMap(({ group, entries }, index) =>
      entries.map((column, entry) => {
        if (column !== null) return part("component", index, inGroup(group), 1);
        const own = factors.findIndex(({ component: c }) => c?.index === index && c.entry === entry);
        return part("component", index, own, 1);
      }),
    ),
  ];
}

/** Which entry of its component a part is: a component has a part for each, in their order; 0 for a vector term. */
export function entryOf(parts: readonly PartLayout[], at: number): number {
  const { kind, index } = parts[at];
  return parts.slice(0, at).filter((part) => part.kind === kind && part.index === index).length;
}

/** Numbers of each level: its weight, its means, its products. */
function checkSize({ p, factors }: Blocks): void {
  const perLevel = ({ columns }: FactorLayout) => 1 + (columns + 1) * (columns + p + 1);
  const numbers = factors.reduce(
    (sum, factor) => sum + factor.levels * perLevel(factor) + (p + 1) ** 2,
    2 * (p + 1) + (p + 1) ** 2,
  );
  if (numbers <= LIMIT) return;
  const most = factors.reduce((most, { columns }) => Math.max(most, columns), 0);
  throw tooManyNumbers(p, most, numbers, LIMIT);
}

/** Whether two layouts describe the same blocks; otherwise what differs first, with both numbers. */
export function blocksDifference(a: Blocks, b: Blocks): readonly [what: string, left: number, right: number] | null {
  if (a.p !== b.p) return ["fixed columns", a.p, b.p];
  if (a.factors.length !== b.factors.length) return ["random factors", a.factors.length, b.factors.length];
  for (const [f, left] of a.factors.entries()) {
    const right = b.factors[f];
    const of = `of random factor ${f + 1}`;
    if (left.columns !== right.columns) return [`columns ${of}`, left.columns, right.columns];
    if (left.levels !== right.levels) return [`levels ${of}`, left.levels, right.levels];
    if (left.group !== right.group) return [`as the grouping factor ${of}`, left.group + 1, right.group + 1];
    const g = left.component?.start.findIndex((start, i) => start !== right.component?.start[i]) ?? -1;
    if (g >= 0) return [`levels ${of} before group ${g + 1}`, left.component!.start[g], right.component?.start[g] ?? 0];
  }
  return null;
}
