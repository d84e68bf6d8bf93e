// Responses of a study row by row, for tests that fit two models to the same response. In: a study and square roots of
// its covariances. Out: a function that draws y.
import type { RandomRows } from "@mixedlm/design";
import type { Lambda, ResponseDraws } from "../engine/engine.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import type { TrueStudy } from "./power-model.ts";

/**
 * Makes the function that draws a response, offset left out.
 *
 * @param lambda - square roots relative to sigma, raw units, of each covariance term.
 */
export function rowResponses(
  { given: { design, rows }, beta, sigma }: TrueStudy,
  terms: readonly CovarianceTerm[],
  lambda: Lambda,
): (random: ResponseDraws) => Float64Array {
  const { n, X, weights, codes } = rows;
  const mean = new Float64Array(n);
  for (const [j, value] of beta.entries()) for (let i = 0; i < n; i++) mean[i] += X[j * n + i] * value;
  return (random) => {
    const y = mean.slice();
    for (let i = 0; i < n; i++) y[i] += (sigma * random.normal()) / Math.sqrt(weights?.[i] ?? 1);
    for (const [index, { group, names, covariance }] of design.randomEffects.entries()) {
      const s = names.length;
      const b = new Float64Array(design.groups[group].levels.length * s);
      for (const [t, { source, size }] of terms.entries()) {
        if (source.kind !== "effects" || source.index !== index) continue;
        // columns that share one variance are drawn one by one
        const firsts = covariance === "homdiag" ? names.keys() : [source.column];
        for (const first of firsts) addEffects(b, s, first, lambda[t], size, sigma, random);
      }
      addEntries(y, rows.randomEffects[index], codes[group], (level, column) => b[level * s + column]);
    }
    for (const [index, { group, names }] of design.components.entries()) {
      const t = terms.findIndex(({ source }) => source.kind === "component" && source.index === index);
      const b = names.map((columns) => columns.map(() => sigma * lambda[t][0] * random.normal()));
      addEntries(y, rows.components[index], codes[group], (level, column) => b[level][column]);
    }
    return y;
  };
}

/** Draws the effects of all levels for columns `first` to `first + size - 1` of s. */
function addEffects(
  b: Float64Array,
  s: number,
  first: number,
  lambda: Float64Array,
  size: number,
  sigma: number,
  random: ResponseDraws,
): void {
  const u = new Float64Array(size);
  for (let at = first; at < b.length; at += s) {
    for (let m = 0; m < size; m++) u[m] = sigma * random.normal();
    for (let i = 0; i < size; i++) for (let m = 0; m < size; m++) b[at + i] += lambda[m * size + i] * u[m];
  }
}

/** y += Z b for one random term. */
function addEntries(
  y: Float64Array,
  entries: RandomRows,
  codes: Int32Array,
  effect: (level: number, column: number) => number,
): void {
  for (const { column, value } of entries)
    for (let i = 0; i < y.length; i++) {
      const own = typeof column === "number" ? column : column[i];
      if (codes[i] >= 0 && own >= 0) y[i] += (value?.[i] ?? 1) * effect(codes[i], own);
    }
}
