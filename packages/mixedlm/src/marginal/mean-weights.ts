// A grid and the rows of each combination of levels -> what each point counts in the mean that it belongs to. Points
// are ordered by mean: mean r has the points r, r + R, r + 2R, ...
import { noFrequencies } from "./marginal-errors.ts";
import type { Grid } from "./reference-grid.ts";
import type { ReferenceValues } from "./reference-values.ts";

/**
 * How points that a mean is taken over count: `equal`; `proportional` to the rows of their combination of averaged-over
 * levels in all; `outer`: to the product of the rows of each level by itself; `cells`: to the rows of the very cell,
 * which gives raw means of balanced covariates; `flat`: `equal` over cells that have rows.
 */
export type MeanWeights = "equal" | "proportional" | "outer" | "cells" | "flat";

/**
 * Makes the weights of points: R x A, mean fastest; all those of a mean are 0 where no row speaks for it. They are
 * to be divided by their sum.
 *
 * @param means - number of means, R; the grid has R A points.
 * @throws {@link FitError} `no-frequencies`.
 */
export function meanWeights(weights: MeanWeights, grid: Grid, means: number, values: ReferenceValues): Float64Array {
  if (weights === "equal" || grid.size === means) return new Float64Array(grid.size).fill(1);
  return rawWeights(weights, grid, means, cellRows(weights, grid, values));
}

/** Rows of each point's combination of levels; numbers like any other count as levels that all rows have. */
function cellRows(weights: MeanWeights, grid: Grid, { variables, cells }: ReferenceValues): Float64Array {
  if (cells === null) throw noFrequencies(weights);
  const factors = variables.filter(({ kind }) => kind === "factor");
  // of each factor whose levels are the grid's: its place among the codes of a cell, and in the grid
  const counted = factors.flatMap(({ name }, f) => {
    const v = grid.variables.findIndex((own) => own.name === name);
    return grid.variables[v].codes === null ? [] : [{ f, v }];
  });
  const counts = new Map<string, number>();
  for (let c = 0; c < cells.rows.length; c++) {
    const key = counted.map(({ f }) => cells.codes[c * factors.length + f]).join();
    counts.set(key, (counts.get(key) ?? 0) + cells.rows[c]);
  }
  const rows = new Float64Array(grid.size);
  for (let g = 0; g < grid.size; g++) {
    const key = counted.map(({ v }) => grid.variables[v].codes?.[grid.position(v, g)]).join();
    rows[g] = counts.get(key) ?? 0;
  }
  return rows.every((count) => count === 0) ? rows.fill(1) : rows;
}

function rawWeights(weights: MeanWeights, grid: Grid, means: number, rows: Float64Array): Float64Array {
  if (weights === "cells") return rows;
  if (weights === "flat") return rows.map((count) => (count > 0 ? 1 : 0));
  const averaged = grid.size / means;
  const total = new Float64Array(averaged);
  for (let g = 0; g < grid.size; g++) total[Math.floor(g / means)] += rows[g];
  if (weights === "outer") outerProduct(total, grid, means);
  return rows.map((_, g) => total[Math.floor(g / means)]);
}

/** Replaces counts of combinations by products of the counts of their levels. */
function outerProduct(total: Float64Array, grid: Grid, means: number): void {
  const margins = grid.variables.map(({ values }, v) => {
    const margin = new Float64Array(values.length);
    total.forEach((count, a) => {
      margin[grid.position(v, a * means)] += count;
    });
    return margin;
  });
  for (let a = 0; a < total.length; a++) {
    total[a] = 1;
    margins.forEach((margin, v) => {
      // variables of the means themselves have their first value throughout
      total[a] *= margin[grid.position(v, a * means)];
    });
  }
}
