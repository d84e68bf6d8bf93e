// In: a fit of a model with one grouping factor, as statsmodels' formulas make it. Out: its parts in the order in which other
// engines record them: the covariance matrix of the random effects, the variances of the components, and for each group
// its random effects, columns first and components after them.
import { type Matrix, matrix } from "@mixedlm/linalg";
import type { FactorLayout } from "@mixedlm/moments";
import { conditionalCovariances, type Engine, type Fit, type Lambda } from "../src/index.ts";

/** Covariance matrix of the random effects, units of y; 0 x 0 without them. */
export function covRe({ engine, estimates }: Pick<Fit, "engine" | "estimates">): Matrix {
  const t = engine.products.terms.findIndex(({ source }) => source.kind === "effects");
  const psi = estimates.psi[t];
  return psi === undefined ? matrix(0, 0) : { ...psi, data: psi.data.map((v) => estimates.sigma2 * v) };
}

/** Variances of the components, units of y. */
export function vcomp({ engine, estimates }: Pick<Fit, "engine" | "estimates">): number[] {
  const { terms } = engine.products;
  return estimates.psi.flatMap(({ data }, t) =>
    terms[t].source.kind === "component" ? [estimates.sigma2 * data[0]] : [],
  );
}

/** Square roots from a vector in theta's order. */
export function rootsOf({ products: { terms } }: Engine, theta: ArrayLike<number>): Lambda {
  let place = 0;
  return terms.map(({ size }) => {
    const lambda = new Float64Array(size * size);
    for (let column = 0; column < size; column++)
      for (let row = column; row < size; row++) lambda[column * size + row] = theta[place++];
    return lambda;
  });
}

/** A random effect: column `column` of a level. */
export interface GroupPlace {
  readonly factor: number;
  readonly level: number;
  readonly column: number;
}

/** Where the random effects of group g are: its columns, then each component's. */
function groupPlaces({ blocks, design }: Pick<Fit, "blocks" | "design">, g: number): GroupPlace[] {
  const { factors, parts } = blocks;
  const at = (factor: number, first: number, j: number): GroupPlace => {
    const { component }: FactorLayout = factors[factor];
    return component === null
      ? { factor, level: g, column: first }
      : { factor, level: component.start[g] + j, column: 0 };
  };
  const effects = parts.flatMap(({ kind, factor, first, width }) =>
    kind === "effects" ? Array.from({ length: width }, (_, j) => at(factor, first + j, 0)) : [],
  );
  const components = design.components.flatMap(({ names }, c) => {
    const own = parts.filter(({ kind, index }) => kind === "component" && index === c);
    if (own.length > 1) throw new Error("components of several entries are not laid out here");
    return own.flatMap(({ factor, first }) => names[g].map((_, j) => at(factor, first, j)));
  });
  return [...effects, ...components];
}

/** Random effects of group g. */
export function groupEffects(fit: Pick<Fit, "blocks" | "design" | "estimates">, g: number): number[] {
  const { factors } = fit.blocks;
  const { b } = fit.estimates;
  return groupPlaces(fit, g).map(({ factor, level, column }) => b[factor][level * factors[factor].s + column]);
}

/** Conditional covariance matrix of the random effects of group g, at the fit's estimates or others. */
export function groupCovariance(fit: Fit, g: number, lambda: Lambda = fit.estimates.lambda): Matrix {
  const places = groupPlaces(fit, g);
  const { factors } = fit.blocks;
  const levels = places
    .map(({ factor, level }) => ({ factor, level }))
    .filter(({ factor, level }, i, all) => all.findIndex((l) => l.factor === factor && l.level === level) === i);
  const starts = [0];
  for (const { factor } of levels) starts.push(starts[starts.length - 1] + factors[factor].s);
  const joint = conditionalCovariances(fit.engine, lambda, fit.reml, [levels])?.[0];
  if (joint === undefined) throw new Error("the likelihood does not exist at these estimates");
  const rows = places.map(({ factor, level, column }) => {
    return starts[levels.findIndex((l) => l.factor === factor && l.level === level)] + column;
  });
  const data = Float64Array.from(rows.flatMap((j) => rows.map((i) => joint.data[j * joint.nrow + i])));
  return matrix(rows.length, rows.length, data);
}
