// Simulated tables for tests: seeded, as records of columns.
import { uniform } from "./models.ts";

/** Standard normal numbers: Box-Muller on seeded uniform ones. */
function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A table of one response, one covariate and one grouping factor. */
export interface Grouped {
  readonly [column: string]: (number | string)[];
  readonly y: number[];
  readonly x: number[];
  readonly g: string[];
}

/** What a simulated table is made of. */
export interface Recipe {
  readonly seed: number;
  /** Rows of each group. */
  readonly sizes: readonly number[];
  /** Standard deviations of the random intercepts, of the random slopes (default 0) and of the residuals (default 1). */
  readonly between: number;
  readonly slopes?: number;
  readonly within?: number;
  /** Intercept (default 10) and slope of x (default 0.5). */
  readonly mean?: number;
  readonly slope?: number;
}

/** Simulates y = mean + slope x + b0 + b1 x + e, with x around 3. */
export function simulate(recipe: Recipe): Grouped {
  const { seed, sizes, between, slopes = 0, within = 1, mean = 10, slope = 0.5 } = recipe;
  const z = normal(seed);
  const table = { y: [] as number[], x: [] as number[], g: [] as string[] };
  sizes.forEach((rows, group) => {
    const [b0, b1] = [between * z(), slopes * z()];
    for (let i = 0; i < rows; i++) {
      const x = 3 + z();
      table.x.push(x);
      table.y.push(mean + slope * x + b0 + b1 * x + within * z());
      table.g.push(`g${group + 1}`);
    }
  });
  return table;
}

/** Mean squares of a balanced one-way table. */
export interface OneWay {
  /** Groups, and rows of each. */
  readonly a: number;
  readonly n: number;
  readonly mean: number;
  /** Mean squares between groups (a - 1 degrees of freedom) and within (a (n - 1)). */
  readonly between: number;
  readonly within: number;
}

/** The analysis of variance of a balanced one-way table, rows group after group. */
export function oneWay(y: readonly number[], a: number): OneWay {
  const n = y.length / a;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  // about the first value: exact means for data far from zero
  const origin = y[0]!;
  const groups = Array.from({ length: a }, (_, g) => y.slice(g * n, (g + 1) * n).map((value) => value - origin));
  const means = groups.map((values) => sum(values) / n);
  const mean = sum(means) / a;
  return {
    a,
    n,
    mean: origin + mean,
    between: (n * sum(means.map((m) => (m - mean) ** 2))) / (a - 1),
    within: sum(groups.flatMap((values, g) => values.map((v) => (v - means[g]!) ** 2))) / (a * (n - 1)),
  };
}
