// A model -> a formula with bars, as lme4 and MixedModels.jl read it: each random term is a bar of its own, written out,
// so that what is correlated and what is not can be seen without knowing what `||` and `/` stand for.
import { factorKind, factorMeaning, learningPart } from "./factor-meaning.ts";
import { type ForeignLanguage, spellFactor } from "./foreign-spelling.ts";
import type { FormulaError } from "./formula-error.ts";
import { julia, juliaString, juliaSymbol } from "./julia-spelling.ts";
import { R } from "./r-spelling.ts";
import type { ModelFormula } from "./random.ts";
import { type ColumnKinds, indicatorColumn, placeOfTerm, type RandomBlock, randomBlock } from "./random-blocks.ts";
import { type Factor, variables } from "./terms.ts";
import * as messages from "./translate-messages.ts";
import { responseOf, type Spell, sumText } from "./translate-text.ts";

/** A model as a formula of lme4. */
export interface Lme4Translation {
  readonly ok: true;
  readonly to: "lme4";
  /** R: the call of `lmer`. */
  readonly text: string;
  readonly formula: string;
}

/** A model as a formula of MixedModels.jl. */
export interface MixedModelsTranslation {
  readonly ok: true;
  readonly to: "MixedModels.jl";
  /** Julia: the call of `fit`. */
  readonly text: string;
  readonly formula: string;
  /** Columns that are categories by `C()`, whatever their type, with the reference level; null: the first. */
  readonly categories: readonly { readonly column: string; readonly reference: string | null }[];
}

/**
 * Writes a model as a call of lme4's `lmer`.
 *
 * @throws {@link FormulaError} `untranslatable`, at the part that lme4 cannot express.
 */
export function toLme4(model: ModelFormula, kinds: ColumnKinds): Lme4Translation {
  const formula = barFormula(model, kinds, R, { times: ":", isExplicit: false });
  return { ok: true, to: "lme4", text: `lmer(${formula}, data)`, formula };
}

/**
 * Writes a model as a call of MixedModels.jl's `fit`.
 *
 * @throws {@link FormulaError} `untranslatable`, at the part that MixedModels.jl cannot express.
 */
export function toMixedModels(model: ModelFormula, kinds: ColumnKinds): MixedModelsTranslation {
  checkCategories(model, kinds);
  const codings = new Map<string, string | null>();
  const formula = barFormula(model, kinds, julia(codings), { times: " & ", isExplicit: true });
  const categories = [...codings].map(([column, reference]) => ({ column, reference }));
  const contrasts = categories.map(({ column, reference }) => {
    const base = reference === null ? "" : `base = ${juliaString(reference)}`;
    return `${juliaSymbol(column)} => DummyCoding(${base})`;
  });
  const coded = contrasts.length === 0 ? "" : `contrasts = Dict(${contrasts.join(", ")}), `;
  const text = `fit(MixedModel, @formula(${formula}), data; ${coded}REML = true)`;
  return { ok: true, to: "MixedModels.jl", text, formula, categories };
}

/** How a language writes terms: what multiplies factors, and whether the intercept of the fixed part is written. */
interface Manner {
  readonly times: string;
  readonly isExplicit: boolean;
}

function barFormula(
  { fixed, random }: ModelFormula,
  kinds: ColumnKinds,
  language: ForeignLanguage,
  { times, isExplicit }: Manner,
): string {
  const spell: Spell = (factor) => spellFactor(factor, fixed.source, language);
  const response = spell(responseOf(fixed, kinds, language.target));
  const bars = random.map((term) => {
    const block = randomBlock(term, kinds);
    const groups = block.groups.map(language.column).join(times);
    if (groups === "") {
      throw messages.oneGroup(placeOfTerm(term), term.group.map(({ name }) => name).join(":"), language.target);
    }
    if (block.kind === "shared") throw sharedReason(block, kinds, language.target);
    const terms = block.kind === "single" ? [{ factors: block.factors }] : block.terms;
    return `(${sumText(terms, (factor) => spellFactor(factor, term.source, language), times, true)} | ${groups})`;
  });
  return `${response} ~ ${[sumText(fixed.rhs, spell, times, isExplicit), ...bars].join(" + ")}`;
}

/** Why a component is no bar. */
function sharedReason(
  { term, terms }: Extract<RandomBlock, { kind: "shared" }>,
  kinds: ColumnKinds,
  target: messages.Target,
): FormulaError {
  const { source } = term;
  for (const { expression, name, span } of terms.flatMap(({ factors }) => factors)) {
    const learnt = learningPart(expression);
    if (learnt !== null) return messages.learntInEachGroup({ source, span: learnt.span }, name, target);
    const isCategory = factorKind(expression, kinds.isCategory) === "category";
    if (terms.length > 1 || !isCategory || indicatorColumn({ expression, name, span }) !== null) continue;
    const meaning = factorMeaning(expression);
    return meaning.kind === "category" && meaning.contrast.kind !== "treatment"
      ? messages.contrastWithoutCounterpart({ source, span }, target)
      : messages.groupNotColumn({ source, span }, name, target);
  }
  const hasIntercept = terms.some(({ factors }) => factors.length === 0);
  return messages.sharedVariance(placeOfTerm(term), target, hasIntercept);
}

/** In Julia a column is a number or a category in the whole formula, and what groups is a category. */
function checkCategories({ fixed, random }: ModelFormula, kinds: ColumnKinds): void {
  const inSource = (source: string) => (factor: Factor) => ({ factor, source, isGroup: false });
  const used = [
    ...[...fixed.lhs, ...fixed.rhs].flatMap(({ factors }) => factors.map(inSource(fixed.source))),
    ...random.flatMap(({ terms, source }) => terms.flatMap(({ factors }) => factors.map(inSource(source)))),
    ...random.flatMap(({ group, groupSource: source }) => group.map((factor) => ({ factor, source, isGroup: true }))),
  ];
  const isCategory = ({ factor, isGroup }: (typeof used)[number]) =>
    isGroup || factorMeaning(factor.expression).kind === "category";
  const others = used.filter((item) => !isCategory(item)).flatMap(({ factor }) => variables(factor.expression));
  const numbers = new Set(others.filter((name) => !kinds.isCategory(name)));
  for (const { factor, source } of used.filter(isCategory)) {
    const column = variables(factor.expression).find((name) => numbers.has(name));
    if (column !== undefined) {
      throw messages.numberAndCategory({ source, span: factor.span }, column, "MixedModels.jl");
    }
  }
}
