// What each entry of theta is: names in lme4's manner, and which kind of number it may be. The order is that of
// `rawTheta`: term after term, an unstructured one column by column.
import type { Design } from "@mixedlm/design";
import type { CovarianceTerm } from "./covariance-terms.ts";
import { sharesVariance, shortList } from "./shared-names.ts";
import { lowerEntries } from "./triangular-root.ts";

/** An entry of theta. */
export interface ThetaEntry {
  /** `g: x` on the diagonal, `g: x.z` below it in row x and column z, `g: rho`, or the name of a component. */
  readonly name: string;
  /** `scale`: 0 or more; `covariance`: any number; `correlation`: from `least` to 1. */
  readonly kind: "scale" | "covariance" | "correlation";
  /** Smallest value; minus infinity where there is none. */
  readonly least: number;
}

/** Lists the entries of theta. */
export function thetaEntries(design: Design, terms: readonly CovarianceTerm[]): ThetaEntry[] {
  return terms.flatMap((term) => {
    const { structure, size, source } = term;
    if (source.kind === "component") return [scaleEntry(design.components[source.index].name)];
    const { group, names, covariance } = design.randomEffects[source.index];
    const of = (name: string): string => `${design.groups[group].name}: ${name}`;
    const own = sharesVariance(structure, covariance)
      ? [shortList(names)]
      : names.slice(source.column, source.column + size);
    if (structure !== "us") {
      const least = structure === "ar1" ? -1 : -1 / (size - 1);
      return [...own.map((name) => scaleEntry(of(name))), { name: of("rho"), kind: "correlation", least } as const];
    }
    return lowerEntries(size).map(({ row, column }): ThetaEntry => {
      if (row === column) return scaleEntry(of(own[row]));
      return { name: of(`${own[row]}.${own[column]}`), kind: "covariance", least: Number.NEGATIVE_INFINITY };
    });
  });
}

function scaleEntry(name: string): ThetaEntry {
  return { name, kind: "scale", least: 0 };
}
