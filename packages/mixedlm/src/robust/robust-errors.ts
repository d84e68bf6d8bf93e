// Messages about clusters and covariances that are robust to what happens inside them.
import { FitError } from "../errors.ts";

/**
 * `crossed-clusters`: levels of a grouping factor that have rows in several clusters.
 *
 * @param given - whether `cluster` was asked for, or is the grouping factor that comes nearest to holding all others.
 */
export function crossedClusters(factor: string, cluster: string, given: boolean, level: unknown): FitError {
  const why = given
    ? "so that rows of different clusters are correlated"
    : "so that the random effects are crossed and no grouping factor makes independent clusters";
  return new FitError(
    "crossed-clusters",
    `level ${String(level)} of \`${factor}\` has rows in several levels of \`${cluster}\`, ${why}; give as \`cluster\` a column whose values hold whole levels of every grouping factor`,
    { factor, cluster, level },
  );
}

/** `few-clusters`: all rows are one cluster. */
export function oneCluster(cluster: string): FitError {
  return new FitError(
    "few-clusters",
    `all rows are in one cluster of \`${cluster}\`; a robust covariance needs at least 2, and better 10 or more`,
    { cluster },
  );
}

/** `few-clusters`: a joint test of more combinations than the clusters can tell about. */
export function fewClusters(cluster: string, clusters: number, combinations: number): FitError {
  return new FitError(
    "few-clusters",
    `the ${clusters} clusters of \`${cluster}\` cannot carry an F test of ${combinations} combinations at once: its denominator has no degrees of freedom; test fewer of them together, or each by itself (\`contrast\`)`,
    { cluster, clusters, combinations },
  );
}

/** `cluster-alone`: without one cluster some fixed effect cannot be estimated, so that there is no jackknife. */
export function clusterAlone(cluster: string, label: unknown): FitError {
  return new FitError(
    "cluster-alone",
    `without cluster ${String(label)} of \`${cluster}\` some fixed effects cannot be estimated, so that CR3, which leaves out one cluster at a time, does not exist; use CR2, or remove those effects`,
    { cluster, label },
  );
}

/** `no-robust-variance`: a contrast whose residuals are zero in every cluster, by construction. */
export function noRobustVariance(cluster: string): FitError {
  return new FitError(
    "no-robust-variance",
    `the combination of fixed effects is fitted by single clusters of \`${cluster}\` (a predictor that differs in one cluster only): residuals say nothing about its variance; use the model's own inference for it`,
    { cluster },
  );
}
