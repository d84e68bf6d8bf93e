// Random models for tests of the engine: rows are simulated, accumulated to moments and brought to internal coordinates, and
// beside that the same coordinates are written out row by row: y, X and Z, dense, each row times the root of its weight.
import type { CovarianceStructure, DesignRows, RandomRows } from "@mixedlm/design";
import { accumulateRows, momentLayout } from "@mixedlm/moments";
import { fixedBasis } from "../src/coordinates/fixed-basis.ts";
import { type InternalProducts, internalProducts } from "../src/coordinates/internal-products.ts";
import { covarianceTerms } from "../src/parameters/covariance-terms.ts";
import { uniform } from "./models.ts";

/** What a model is made of. `code` gives a row's level, -1 for none. */
export interface Recipe {
  readonly seed: number;
  readonly rows: number;
  readonly groups: readonly { readonly levels: number; readonly code: (row: number, next: () => number) => number }[];
  /** Random terms: "1" is the constant, other letters are columns of random numbers around 3. */
  readonly terms: readonly {
    readonly group: number;
    readonly columns: string;
    readonly covariance?: CovarianceStructure;
  }[];
  readonly fixed?: string;
  readonly weighted?: boolean;
  /** Whether all terms (of one column each) are one term, with one variance. */
  readonly shared?: boolean;
  /** Whether X, y and Z are wanted row by row; default true. */
  readonly dense?: boolean;
  /** Standard deviations of levels of each group; default 1. And what is added to y. */
  readonly between?: readonly number[];
  readonly mean?: number;
}

/** A model in internal coordinates, both ways. */
export interface Model {
  readonly products: InternalProducts;
  readonly y: number[];
  readonly X: number[][];
  readonly Z: number[][];
  /** First column in Z of each factor. */
  readonly start: readonly number[];
  /** The rows as simulated, in the data's own units. */
  readonly rows: DesignRows;
}

/** Simulates a model. */
export function makeModel(recipe: Recipe): Model {
  const { rows: n, groups, terms, fixed = "1x" } = recipe;
  const next = uniform(recipe.seed);
  const column: Record<string, Float64Array> = { "1": new Float64Array(n).fill(1) };
  for (const name of "xzuvw")
    column[name] = Float64Array.from({ length: n }, () => 3 + 2 * (next() + next() + next() - 1.5));
  const codes = groups.map(({ code }) => Int32Array.from({ length: n }, (_, i) => code(i, next)));
  const effects = groups.map(({ levels }, g) =>
    Float64Array.from({ length: levels }, () => (recipe.between?.[g] ?? 1) * 2 * (next() + next() + next() - 1.5)),
  );
  const weights = recipe.weighted ? Float64Array.from({ length: n }, () => 0.5 + next()) : null;
  const y = Float64Array.from({ length: n }, (_, i) => {
    const random = codes.reduce((sum, code, g) => sum + (code[i] < 0 ? 0 : effects[g][code[i]]), 0);
    return (recipe.mean ?? 10) + 0.5 * column.x[i] + random + 2 * (next() + next() + next() - 1.5);
  });
  const names = [...fixed];
  const layout = momentLayout({
    p: names.length,
    levels: groups.map(({ levels }) => levels),
    effects: terms.map(({ group, columns }) => ({ group, columns: columns.length })),
    components: [],
  });
  const randomEffects = terms.map(
    ({ columns }): RandomRows =>
      [...columns].map((name, j) => ({ column: j, value: name === "1" ? null : column[name] })),
  );
  const rows: DesignRows = {
    n,
    rows: Int32Array.from({ length: n }, (_, i) => i),
    y,
    X: Float64Array.from(names.flatMap((name) => [...column[name]])),
    weights,
    offset: null,
    codes,
    randomEffects,
    components: [],
  };
  const moments = accumulateRows(layout, rows);
  const specs = terms.map(({ covariance = "us" }) => ({ covariance }));
  const covariance = covarianceTerms({ randomEffects: specs, components: [] } as never, layout);
  const own = recipe.shared
    ? [{ ...covariance[0], placements: covariance.flatMap(({ placements }) => placements) }]
    : covariance;
  const products = internalProducts(moments, own, fixedBasis(moments, names, "y"));
  if (recipe.dense === false) return { products, rows, y: [], X: [], Z: [], start: [] };
  return { products, rows, ...internalRows(products, rows, column, recipe) };
}

/** Internal columns written out by their definitions: X and y by the fixed basis, Z by the terms' bases. */
function internalRows(
  products: InternalProducts,
  { n, y, weights, codes }: DesignRows,
  column: Record<string, Float64Array>,
  { terms: random, fixed = "1x" }: Recipe,
): Omit<Model, "products" | "rows"> {
  const { origin, scale, ols, residualScale } = products.fixed;
  const { factors, terms, bases } = products;
  const start: number[] = [];
  let q = 0;
  for (const { levels, columns } of factors) {
    start.push(q);
    q += levels * columns;
  }
  // factors are the groups that have terms, in their order
  const used = codes.map((_, g) => g).filter((g) => random.some(({ group }) => group === g));
  const raw = used.map((g) => random.filter(({ group }) => group === g).flatMap(({ columns }) => [...columns]));
  const root = (i: number): number => Math.sqrt(weights === null ? 1 : weights[i]);
  const X = Array.from({ length: n }, (_, i) =>
    [...fixed].map((name, j) => (root(i) * (column[name][i] - origin[j])) / scale[j]),
  );
  const p = fixed.length;
  const response = X.map((row, i) => {
    const value = (root(i) * (y[i] - origin[p])) / scale[p];
    return (value - row.reduce((sum, x, j) => sum + x * ols[j], 0)) / residualScale;
  });
  const Z = Array.from({ length: n }, (_, i) => {
    const row = new Array<number>(q).fill(0);
    for (const [t, { size, placements }] of terms.entries())
      for (const { factor, column: at } of placements) {
        const level = codes[used[factor]][i];
        if (level < 0) continue;
        for (let a = 0; a < size; a++)
          for (let b = 0; b < size; b++) {
            const z = column[raw[factor][at + b]][i] - bases[t].centre[b];
            row[start[factor] + level * factors[factor].columns + at + a] += root(i) * bases[t].B[b * size + a] * z;
          }
      }
    return row;
  });
  return { y: response, X, Z, start };
}
