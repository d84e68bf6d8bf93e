// A group's random effects in statsmodels' order, random-effects columns and then those of each component, and where
// the engine keeps them: there, components of indicator columns are factors of their own.
import { componentEntries, type Design } from "@mixedlm/design";
import type { MomentLayout } from "@mixedlm/moments";
import type { Engine, LevelOf } from "mixedlm";

/** A random effect: a column of a level of a factor. */
export interface Place extends LevelOf {
  readonly column: number;
}

/** What tells where random effects are. */
export interface EffectPlaces {
  readonly blocks: MomentLayout;
  readonly design: Design;
  readonly engine: Engine;
}

/** Finds where each random effect of a group is. */
export function groupEffects({ blocks, design, engine }: EffectPlaces, g: number): Place[] {
  const { factors, parts } = blocks;
  const effects = parts
    .filter(({ kind }) => kind === "effects")
    .flatMap(({ factor, first, width }) =>
      Array.from({ length: width }, (_, j): Place => ({ factor, level: g, column: first + j })),
    );
  const ofComponents = design.components.flatMap((spec, index) => {
    // a component's parts are its entries
    const own = parts.filter((part) => part.kind === "component" && part.index === index);
    const entries = componentEntries(spec);
    return spec.names[g]!.map((_, j): Place => {
      const fixed = own[entries.findIndex(({ column }) => column === j)];
      if (fixed !== undefined) return { factor: fixed.factor, level: g, column: fixed.first };
      // a column belongs to one entry; in the factors of the others, its level has no rows
      const places = own
        .filter((_, e) => entries[e]!.column === null)
        .map(({ factor }): Place => ({ factor, level: factors[factor]!.component!.start[g]! + j, column: 0 }));
      return places.find(({ factor, level }) => engine.products.factors[factor]!.weight[level]! > 0) ?? places[0]!;
    });
  });
  return [...effects, ...ofComponents];
}

/** The levels that hold some effects, each once, and the position of each effect among all columns of those levels. */
export function levelsOf(
  effects: readonly Place[],
  { factors }: MomentLayout,
): { levels: LevelOf[]; position: (place: Place) => number } {
  const starts = new Map<string, number>();
  const levels: LevelOf[] = [];
  let next = 0;
  const key = ({ factor, level }: LevelOf): string => `${factor}/${level}`;
  for (const place of effects) {
    if (starts.has(key(place))) continue;
    starts.set(key(place), next);
    next += factors[place.factor]!.s;
    levels.push({ factor: place.factor, level: place.level });
  }
  return { levels, position: (place) => starts.get(key(place))! + place.column };
}
