// Which rows are clusters: sets of rows whose random effects are no one else's, so that different clusters are independent
// under the model. By default the levels of the grouping factor that holds all others.
import { type RowClasses, rowClasses } from "../diagnostics/row-classes.ts";
import type { Fit } from "../results.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { crossedClusters, oneCluster } from "./robust-errors.ts";

/**
 * Finds the clusters of a fit's rows.
 *
 * @param cluster - a grouping factor or a column of the table; undefined: the outermost grouping factor.
 * @throws {@link FitError} `crossed-clusters` naming a factor whose levels reach over clusters, `few-clusters`,
 *   `unknown-class`, `missing-class`.
 */
export function independentClusters(fit: Fit, rows: ModelRows, cluster: string | undefined): RowClasses {
  const classes = rowClasses(fit, rows, cluster ?? outermost(fit), "cluster");
  const crossing = crossingFactor(fit, rows, classes);
  if (crossing !== null) throw crossedClusters(crossing.factor, classes.name, cluster !== undefined, crossing.level);
  if (classes.labels.length < 2) throw oneCluster(classes.name);
  return classes;
}

/** The grouping factor with fewest levels: the only one that can hold all others. */
function outermost({ design: { groups } }: Fit): string {
  return groups.reduce((best, own) => (own.levels.length < best.levels.length ? own : best)).name;
}

/** A grouping factor one of whose levels has rows in several classes; null where there is none. */
export function crossingFactor(
  { design: { groups } }: Fit,
  { n, codes }: ModelRows,
  classes: RowClasses,
): { factor: string; level: unknown } | null {
  for (const [g, { name, levels }] of groups.entries()) {
    const of = new Int32Array(levels.length).fill(-1);
    for (let i = 0; i < n; i++) {
      const level = codes[g][i];
      if (level < 0) continue;
      if (of[level] < 0) of[level] = classes.codes[i];
      else if (of[level] !== classes.codes[i]) return { factor: name, level: levels[level] };
    }
  }
  return null;
}
