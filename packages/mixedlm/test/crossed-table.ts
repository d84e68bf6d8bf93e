// Seeded tables for models of several grouping factors.
import { uniform } from "./models.ts";

/** A table of a response, covariates, weights, an offset and four columns of labels. */
export interface CrossedTable {
  readonly [column: string]: (number | string)[];
  readonly y: number[];
  readonly x: number[];
  readonly z: number[];
  readonly w: number[];
  readonly o: number[];
  readonly u: string[];
  readonly v: string[];
  readonly i: string[];
  readonly f: string[];
}

/** Ten levels of u with slopes, three of v in each, seven of i, four of f; 100 rows, unbalanced. */
export function crossedTable(seed: number): CrossedTable {
  const random = uniform(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const effects = Array.from({ length: 60 }, normal);
  const [a, b, c, d] = [2 * random(), random(), random(), 1.5 * random()];
  const rows = Array.from({ length: 100 }, () => {
    const [u, v, i, f] = [10, 3, 7, 4].map((levels) => Math.floor(levels * random()));
    const [x, z] = [3 + normal(), 2 * random()];
    const random1 = a * effects[u] + b * effects[10 + u] * (x - 3) + c * effects[20 + 3 * u + v] + d * effects[50 + i];
    return { y: 10 + 0.5 * x + random1 + normal(), x, z, w: 0.5 + random(), o: 3 * random(), u, v, i, f };
  });
  const text = (prefix: string, of: (row: (typeof rows)[number]) => number) => rows.map((row) => prefix + of(row));
  return {
    y: rows.map(({ y }) => y),
    x: rows.map(({ x }) => x),
    z: rows.map(({ z }) => z),
    w: rows.map(({ w }) => w),
    o: rows.map(({ o }) => o),
    u: text("u", ({ u }) => u),
    v: text("v", ({ v }) => v),
    i: text("i", ({ i }) => i),
    f: text("f", ({ f }) => f),
  };
}
