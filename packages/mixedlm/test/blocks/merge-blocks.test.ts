// Merged blocks against the blocks that they stand for, in data with many groups of the same shape, rows in any order.
import { describe, expect, test } from "vitest";
import { blockDerivatives } from "../../src/blocks/block-derivatives.ts";
import { type BlockProducts, blockProducts } from "../../src/blocks/block-products.ts";
import { factoriseBlocks } from "../../src/blocks/factorise-blocks.ts";
import { mergeBlocks } from "../../src/blocks/merge-blocks.ts";
import type { InternalProducts } from "../../src/coordinates/internal-products.ts";
import { internalBeta } from "../../src/engine/generalised-least-squares.ts";
import { uniform } from "../models.ts";
import { randomPoint } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

interface Shape {
  readonly groups: number;
  /** Rows of group g. */
  readonly size: (g: number, random: () => number) => number;
  /** Random columns of a row of a group, by its number in the group. */
  readonly z: (row: number, g: number, random: () => number) => number[];
  /** Levels of a component inside each group, 0 for none. */
  readonly levels: number;
  /** How many blocks there are when all equal ones are one. */
  readonly distinct: number;
}

const shapes: Record<string, Shape> = {
  "random intercepts, groups of one to four rows": {
    groups: 120,
    size: (_, random) => 1 + Math.floor(4 * random()),
    z: () => [1],
    levels: 0,
    distinct: 4,
  },
  "the same slopes in every group": {
    groups: 60,
    size: () => 6,
    z: (row) => [1, row],
    levels: 0,
    distinct: 1,
  },
  "three random columns, of two kinds of groups": {
    groups: 80,
    size: (g) => 5 + (g % 2),
    z: (row, g) => [1, row - (g % 2), (row * row) / 4],
    levels: 0,
    distinct: 2,
  },
  "intercepts and casks": {
    groups: 50,
    size: () => 6,
    z: () => [1],
    levels: 3,
    distinct: 1,
  },
  "slopes that are the same in half of the groups": {
    groups: 100,
    size: () => 4,
    z: (row, g, random) => [1, g < 50 ? row : random()],
    levels: 0,
    distinct: 51,
  },
};

function modelOf({ groups, size, z, levels }: Shape, seed: number): TestModel {
  const random = uniform(seed);
  const rows = Array.from({ length: groups }, (_, g) =>
    Array.from({ length: size(g, random) }, (_, row) => ({
      g,
      level: levels === 0 ? 0 : row % levels,
      z: z(row, g, random),
      x: [1, random(), row % 2],
      y: 3 * random() + (g % 5),
    })),
  ).flat();
  // in any order
  const shuffled = rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  const component = {
    group: 0,
    columns: new Array<number>(groups).fill(levels),
    entries: [{ column: Int32Array.from(shuffled, ({ level }) => level), value: null }],
  };
  return bothForms({
    y: shuffled.map(({ y }) => y),
    X: shuffled.map(({ x }) => x),
    groups: [{ levels: groups, codes: Int32Array.from(shuffled, ({ g }) => g) }],
    effects: [{ group: 0, covariance: "us", Z: shuffled.map(({ z: row }) => row) }],
    components: levels === 0 ? [] : [component],
  });
}

describe.each(Object.entries(shapes))("%s", (_, shape) => {
  const model = modelOf(shape, 17);
  const { products } = enginesOf(model).blocks();
  const whole = blockProducts(products);
  const merged = mergeBlocks(whole, products.p);

  test("equal blocks are merged, and none is lost", () => {
    expect(whole.count).toBe(shape.groups);
    expect(merged.count).toBe(shape.distinct);
    expect(merged.multiplicity.reduce((sum, m) => sum + m, 0)).toBe(shape.groups);
  });

  test("there are no more rows than blocks had", () => {
    const rows = ({ copies, rank, count }: BlockProducts): number =>
      Array.from({ length: count }, (_, b) => copies[b] * rank[b]).reduce((sum, r) => sum + r, 0);
    expect(rows(merged)).toBeLessThan(rows(whole));
  });

  test.each([true, false])("criterion, score and second-order sums are those of all blocks (reml %s)", (reml) => {
    const random = uniform(5);
    for (let point = 0; point < 8; point++) {
      const lambda = randomPoint(random, products.terms);
      const [a, b] = [evaluate(products, whole, lambda, reml), evaluate(products, merged, lambda, reml)];
      for (const [name, expected] of Object.entries(a)) close(b[name], expected, name);
    }
  });
});

test("blocks that all differ stay as they are", () => {
  const shape: Shape = { groups: 30, size: () => 4, z: (_, __, random) => [1, random()], levels: 0, distinct: 30 };
  const { products } = enginesOf(modelOf(shape, 3)).blocks();
  const whole = blockProducts(products);
  expect(mergeBlocks(whole, products.p)).toBe(whole);
});

test("columns that differ by less than their rounding errors make different blocks only if the rounding says so", () => {
  // the seconds of the same hours: groups differ in the 13th digit of a covariate
  const shape = (noise: number): Shape => ({
    groups: 40,
    size: () => 5,
    z: (row, g) => [1, 1000 + row * (1 + (g % 2) * noise)],
    levels: 0,
    distinct: 1,
  });
  const count = (noise: number): number => {
    const { products } = enginesOf(modelOf(shape(noise), 3)).blocks();
    return mergeBlocks(blockProducts(products), products.p).count;
  };
  expect(count(0)).toBe(1);
  expect(count(1e-6)).toBe(2);
});

/** Everything that follows from a factorisation of some blocks. */
function evaluate(
  { terms, p }: InternalProducts,
  blocks: BlockProducts,
  lambda: readonly Float64Array[],
  reml: boolean,
): Record<string, ArrayLike<number>> {
  const at = factoriseBlocks(blocks, terms, p, lambda, null)!;
  const { m, ...sums } = blockDerivatives(blocks, terms, at, internalBeta(at, p), reml, true);
  expect(m).toBe(sums.traceP.length);
  return {
    logdetV: [at.logdetV],
    logdetX: [at.logdetX],
    r2: [at.r2],
    beta: internalBeta(at, p),
    traceP: sums.traceP,
    tracePP: sums.tracePP!,
    quadratic: sums.quadratic,
    curvature: sums.curvature,
    fixedCross: sums.fixedCross,
  };
}

/** Entries agree to 1e-10 of the largest. */
function close(values: ArrayLike<number>, expected: ArrayLike<number>, name: string): void {
  expect(values.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-3);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i] - expected[i]), name).toBeLessThanOrEqual(1e-10 * largest);
}
