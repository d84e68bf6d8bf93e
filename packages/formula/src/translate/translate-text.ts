// The parts of a model that every language writes alike: a response and a sum of terms.

import type { Factor, Formula, Term } from "../terms/terms.ts";
import { factorKind } from "./factor-meaning.ts";
import type { ColumnKinds } from "./random-blocks.ts";
import { responseNotOneNumber, type Target } from "./translate-errors.ts";

/** Writes a factor. */
export type Spell = (factor: Factor) => string;

/**
 * Writes a sum of terms, each term once.
 *
 * @param times - what stands between the factors of a term.
 * @param isExplicit - whether the intercept is written where it goes without saying.
 */
export function sumText(terms: readonly Term[], spell: Spell, times: string, isExplicit: boolean): string {
  const texts = terms.flatMap(({ factors }) => (factors.length === 0 ? [] : [factors.map(spell).join(times)]));
  if (texts.length === terms.length) return ["0", ...texts].join(" + ");
  return (isExplicit || texts.length === 0 ? ["1", ...texts] : texts).join(" + ");
}

/**
 * Finds the response.
 *
 * @throws {@link FormulaError} `untranslatable` when the left side is not one factor of numbers.
 */
export function responseOf({ source, lhs }: Formula, kinds: ColumnKinds, target: Target): Factor {
  const factors = lhs.flatMap((term) => term.factors);
  const [first] = factors;
  if (first !== undefined && lhs.length === 1 && factors.length === 1) {
    if (factorKind(first.expression, kinds.isCategory) === "number") return first;
  }
  const start = first?.span[0] ?? 0;
  throw responseNotOneNumber({ source, span: [start, factors.at(-1)?.span[1] ?? [...source].length] }, target);
}
