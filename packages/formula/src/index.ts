// Formulas: text -> syntax tree -> terms. `parseFormula` and `parseModel` are the stage functions; the rest lets a
// user stop half way, and lets the package that knows the table draw its own errors in the same manner.
export type * from "./ast.ts";
export { canonicalText } from "./canonical.ts";
export { type LinearConstraints, parseConstraints } from "./constraint.ts";
export { checkOptions, isRecord, type OptionCheck } from "./check-options.ts";
export { columnText } from "./column-names.ts";
export type { Dialect, ParseOptions } from "./dialect.ts";
export { type ExpandOptions, expand, expandMixed, type MixedSides, type Sides } from "./expand.ts";
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
export {
  columnFactor,
  type ModelFormula,
  type ModelText,
  parseMixedFormula,
  parseModel,
  type RandomTerm,
} from "./random.ts";
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
