// Which rows are clusters: sets of rows whose random effects are no one else's, so that different clusters are
// independent under the model. By default the levels of the grouping factor that holds all others.
import type { Fit } from "../results/fit.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { crossingFactor, type RowClasses, rowClasses } from "../rows/row-classes.ts";
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
