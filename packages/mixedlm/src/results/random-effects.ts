// Conditional means and covariances of the random effects of each written term, by level: sub-blocks of the factors
// that the engine keeps, where terms over one grouping factor stand side by side.
import type { Design, Level } from "@mixedlm/design";
import type { MomentLayout } from "@mixedlm/moments";
import { conditionalBlocks, type Estimates } from "../criterion/estimates.ts";
import type { Engine } from "../engine/engine.ts";
import { noFactorisation } from "../engine/engine-errors.ts";
import { frozenRows, type Rows } from "./frozen-rows.ts";

/** The random effects of one term, given the data. */
export interface RandomEffects {
  /** The term as written: `(Days | Subject)`. */
  readonly label: string;
  /** The grouping factor; `b:a` for combinations. */
  readonly group: string;
  /** Names of the s columns. */
  readonly names: readonly string[];
  /** Labels of the levels; of several columns joined by `:`. */
  readonly levels: readonly Level[];
  /** Conditional means, levels x s, units of y per unit of the column. */
  readonly values: Rows;
  /**
   * Conditional covariance matrix of each level, s x s, fixed effects taken as known (lme4's `condVar`); computed when
   * it is first read, which for many crossed levels takes longer than the means.
   */
  readonly covariances: readonly Rows[];
  /** The row of `values` of a level by its label; undefined for a label that is none. */
  of(level: Level): readonly number[] | undefined;
}

/** What random effects are made of. */
export interface RandomEffectsInput {
  readonly design: Design;
  readonly blocks: MomentLayout;
  readonly engine: Engine;
  readonly estimates: Estimates;
  readonly reml: boolean;
}

/** Lists the random effects of every vector term, in the order of the design. */
export function randomEffectsOf(fit: RandomEffectsInput): readonly RandomEffects[] {
  const { design, blocks, engine, estimates, reml } = fit;
  // terms over one factor share its blocks
  const blocksOf = new Map<number, Float64Array>();
  const conditional = (factor: number): Float64Array => {
    const known = blocksOf.get(factor) ?? conditionalBlocks(engine, estimates.lambda, reml, factor);
    if (known === null) throw noFactorisation();
    blocksOf.set(factor, known);
    return known;
  };
  return Object.freeze(
    design.randomEffects.map((spec, index) => {
      const part = blocks.parts.find((own) => own.kind === "effects" && own.index === index)!;
      const { s: columns } = blocks.factors[part.factor];
      const { levels, name } = design.groups[spec.group];
      const values = frozenRows(levels.length, part.width, (l, j) => {
        return estimates.b[part.factor][l * columns + part.first + j];
      });
      const covariances = (): readonly Rows[] => {
        const all = conditional(part.factor);
        const entry = (l: number, i: number, j: number): number =>
          all[(l * columns + part.first + j) * columns + part.first + i];
        return Object.freeze(levels.map((_, l) => frozenRows(part.width, part.width, (i, j) => entry(l, i, j))));
      };
      return effectsRecord({ label: spec.label, group: name, names: spec.names, levels, values }, covariances);
    }),
  );
}

/** The record, with what is worked out on demand and kept. */
function effectsRecord(
  record: Omit<RandomEffects, "covariances" | "of">,
  makeCovariances: () => readonly Rows[],
): RandomEffects {
  let covariances: readonly Rows[] | null = null;
  let position: Map<string, number> | null = null;
  return Object.freeze({
    ...record,
    get covariances(): readonly Rows[] {
      covariances ??= makeCovariances();
      return covariances;
    },
    of(level: Level): readonly number[] | undefined {
      position ??= new Map(record.levels.map((label, l) => [String(label), l]));
      return record.values[position.get(String(level)) ?? -1];
    },
  });
}
