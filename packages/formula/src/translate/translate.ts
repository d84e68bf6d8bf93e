// A model, in whatever manner it was written -> the same model in the words of statsmodels, lme4 or MixedModels.jl, or
// the place that has no exact counterpart there. Nothing is approximated: what a translation gives has the same
// likelihood for all data, up to the coding of categories.
import { FormulaError } from "../formula-error.ts";
import type { ModelFormula } from "../terms/random-term.ts";
import type { ColumnKinds } from "./random-blocks.ts";
import { type Lme4Translation, type MixedModelsTranslation, toLme4, toMixedModels } from "./to-bars.ts";
import { type StatsmodelsTranslation, toStatsmodels } from "./to-statsmodels.ts";
import { checkTranslation } from "./translate-arguments.ts";
import { noRandomTerms, type Target } from "./translate-errors.ts";

/** What a formula does not say about the table. */
export interface TranslateOptions {
  /** Columns that are categories without `C()`, such as text. Others are taken for numbers. */
  readonly categories?: readonly string[];
  /** Columns that have one value: grouping by them groups nothing. */
  readonly constants?: readonly string[];
  /** All columns of the table, so that a new one does not get the name of one that the model does not use. */
  readonly columns?: readonly string[];
}

/** What each language's translation looks like. */
export interface Translations {
  /** A call of `smf.mixedlm`. */
  readonly statsmodels: StatsmodelsTranslation;
  /** A call of `lmer`. */
  readonly lme4: Lme4Translation;
  /** A formula of MixedModels.jl. */
  readonly "MixedModels.jl": MixedModelsTranslation;
}

/** A model in another language. */
export type Translated<To extends Target> = Translations[To] & AssumedNumbers;

/** What a translation rests on. */
export interface AssumedNumbers {
  /** The columns that were taken for numbers. */
  readonly numbers: readonly string[];
}

/** Why there is no translation; the error draws the place, which stands in its `source` and `span`. */
export interface Untranslatable {
  /** There is no translation. */
  readonly ok: false;
  /** The language. */
  readonly to: Target;
  /** Why, and where. */
  readonly error: FormulaError;
}

/**
 * Writes a model in another language.
 *
 * @param model - from `parseModel` or `parseMixedFormula`.
 * @param to - the language.
 * @returns the translation, or the reason why there is none that means exactly the same.
 * @throws {@link FormulaError} `not-a-model`, `unknown-option`, `option-type`.
 * @example
 * ```ts
 * const model = parseMixedFormula("y ~ x + (1 | a/b)");
 * const there = translate(model, "statsmodels");
 * if (there.ok) there.arguments; // { formula: "y ~ x", groups: "a", re_formula: "1", vc_formula: { b: "0 + C(b)" } }
 * ```
 * @see lme4 1.1-31 `lmer`, statsmodels 0.13.5 `MixedLM.from_formula`; the equivalences are checked by fitting both.
 */
export function translate<To extends Target>(
  model: ModelFormula,
  to: To,
  options: TranslateOptions = {},
): Translated<To> | Untranslatable {
  checkTranslation(model, to, options);
  const { categories = [], constants = [], columns = [] } = options;
  const known = new Set(categories);
  const numbers = new Set<string>();
  const kinds: ColumnKinds = {
    isCategory: (column) => {
      // whatever is asked for and not known is taken for a number from here on
      if (!known.has(column)) numbers.add(column);
      return known.has(column);
    },
    isConstant: (column) => constants.includes(column),
  };
  const translators: { readonly [T in Target]: () => Translations[T] } = {
    statsmodels: () => toStatsmodels(model, kinds, columns),
    lme4: () => toLme4(model, kinds),
    "MixedModels.jl": () => toMixedModels(model, kinds),
  };
  try {
    const { source } = model.fixed;
    if (model.random.length === 0) throw noRandomTerms({ source, span: [0, [...source].length] }, to);
    return { ...translators[to](), numbers: [...numbers] };
  } catch (error) {
    if (error instanceof FormulaError && error.code === "untranslatable") return { ok: false, to, error };
    throw error;
  }
}
