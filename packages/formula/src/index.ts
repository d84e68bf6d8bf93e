// Formulas: text -> syntax tree -> terms. `parseMixedFormula` (lme4's bars), `parseModel` (statsmodels' arguments) and
// `parseFormula` (no random terms) are the stage functions. `parseSyntax`, `expand`, `expandMixed` and `canonicalText`
// are for those who stop half way; the rest lets other packages check options and say what is wrong in the same words.
export type * from "./syntax/ast.ts";
export { canonicalText } from "./syntax/canonical.ts";
export { type LinearConstraints, parseConstraints } from "./constraints/parse-constraints.ts";
export {
  checkOptions,
  holds,
  isArrayLike,
  isInstance,
  isList,
  isRecord,
  type OptionCheck,
  recordEntries,
} from "./check-options.ts";
export { columnText } from "./syntax/column-names.ts";
export type { Dialect, ParseOptions } from "./syntax/dialect.ts";
export { type BarTerms, expand, expandMixed, type MixedSides, type Sides } from "./terms/expand.ts";
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
export { parseSyntax, type Syntax } from "./syntax/parse.ts";
export { printSyntax } from "./syntax/print.ts";
export { columnFactor, type ModelText, parseMixedFormula, parseModel } from "./model-formula.ts";
export type { ModelFormula, RandomTerm } from "./terms/random-term.ts";
export { WORDS_OF_R } from "./syntax/literals.ts";
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
} from "./terms/terms.ts";
export type { CategoryOf, Lme4Translation, MixedModelsTranslation } from "./translate/to-bars.ts";
export type {
  ConstantColumn,
  NewColumn,
  PastedColumn,
  StatsmodelsArguments,
  StatsmodelsTranslation,
} from "./translate/to-statsmodels.ts";
export {
  type AssumedNumbers,
  type Translated,
  type TranslateOptions,
  translate,
  type Translations,
  type Untranslatable,
} from "./translate/translate.ts";
export type { Target } from "./translate/translate-errors.ts";
export { didYouMean } from "./words/did-you-mean.ts";
export { listed } from "./words/listed.ts";
export { nearest } from "./words/nearest.ts";
export { LONGEST_MESSAGE, shortMessage } from "./words/short-message.ts";
export { shortText } from "./words/short-text.ts";
export { shownValue } from "./words/shown-value.ts";
export { withArticle } from "./words/with-article.ts";
