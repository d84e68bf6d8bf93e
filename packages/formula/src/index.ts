// Formulas: text -> syntax tree -> terms. `parseMixedFormula` (lme4's bars), `parseModel` (statsmodels' arguments) and
// `parseFormula` (no random terms) are the stage functions. `parseSyntax`, `expand`, `expandMixed` and `canonicalText` are
// for those who stop half way; the rest lets other packages check options and say what is wrong in the same words.
export type * from "./ast.ts";
export { canonicalText } from "./canonical.ts";
export { type LinearConstraints, parseConstraints } from "./constraint.ts";
export { checkOptions, isRecord, type OptionCheck } from "./check-options.ts";
export { columnText } from "./column-names.ts";
export type { Dialect, ParseOptions } from "./dialect.ts";
export { expand, expandMixed, type MixedSides, type Sides } from "./expand.ts";
export { parseFormula, parseRightSide, parseTwoSided, type RightSide } from "./formula.ts";
export {
  FormulaError,
  type FormulaErrorCode,
  type Place,
  underline,
} from "./formula-error.ts";
export { LIMITS } from "./limits.ts";
export { compareCodePoints } from "./compare-code-points.ts";
export {
  notOptionsError,
  type OptionErrorClass,
  type OptionErrorCode,
  optionTypeError,
  unknownOptionError,
} from "./option-errors.ts";
export { parseSyntax, type Syntax } from "./parse.ts";
export { printSyntax } from "./print.ts";
export { columnFactor, type ModelText, parseMixedFormula, parseModel } from "./model-formula.ts";
export type { ModelFormula, RandomTerm } from "./random-term.ts";
export { WORDS_OF_R } from "./literals.ts";
export {
  type Factor,
  type Formula,
  formulaText,
  INTERCEPT,
  operands,
  quotedName,
  sameTerm,
  type Term,
  termName,
  variables,
} from "./terms.ts";
export type { Lme4Translation, MixedModelsTranslation } from "./to-bars.ts";
export type { NewColumn, StatsmodelsArguments, StatsmodelsTranslation } from "./to-statsmodels.ts";
export {
  type Translated,
  type TranslateOptions,
  translate,
  type Translations,
  type Untranslatable,
} from "./translate.ts";
export type { Target } from "./translate-messages.ts";
export { didYouMean } from "./words/did-you-mean.ts";
export { listed } from "./words/listed.ts";
export { nearest } from "./words/nearest.ts";
export { LONGEST_MESSAGE, shortMessage } from "./words/short-message.ts";
export { shortText } from "./words/short-text.ts";
export { shownValue } from "./words/shown-value.ts";
export { withArticle } from "./words/with-article.ts";
