// Formulas: text -> syntax tree -> terms. `parseFormula` and `parseModel` are the stage functions; the rest lets a
// user stop half way, and lets the package that knows the table draw its own errors in the same manner.
export type * from "./ast.ts";
export { canonicalText } from "./canonical.ts";
export { type LinearConstraints, parseConstraints } from "./constraint.ts";
export { columnText } from "./column-names.ts";
export type { Dialect, ParseOptions } from "./dialect.ts";
export { type ExpandOptions, expand, expandMixed, type MixedSides, type Sides } from "./expand.ts";
export { parseFormula, parseRightSide, parseTwoSided, type RightSide } from "./formula.ts";
export {
  FormulaError,
  type FormulaErrorCode,
  type FormulaErrorDetails,
  type Place,
  underline,
} from "./formula-error.ts";
export { LIMITS } from "./limits.ts";
export { compareCodePoints } from "./compare-code-points.ts";
export { nearest } from "./nearest.ts";
export { parseSyntax, type Syntax } from "./parse.ts";
export { LONGEST_MESSAGE, shortMessage } from "./short-message.ts";
export { shortText } from "./short-text.ts";
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
