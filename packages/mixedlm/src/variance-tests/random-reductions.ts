// The random part of a model -> the smaller random parts that it is compared with, one thing taken away in each: a
// slope (the columns of a term inside a bar, so that `(Days | Subject)` becomes `(1 | Subject)`), or all of a bar, or a
// component.
import type { Design, RandomEffectsSpec } from "@mixedlm/design";
import type { KeptColumns } from "../nesting/reduced-moments.ts";

/** A smaller random part, and what it lacks. */
export interface RandomReduction {
  /** The term that is made smaller, as in a formula. */
  readonly term: string;
  /** What is taken out of it; null where the term goes. */
  readonly removed: string | null;
  /** The random part that is left, as in a formula; empty where nothing is. */
  readonly left: string;
  readonly kept: KeptColumns;
  readonly source: { readonly kind: "effects" | "component"; readonly index: number };
  /** Numbers of the columns of the term that go. */
  readonly columns: readonly number[];
}

/**
 * Lists the reductions of a design, in the order of its terms.
 *
 * @param reduce - `slopes`: what a bar varies by goes before the bar; `terms`: bars go whole.
 */
export function randomReductions(design: Design, reduce: "slopes" | "terms"): RandomReduction[] {
  const { randomEffects, components } = design;
  const whole: KeptColumns = {
    effects: randomEffects.map(({ names }) => names.map((_, j) => j)),
    components: components.map(() => true),
  };
  const effects = randomEffects.flatMap((spec, index) => {
    const pieces = reduce === "slopes" ? slopes(spec) : [];
    const all = spec.names.map((_, j) => j);
    const cuts = pieces.length > 0 ? pieces : [{ name: null, columns: all }];
    return cuts.map(({ name, columns }): RandomReduction => {
      const left = all.filter((j) => !columns.includes(j));
      const kept = { ...whole, effects: whole.effects.map((own, t) => (t === index ? left : own)) };
      return {
        term: barText(design, spec, all),
        removed: name,
        left: randomText(design, kept),
        kept,
        source: { kind: "effects", index },
        columns,
      };
    });
  });
  const single = components.map(({ name }, index): RandomReduction => {
    const kept = { ...whole, components: whole.components.map((own, c) => own && c !== index) };
    return {
      term: name,
      removed: null,
      left: randomText(design, kept),
      kept,
      source: { kind: "component", index },
      columns: [],
    };
  });
  return [...effects, ...single];
}

/** A term inside a bar that can go by itself. */
interface Slope {
  readonly name: string;
  readonly columns: readonly number[];
}

// terms that no other contains, beside others that stay as they are: none where all columns share parameters, or where
// without them a category would be coded anew
function slopes({ matrix, names, covariance }: RandomEffectsSpec): Slope[] {
  if (covariance !== "us" && covariance !== "diag") return [];
  const factors = matrix.terms.map(
    ({ subterms }) => new Set(subterms.flatMap((own) => own.factors.map((f) => f.factor))),
  );
  const hasIntercept = factors.some((own) => own.size === 0);
  const isNumeric = matrix.terms.every(({ subterms }) =>
    subterms.every((own) => own.factors.every(({ coding }) => coding === "numeric")),
  );
  if (!hasIntercept && !(isNumeric && matrix.terms.length > 1)) return [];
  return matrix.terms.flatMap(({ name, slice }, t) => {
    const [start, stop] = slice;
    const isContained = factors.some((own, other) => other !== t && [...factors[t]].every((factor) => own.has(factor)));
    const columns = Array.from({ length: stop - start }, (_, j) => start + j);
    if (factors[t].size === 0 || isContained || columns.length === names.length) return [];
    return [{ name, columns }];
  });
}

function randomText(design: Design, { effects, components }: KeptColumns): string {
  return [
    ...effects.flatMap((own, t) => (own.length === 0 ? [] : [barText(design, design.randomEffects[t], own)])),
    ...design.components.flatMap(({ name }, c) => (components[c] ? [name] : [])),
  ].join(" + ");
}

/** Names of structures in formulas; `us` has none. */
function barText({ groups }: Design, spec: RandomEffectsSpec, kept: readonly number[]): string {
  const { matrix, covariance, group } = spec;
  const terms = matrix.terms.filter(({ slice: [start, stop] }) => kept.some((j) => j >= start && j < stop));
  const hasIntercept = terms.some(({ subterms }) => subterms.every((own) => own.factors.length === 0));
  const others = terms.filter(({ subterms }) => subterms.some((own) => own.factors.length > 0)).map(({ name }) => name);
  const inside = others.length === 0 ? "1" : [...(hasIntercept ? [] : ["0"]), ...others].join(" + ");
  const bar = `(${inside} | ${groups[group].name})`;
  return covariance === "us" || kept.length === 1 ? bar : `${covariance}${bar}`;
}
