// Models of every shape that moments know, and rows for them.
import type { DesignRows, RandomRows, RowEntries } from "@mixedlm/design";
import fc from "fast-check";
import { type LayoutSizes, type MomentLayout, momentLayout } from "../src/index.ts";

/** What one row of an example is made of. */
export interface ExampleRow {
  readonly group: number;
  readonly other: number;
  readonly x: number;
  readonly time: number;
  readonly level: number;
  readonly y: number;
  readonly weight: number;
  readonly offset: number;
}

/** A model: its sizes, and its columns for a list of rows. */
export interface Example {
  readonly sizes: LayoutSizes;
  readonly blocks: MomentLayout;
  readonly rows: (list: readonly ExampleRow[]) => DesignRows;
}

/** Levels of `group` and `other` in examples. */
export const LEVELS = { group: 6, other: 4 } as const;

type Entries = (list: readonly ExampleRow[]) => RandomRows;

function example(
  sizes: Omit<LayoutSizes, "p" | "levels">,
  effects: readonly Entries[],
  components: readonly Entries[] = [],
  more: { codes?: (row: ExampleRow) => number[]; levels?: number[]; weighted?: boolean; offset?: boolean } = {},
): Example {
  const { codes = ({ group, other }) => [group, other], levels = [LEVELS.group, LEVELS.other] } = more;
  const all: LayoutSizes = { p: 2, levels, ...sizes };
  const rows = (list: readonly ExampleRow[]): DesignRows => ({
    n: list.length,
    rows: Int32Array.from(list.keys()),
    y: Float64Array.from(list, ({ y }) => y),
    X: Float64Array.from([...list.map(() => 1), ...list.map(({ x }) => x)]),
    weights: more.weighted ? Float64Array.from(list, ({ weight }) => weight) : null,
    offset: more.offset ? Float64Array.from(list, ({ offset }) => offset) : null,
    codes: levels.map((_, g) => Int32Array.from(list, (row) => codes(row)[g])),
    randomEffects: effects.map((entries) => entries(list)),
    components: components.map((entries) => entries(list)),
  });
  return { sizes: all, blocks: momentLayout(all), rows };
}

const ones: RowEntries = { column: 0, value: null };
const times = (list: readonly ExampleRow[]) => Float64Array.from(list, ({ time }) => time);
const xs = (list: readonly ExampleRow[]) => Float64Array.from(list, ({ x }) => x);
const intercept: Entries = () => [ones];
const slope: Entries = (list) => [ones, { column: 1, value: times(list) }];
const slopeOfX: Entries = (list) => [ones, { column: 1, value: xs(list) }];
const categories: Entries = (list) => [
  { column: Int32Array.from(list, ({ level }) => level), value: null },
  { column: 6, value: xs(list) },
];
/** Columns of a component in each group. */
const widths = [3, 1, 2, 3, 1, 2];
const indicators: Entries = (list) => [
  { column: Int32Array.from(list, ({ group, level }) => (group < 0 ? -1 : level % widths[group])), value: null },
];

const slopeAndLevels = {
  effects: [{ group: 0, columns: 2 }],
  components: [{ group: 0, columns: widths, entries: [null] }],
};
const crossed = {
  effects: [
    { group: 0, columns: 2 },
    { group: 1, columns: 2 },
  ],
  components: [],
};
const intercepts = [0, 1, 2].map((group) => ({ group, columns: 1 }));
const three = {
  levels: [LEVELS.group * 3, LEVELS.group, LEVELS.other],
  codes: ({ group, level, other }: ExampleRow) => [group < 0 ? -1 : group * 3 + (level % 3), group, other],
};

/** Models of every shape that moments know; `group` and `other` are crossed. */
export const EXAMPLES = {
  "an intercept": example({ effects: [{ group: 0, columns: 1 }], components: [] }, [intercept]),
  "a slope without intercept": example({ effects: [{ group: 0, columns: 1 }], components: [] }, [
    (list) => [{ column: 0, value: times(list) }],
  ]),
  "a slope of the one fixed column": example({ effects: [{ group: 0, columns: 2 }], components: [] }, [slopeOfX]),
  "a slope of the one fixed column with weights and offset": example(
    { effects: [{ group: 0, columns: 2 }], components: [] },
    [slopeOfX],
    [],
    { weighted: true, offset: true },
  ),
  "a slope, and a component of categories": example(slopeAndLevels, [slope], [indicators]),
  "two crossed intercepts": example({ effects: intercepts.slice(0, 2), components: [] }, [intercept, intercept]),
  "crossed slopes": example(crossed, [slope, slopeOfX]),
  "crossed slopes with weights and offset": example(crossed, [slope, slopeOfX], [], { weighted: true, offset: true }),
  "nested intercepts and a third factor": example(
    { effects: intercepts, components: [] },
    [intercept, intercept, intercept],
    [],
    three,
  ),
  "several terms on one group, one of categories": example(
    {
      effects: [
        { group: 0, columns: 2 },
        { group: 1, columns: 1 },
        { group: 0, columns: 7 },
      ],
      components: [],
    },
    [slope, intercept, categories],
    [],
    { weighted: true },
  ),
  "components with entries of every kind": example(
    {
      effects: [{ group: 1, columns: 1 }],
      components: [
        { group: 0, columns: 2, entries: [1, 0] },
        { group: 0, columns: widths, entries: [0, null, null] },
        { group: 1, columns: 5, entries: [null] },
      ],
    },
    [intercept],
    [
      (list) => [{ column: 1, value: times(list) }, ones],
      (list) => [
        { column: 0, value: xs(list) },
        {
          column: Int32Array.from(list, ({ group, level }) => (level >= widths[group] ? -1 : level)),
          value: times(list),
        },
        { column: Int32Array.from(list, ({ group }) => (widths[group] ?? 0) - 1), value: null },
      ],
      (list) => [{ column: Int32Array.from(list, ({ level }) => (level === 5 ? -1 : level)), value: null }],
    ],
  ),
} satisfies Record<string, Example>;

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
    other: Math.floor(next() * LEVELS.other),
    x: 20 + 5 * normal(),
    time: Math.floor(next() * 12),
    level: Math.floor(next() * 6),
    y: centre + normal(),
    weight: 0.25 + 4 * next(),
    offset: centre / 2 + normal(),
  }));
}

/** Numbers of all magnitudes that data have, but for those so small that their squares are zero. */
const number = (most: number) =>
  fc.double({ min: -most, max: most, noNaN: true }).map((z) => (Math.abs(z) < 1e-100 ? 0 : z));

/** Any row, outside a level at times; the response is about 1e9. */
export const anyRow: fc.Arbitrary<ExampleRow> = fc.record({
  group: fc.integer({ min: -1, max: LEVELS.group - 1 }),
  other: fc.integer({ min: -1, max: LEVELS.other - 1 }),
  x: number(1e3),
  time: fc.integer({ min: 0, max: 20 }),
  level: fc.integer({ min: 0, max: 5 }),
  y: number(3).map((z) => 1e9 + z),
  weight: fc.double({ min: 2 ** -6, max: 16, noNaN: true }),
  offset: number(3),
});
