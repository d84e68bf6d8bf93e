// A model -> a formula with bars, as lme4 and MixedModels.jl read it: each random term is a bar of its own, written
// out, so that what is correlated and what is not can be seen without knowing what `||` and `/` stand for. A covariance
// structure is a call around its bar in lme4's words, where nothing simpler says the same.

import type { FormulaError } from "../formula-error.ts";
import type { ModelFormula } from "../terms/random-term.ts";
import { type Factor, variables } from "../terms/terms.ts";
import { factorKind, factorMeaning, learningPart } from "./factor-meaning.ts";
import { type ForeignLanguage, spellFactor } from "./foreign-spelling.ts";
import { julia, juliaString, juliaSymbol } from "./julia-spelling.ts";
import { R } from "./r-spelling.ts";
import {
  type ColumnKinds,
  indicatorColumn,
  placeOfRandomTerm,
  type RandomBlock,
  randomBlocks,
} from "./random-blocks.ts";
import * as messages from "./translate-errors.ts";
import { responseOf, type Spell, sumText } from "./translate-text.ts";

/** A model as a formula of lme4; 2.0 or newer where a covariance structure is written, any version elsewhere. */
export interface Lme4Translation {
  /** There is a translation. */
  readonly ok: true;
  /** The language. */
  readonly to: "lme4";
  /** R: the call of `lmer`. */
  readonly text: string;
  /** The formula alone. */
  readonly formula: string;
}

/** A model as a formula of MixedModels.jl. */
export interface MixedModelsTranslation {
  /** There is a translation. */
  readonly ok: true;
  /** The language. */
  readonly to: "MixedModels.jl";
  /** Julia: the call of `fit`. */
  readonly text: string;
  /** The formula alone, without `@formula`. */
  readonly formula: string;
  /** Columns that are categories by `C()`, whatever their type, with the reference level; null: the first. */
  readonly categories: readonly CategoryOf[];
}

/** A column that has to be a category in MixedModels.jl. */
export interface CategoryOf {
  /** Its name. */
  readonly column: string;
  /** The reference level; null: the first. */
  readonly reference: string | null;
}

/**
 * Writes a model as a call of lme4's `lmer`.
 *
 * @throws {@link FormulaError} `untranslatable`, at the part that lme4 cannot express.
 */
export function toLme4(model: ModelFormula, kinds: ColumnKinds): Lme4Translation {
  const formula = barFormula(model, kinds, R, { times: ":", isExplicit: false, structures: LME4_STRUCTURES });
  return { ok: true, to: "lme4", text: `lmer(${formula}, data)`, formula };
}

/**
 * Writes a model as a call of MixedModels.jl's `fit`.
 *
 * @throws {@link FormulaError} `untranslatable`, at the part that MixedModels.jl cannot express.
 */
export function toMixedModels(model: ModelFormula, kinds: ColumnKinds): MixedModelsTranslation {
  const [offset] = model.offset;
  if (offset !== undefined) {
    throw messages.offsetWithoutCounterpart({ source: model.fixed.source, span: offset.span }, "MixedModels.jl");
  }
  checkCategories(model, kinds);
  const codings = new Map<string, string | null>();
  const formula = barFormula(model, kinds, julia(codings), { times: " & ", isExplicit: true, structures: null });
  const categories = [...codings].map(([column, reference]) => ({ column, reference }));
  const contrasts = categories.map(({ column, reference }) => {
    const base = reference === null ? "" : `base = ${juliaString(reference)}`;
    return `${juliaSymbol(column)} => DummyCoding(${base})`;
  });
  const coded = contrasts.length === 0 ? "" : `contrasts = Dict(${contrasts.join(", ")}), `;
  const text = `fit(MixedModel, @formula(${formula}), data; ${coded}REML = true)`;
  return { ok: true, to: "MixedModels.jl", text, formula, categories };
}

type Structured = Extract<RandomBlock, { kind: "structured" }>;

/** A structure's name and argument, around a bar. */
type StructureSpelling = readonly [name: string, argument: string];

/** lme4's names; `hom` is written where lme4 2.0 and 2.1 have different defaults. */
const LME4_STRUCTURES: Readonly<Record<Structured["covariance"], StructureSpelling>> = {
  diag: ["diag", ""],
  homdiag: ["diag", ", hom = TRUE"],
  cs: ["cs", ""],
  homcs: ["cs", ", hom = TRUE"],
  ar1: ["ar1", ", hom = TRUE"],
};

/** How a language writes terms. */
interface Manner {
  /** What multiplies factors. */
  readonly times: string;
  /** Whether the intercept of the fixed part is written. */
  readonly isExplicit: boolean;
  /** Null: the language has none. */
  readonly structures: typeof LME4_STRUCTURES | null;
}

function barFormula(
  { fixed, offset, random }: ModelFormula,
  kinds: ColumnKinds,
  language: ForeignLanguage,
  manner: Manner,
): string {
  const { times, isExplicit } = manner;
  const spell: Spell = (factor) => spellFactor(factor, fixed.source, language);
  const response = spell(responseOf(fixed, kinds, language.target));
  const offsets = offset.map((factor) => `offset(${spell(numericOffset(factor, fixed.source, kinds, language))})`);
  const bars = random
    .flatMap((term) => randomBlocks(term, kinds))
    .map((block) => {
      const { term } = block;
      const groups = block.groups.map(language.column).join(times);
      if (groups === "") {
        throw messages.oneGroup(placeOfRandomTerm(term), term.group.map(({ name }) => name).join(":"), language.target);
      }
      if (block.kind === "shared") throw sharedReason(block, kinds, language.target);
      const terms = block.kind === "single" ? [{ factors: block.factors }] : block.terms;
      const [name, argument] =
        block.kind === "structured" ? structureSpelling(block, kinds, manner, language) : ["", ""];
      const left = sumText(terms, (factor) => spellFactor(factor, term.source, language), times, true);
      return `${name}(${left} | ${groups}${argument})`;
    });
  return `${response} ~ ${[sumText(fixed.rhs, spell, times, isExplicit), ...offsets, ...bars].join(" + ")}`;
}

/** The factor of an offset, which is one column of numbers. */
function numericOffset(factor: Factor, source: string, kinds: ColumnKinds, { target }: ForeignLanguage): Factor {
  if (factorKind(factor.expression, kinds.isCategory) === "number") return factor;
  throw messages.offsetNotNumber({ source, span: factor.span }, target);
}

/** The call around a bar. What a structure means depends on the columns, so these have to be the same in R. */
function structureSpelling(
  { term, terms, covariance }: Structured,
  { isCategory }: ColumnKinds,
  { structures }: Manner,
  { target }: ForeignLanguage,
): StructureSpelling {
  if (structures === null) throw messages.structureWithoutCounterpart(placeOfRandomTerm(term), covariance, target);
  for (const { factors } of terms) {
    const categories = factors.filter(({ expression }) => factorKind(expression, isCategory) === "category");
    const [first, second] = categories;
    if (first === undefined || second === undefined) continue;
    const span = [first.span[0], Math.max(...categories.map((factor) => factor.span[1]))] as const;
    throw messages.structureOfInteraction({ source: term.source, span }, covariance, target);
  }
  return structures[covariance];
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
  return messages.sharedVariance(placeOfRandomTerm(term), target, hasIntercept);
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
