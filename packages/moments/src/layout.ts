// What moments a design has, from names alone: those of all rows, of [X | y], and those of each factor, a list of
// levels that all have the same random columns. The vector terms of a grouping factor and the components with one
// column a group are columns of one factor; a component of indicator columns is a factor of its own with one column,
// whose levels are the pairs (group, column). So widths are uniform, and no moments are zero because of what a term
// looks like.
import { componentEntries, type Design } from "@mixedlm/design";
import { tooManyNumbers } from "./errors.ts";
import type { FixedTransform } from "./fixed-transform.ts";

/** Most numbers that moments hold: 2 GiB. */
export const LIMIT: number = 2 ** 28;

/** Levels that are pairs of a level g of a group and a column of a component's entry: level `start[g] + column`. */
export interface ComponentLevels {
  /** Index of the component in `design.components`. */
  readonly index: number;
  /** Which of the component's entries the columns are of, from 0. */
  readonly entry: number;
  /** Where the columns of each level of the group start; one more entry: the number of pairs. */
  readonly start: Int32Array;
}

/** The random columns of the levels of one factor. */
export interface FactorLayout {
  /** Index in `design.groups` of the grouping factor that the levels come from. */
  readonly group: number;
  /** Null: levels are the group's. Else they are pairs of a level of the group and a column of a component. */
  readonly component: ComponentLevels | null;
  /** Number of levels; some may have no rows. */
  readonly nLevels: number;
  /** Random columns of every level: s. */
  readonly s: number;
}

/** Where the entries of a random part are: columns `first` to `first + width - 1` of a factor. */
export interface PartLayout {
  /** Whether it is a vector term or an entry of a component. */
  readonly kind: "effects" | "component";
  /** Index in `design.randomEffects` or `design.components`. */
  readonly index: number;
  /** Index in {@link MomentLayout.factors}. */
  readonly factor: number;
  /** Its first column among those of the factor, from 0. */
  readonly first: number;
  /** How many columns it has. */
  readonly width: number;
}

/** What the arrays of {@link Moments} are about. */
export interface MomentLayout {
  /** Columns of X. */
  readonly p: number;
  /** Factors that have columns: those of groups by group, then those of components, entry after entry. */
  readonly factors: readonly FactorLayout[];
  /** Every vector term, then every entry of every component; a component may have several parts. */
  readonly parts: readonly PartLayout[];
}

/** The numbers that a layout follows from. */
export interface LayoutSizes {
  /** Columns of X. */
  readonly p: number;
  /** Levels of each grouping factor. */
  readonly levels: readonly number[];
  /** Each vector term. */
  readonly effects: readonly {
    /** Index of its grouping factor in `levels`. */
    readonly group: number;
    /** How many columns it has in each level. */
    readonly columns: number;
  }[];
  /** Each component. */
  readonly components: readonly {
    /** Index of its grouping factor in `levels`. */
    readonly group: number;
    /** How many columns it has in each level of the group; one number where all have as many. */
    readonly columns: number | ArrayLike<number>;
    /** Of each of its entries the column that it has in every row; null where rows have columns of their own. */
    readonly entries: readonly (number | null)[];
  }[];
}

/**
 * Works out the layout of a design's moments from its names alone.
 *
 * @param fixed - columns that take the place of X's.
 * @throws {@link MomentsError} as {@link momentLayout}.
 */
export function designLayout(design: Design, fixed: FixedTransform | null = null): MomentLayout {
  return momentLayout({
    p: fixed === null ? design.fixed.names.length : fixed.kept.length,
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
 * Lays out the moments of random parts of the given sizes.
 *
 * @throws {@link MomentsError} `limit` when moments and products of all columns would be more than 2^28 numbers.
 */
export function momentLayout(sizes: LayoutSizes): MomentLayout {
  const factors = [...groupFactors(sizes), ...componentFactors(sizes)];
  const layout = { p: sizes.p, factors, parts: partsOf(sizes, factors) };
  checkSize(layout);
  return layout;
}

function groupFactors({ levels, effects, components }: LayoutSizes): FactorLayout[] {
  return levels.flatMap((nLevels, group) => {
    let s = 0;
    for (const term of effects) if (term.group === group) s += term.columns;
    for (const { group: own, entries } of components) if (own === group) s += entries.filter(isFixed).length;
    return s === 0 ? [] : [{ group, component: null, nLevels, s }];
  });
}

function isFixed(column: number | null): boolean {
  return column !== null;
}

function componentFactors({ levels, components }: LayoutSizes): FactorLayout[] {
  return components.flatMap(({ group, columns, entries }, index) => {
    if (entries.every(isFixed)) return [];
    const start = new Int32Array(levels[group] + 1);
    for (let g = 0; g < levels[group]; g++)
      start[g + 1] = start[g] + (typeof columns === "number" ? columns : columns[g]);
    return entries.flatMap((column, entry) =>
      isFixed(column) ? [] : [{ group, component: { index, entry, start }, nLevels: start[levels[group]], s: 1 }],
    );
  });
}

/** Gives each part its columns in the order of the design. */
function partsOf({ effects, components }: LayoutSizes, factors: readonly FactorLayout[]): PartLayout[] {
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

/** Throws where all numbers together are too many. A level has its weight, its means and its products. */
function checkSize({ p, factors }: MomentLayout): void {
  const perLevel = ({ s }: FactorLayout) => 1 + (s + 1) * (s + p + 1);
  const numbers = factors.reduce(
    (sum, factor) => sum + factor.nLevels * perLevel(factor) + (p + 1) ** 2,
    2 * (p + 1) + (p + 1) ** 2,
  );
  if (numbers <= LIMIT) return;
  const most = factors.reduce((most, { s }) => Math.max(most, s), 0);
  throw tooManyNumbers(p, most, numbers, LIMIT);
}

/** Whether two layouts are the same; otherwise what differs first, with both numbers. */
export function layoutDifference(
  a: MomentLayout,
  b: MomentLayout,
): readonly [what: string, left: number, right: number] | null {
  if (a.p !== b.p) return ["fixed columns", a.p, b.p];
  if (a.factors.length !== b.factors.length) return ["random factors", a.factors.length, b.factors.length];
  for (const [f, left] of a.factors.entries()) {
    const right = b.factors[f];
    const of = `of random factor ${f + 1}`;
    if (left.s !== right.s) return [`columns ${of}`, left.s, right.s];
    if (left.nLevels !== right.nLevels) return [`levels ${of}`, left.nLevels, right.nLevels];
    if (left.group !== right.group) return [`as the grouping factor ${of}`, left.group + 1, right.group + 1];
    const g = left.component?.start.findIndex((start, i) => start !== right.component?.start[i]) ?? -1;
    if (g >= 0) return [`levels ${of} before group ${g + 1}`, left.component!.start[g], right.component?.start[g] ?? 0];
  }
  return null;
}
