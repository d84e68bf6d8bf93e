// In: a model written out as columns of numbers, levels and entries. Out: our internal products of it, by the stages that
// a design goes through, and the same model as dense y, X and Z in raw units for the oracle: random columns term after
// term, level after level. Rows are multiplied by the root of their weight, which makes any weighted model a plain one.
import type { CovarianceStructure, DesignRows, RandomRows } from "@mixedlm/design";
import { accumulateRows, type LayoutSizes, type MomentLayout, type Moments, momentLayout } from "@mixedlm/moments";
import { blockEngine } from "../src/blocks/block-engine.ts";
import { fixedBasis } from "../src/coordinates/fixed-basis.ts";
import { internalProducts } from "../src/coordinates/internal-products.ts";
import type { Engine, Lambda } from "../src/engine/engine.ts";
import { FitError } from "../src/errors.ts";
import { type CovarianceTerm, covarianceTerms } from "../src/parameters/covariance-terms.ts";
import { schurEngine } from "../src/schur/schur-engine.ts";
import type { DenseModel, Rows } from "./oracle.ts";

/** A vector term: `Z[i]` are row i's columns. */
export interface WrittenEffects {
  readonly group: number;
  readonly covariance: CovarianceStructure;
  readonly Z: Rows;
}

/** A component: its columns in each level of the group, and entries of columns that no two entries share. */
export interface WrittenComponent {
  readonly group: number;
  readonly columns: readonly number[];
  readonly entries: RandomRows;
}

/** A model; `codes[i]` is row i's level, -1 for none. */
export interface WrittenModel {
  readonly y: readonly number[];
  readonly X: Rows;
  readonly weights?: readonly number[] | undefined;
  readonly offset?: readonly number[] | undefined;
  readonly groups: readonly { readonly levels: number; readonly codes: Int32Array }[];
  readonly effects: readonly WrittenEffects[];
  readonly components: readonly WrittenComponent[];
}

/** The same model both ways. */
export interface TestModel {
  readonly written: WrittenModel;
  readonly moments: Moments;
  readonly terms: readonly CovarianceTerm[];
  /** Dense y less the offset, X and Z, rows times the root of their weights. */
  readonly dense: DenseModel;
  /** What the dense criterion has too much: the sum of the logarithms of the weights. */
  readonly logWeight: number;
  /** Relative covariance of the dense random columns, from square roots in raw units. */
  relative(lambda: Lambda): number[][];
  /** For each dense column, the factor and the place in it that ours has; of columns without rows one that could be theirs. */
  readonly places: readonly Place[];
}

/** A random effect of ours: number `at` of a factor's levels x columns. */
export interface Place {
  readonly factor: number;
  readonly at: number;
}

/** Brings a model to both forms. */
export function bothForms(written: WrittenModel): TestModel {
  const sizes: LayoutSizes = {
    p: written.X[0].length,
    levels: written.groups.map(({ levels }) => levels),
    effects: written.effects.map(({ group, Z }) => ({ group, columns: Z[0].length })),
    components: written.components.map(({ group, columns, entries }) => ({
      group,
      columns,
      entries: entries.map(({ column }) => (typeof column === "number" ? column : null)),
    })),
  };
  const layout = momentLayout(sizes);
  const { y, weights, offset = [] } = written;
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const Z = denseColumns(written);
  const scaled = (row: readonly number[], i: number): number[] => row.map((value) => root(i) * value);
  const terms = covarianceTerms({ randomEffects: written.effects, components: written.components } as never, layout);
  return {
    written,
    moments: accumulateRows(layout, writtenRows(written)),
    terms,
    dense: {
      y: y.map((value, i) => root(i) * (value - (offset[i] ?? 0))),
      X: written.X.map(scaled),
      Z: Z.map(scaled),
    },
    logWeight: (weights ?? []).reduce((sum, w) => sum + Math.log(w), 0),
    relative: (lambda) => relativeCovariance(written, terms, lambda, Z[0].length),
    places: placesOf(written, layout),
  };
}

/** The two engines, and both forms of the second. */
export type EngineName = "blocks" | "dense" | "sparse";

/** One engine of a model; null where the model is refused. */
export function engineOf(model: TestModel, name: EngineName): Engine | null {
  try {
    return enginesOf(model)[name]();
  } catch (error) {
    if (error instanceof FitError) return null;
    throw error;
  }
}

/** The engines of a model. Throws where the model is refused. */
export function enginesOf({ moments, terms }: TestModel): Record<EngineName, () => Engine> {
  const names = Array.from({ length: moments.layout.p }, (_, j) => `x${j}`);
  const products = internalProducts(moments, terms, fixedBasis(moments, names, "y"));
  return {
    blocks: () => blockEngine(products),
    dense: () => schurEngine(products, "dense"),
    sparse: () => schurEngine(products, "sparse"),
  };
}

function writtenRows({ y, X, weights, offset, groups, effects, components }: WrittenModel): DesignRows {
  const n = y.length;
  const column = (M: Rows, j: number): Float64Array => Float64Array.from(M, (row) => row[j]);
  return {
    n,
    rows: Int32Array.from({ length: n }, (_, i) => i),
    y: Float64Array.from(y),
    X: Float64Array.from(X[0].flatMap((_, j) => [...column(X, j)])),
    weights: weights === undefined ? null : Float64Array.from(weights),
    offset: offset === undefined ? null : Float64Array.from(offset),
    codes: groups.map(({ codes }) => codes),
    randomEffects: effects.map(({ Z }) =>
      Z[0].map((_, j) => ({ column: j, value: Z.every((row) => row[j] === 1) ? null : column(Z, j) })),
    ),
    components: components.map(({ entries }) => entries),
  };
}

/** Numbers of the first dense column of each vector term, then of each level of each component. */
function columnStarts({ groups, effects, components }: WrittenModel) {
  let q = 0;
  const next = (width: number): number => {
    q += width;
    return q - width;
  };
  const ofEffects = effects.map(({ group, Z }) => next(groups[group].levels * Z[0].length));
  const ofComponents = components.map(({ columns }) => columns.map(next));
  return { ofEffects, ofComponents, q };
}

function denseColumns(written: WrittenModel): number[][] {
  const { y, groups, effects, components } = written;
  const { ofEffects, ofComponents, q } = columnStarts(written);
  return y.map((_, i) => {
    const row = new Array<number>(q).fill(0);
    for (const [e, { group, Z }] of effects.entries()) {
      const g = groups[group].codes[i];
      for (const [j, value] of Z[i].entries()) if (g >= 0) row[ofEffects[e] + g * Z[i].length + j] = value;
    }
    for (const [c, { group, entries }] of components.entries()) {
      const g = groups[group].codes[i];
      for (const { column, value } of entries) {
        const j = typeof column === "number" ? column : column[i];
        if (g >= 0 && j >= 0) row[ofComponents[c][g] + j] += value?.[i] ?? 1;
      }
    }
    return row;
  });
}

function relativeCovariance(
  written: WrittenModel,
  terms: readonly CovarianceTerm[],
  lambda: Lambda,
  q: number,
): number[][] {
  const { ofEffects, ofComponents } = columnStarts(written);
  const G = Array.from({ length: q }, () => new Array<number>(q).fill(0));
  const psi = (t: number, i: number, j: number): number => {
    const { size } = terms[t];
    let sum = 0;
    for (let m = 0; m < size; m++) sum += lambda[t][m * size + i] * lambda[t][m * size + j];
    return sum;
  };
  for (const [t, { source, size }] of terms.entries()) {
    if (source.kind === "component") {
      const { columns } = written.components[source.index];
      for (const [g, width] of columns.entries())
        for (let j = 0; j < width; j++) {
          const at = ofComponents[source.index][g] + j;
          G[at][at] = psi(t, 0, 0);
        }
      continue;
    }
    const { group, covariance, Z } = written.effects[source.index];
    const s = Z[0].length;
    const firsts = covariance === "homdiag" ? Array.from({ length: s }, (_, j) => j) : [source.column];
    for (let g = 0; g < written.groups[group].levels; g++)
      for (const first of firsts)
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            const at = ofEffects[source.index] + g * s + first;
            G[at + i][at + j] = psi(t, i, j);
          }
  }
  return G;
}

function placesOf(written: WrittenModel, { factors, parts }: MomentLayout): Place[] {
  const { ofEffects, ofComponents, q } = columnStarts(written);
  const out = new Array<Place>(q);
  const entry = written.components.map(() => 0);
  for (const { kind, index, factor, first, width } of parts) {
    const { nLevels: levels, s, component } = factors[factor];
    if (kind === "effects") {
      for (let l = 0; l < levels; l++)
        for (let j = 0; j < width; j++) out[ofEffects[index] + l * width + j] = { factor, at: l * s + first + j };
      continue;
    }
    const { group, columns, entries } = written.components[index];
    const { column } = entries[entry[index]++];
    const { codes } = written.groups[group];
    for (const [g, start] of ofComponents[index].entries())
      for (let j = 0; j < columns[g]; j++) {
        const isOwn = typeof column === "number" ? j === column : column.some((c, i) => c === j && codes[i] === g);
        if (component === null ? !isOwn : !isOwn && out[start + j] !== undefined) continue;
        out[start + j] = { factor, at: component === null ? g * s + first : component.start[g] + j };
      }
  }
  return out;
}
