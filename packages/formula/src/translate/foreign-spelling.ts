// Factors in the words of R or Julia. Both write arithmetic with the same kinds of operators and have functions for
// most of numpy's, so a language is a record of spellings; what neither its record has is refused with its place.
import type { CallExpression, Expression } from "../syntax/ast.ts";
import {
  type ExpressionSpelling,
  numberText,
  type OperatorSpelling,
  printExpression,
} from "../syntax/print-expression.ts";
import type { Factor } from "../terms/terms.ts";
import { type FactorMeaning, factorMeaning, TRUTH_OPERATORS } from "./factor-meaning.ts";
import * as messages from "./translate-errors.ts";

/** A factor that is a category. */
export type CategoryMeaning = Extract<FactorMeaning, { kind: "category" }>;
type TransformMeaning = Extract<FactorMeaning, { kind: "centred" | "standardised" | "polynomials" }>;
/** Writes the parts of one factor. */
export interface FactorWriter {
  /** Writes numbers that stand between brackets or commas. */
  readonly numbers: (node: Expression) => string;
  /** Refuses a part; `source` is the text that its span refers to. */
  readonly refuse: (node: Expression) => never;
  readonly source: string;
}

/** How R or Julia writes what formulas have. */
export interface ForeignLanguage {
  readonly target: messages.Target;
  readonly column: (name: string) => string;
  readonly constants: ReadonlyMap<string, string>;
  readonly sign: { readonly level: number; readonly right: number };
  readonly operators: ReadonlyMap<string, OperatorSpelling>;
  /** Functions, and operators that are functions here, by their names in the tree. */
  readonly functions: ReadonlyMap<string, { readonly name: string; readonly arity: number }>;
  /** Keeps arithmetic from being read as the formula's operators. */
  readonly protect: (arithmetic: string) => string;
  readonly category: (meaning: CategoryMeaning, writer: FactorWriter, factor: Expression) => string;
  /** Null where there is none. */
  readonly transform: ((meaning: TransformMeaning, writer: FactorWriter) => string) | null;
}

/**
 * Writes a factor in another language.
 *
 * @param source - the text that the factor's spans refer to.
 * @throws {@link FormulaError} `untranslatable`, at the part that has no exact counterpart.
 */
export function spellFactor({ expression }: Factor, source: string, language: ForeignLanguage): string {
  const writer = factorWriter(source, language);
  const meaning = factorMeaning(expression);
  if (meaning.kind === "category") return language.category(meaning, writer, expression);
  if (meaning.kind !== "arithmetic") return writer.numbers(expression);
  const { of } = meaning;
  if (of.kind === "number") return writer.refuse(expression);
  const text = writer.numbers(of);
  return of.kind === "unary" || (of.kind === "binary" && language.operators.has(of.op)) ? language.protect(text) : text;
}

function factorWriter(source: string, language: ForeignLanguage): FactorWriter {
  const { target, operators, sign } = language;
  const refuse = (node: Expression): never => {
    throw messages.noCounterpart({ source, span: node.span }, target);
  };
  const spelling: ExpressionSpelling = {
    binary: ({ op, span }) => {
      if (TRUTH_OPERATORS.has(op)) throw messages.comparisonWithMissing({ source, span }, op, target);
      return operators.get(op) ?? null;
    },
    unary: ({ op, span }) => {
      if (TRUTH_OPERATORS.has(op)) throw messages.comparisonWithMissing({ source, span }, op, target);
      return { text: op, ...sign };
    },
    atom: (node) => writeAtom(node, language, writer),
  };
  const writer: FactorWriter = { source, refuse, numbers: (node) => printExpression(node, spelling) };
  return writer;
}

function writeAtom(node: Expression, language: ForeignLanguage, writer: FactorWriter): string {
  if (node.kind === "number") return numberText(node.value, node.isInteger);
  if (node.kind === "binary") return writeCall(node.op, [node.left, node.right], node, language, writer);
  if (node.kind === "name") return language.constants.get(node.name) ?? writeName(node, language, writer);
  if (node.kind !== "call") return writer.refuse(node);
  const meaning = factorMeaning(node);
  switch (meaning.kind) {
    case "column":
      return language.column(meaning.name);
    case "category":
      return writer.refuse(node);
    case "arithmetic":
      return meaning.of === node ? writeFunction(node, language, writer) : `(${writer.numbers(meaning.of)})`;
    default:
      return language.transform === null ? writer.refuse(node) : language.transform(meaning, writer);
  }
}

/** `True` and its like are no numbers, and `np.` has only the constants that are listed. */
function writeName(node: Expression & { kind: "name" }, language: ForeignLanguage, writer: FactorWriter): string {
  return /^(?:True|False|None|np\..*)$/.test(node.name) ? writer.refuse(node) : language.column(node.name);
}

function writeFunction(node: CallExpression, language: ForeignLanguage, writer: FactorWriter): string {
  if (node.keywords.length > 0) return writer.refuse(node);
  const isScale = node.function === "standardize" || node.function === "scale";
  if (isScale && node.args.length === 1 && language.transform !== null) {
    throw messages.standardDeviationDivisor({ source: writer.source, span: node.span }, language.target);
  }
  return writeCall(node.function, node.args, node, language, writer);
}

function writeCall(
  key: string,
  args: readonly Expression[],
  node: Expression,
  language: ForeignLanguage,
  writer: FactorWriter,
): string {
  const known = language.functions.get(key);
  if (known === undefined || known.arity !== args.length) return writer.refuse(node);
  return `${known.name}(${args.map(writer.numbers).join(", ")})`;
}

/** numpy's functions of one argument that R and Julia have under the same name. */
const COMMON = "log log2 log10 log1p exp expm1 sqrt sin cos tan sinh cosh tanh floor trunc sign abs round".split(" ");

/**
 * A table of functions, those that R and Julia share included.
 *
 * @param unary - further functions of one argument, by their names in the tree; `binary`, of two.
 */
export function foreignFunctions(
  unary: Readonly<Record<string, string>>,
  binary: Readonly<Record<string, string>>,
): ForeignLanguage["functions"] {
  const entry = (name: string, arity: number) => ({ name, arity });
  return new Map([
    ...COMMON.map((name) => [`np.${name}`, entry(name, 1)] as const),
    ...["abs", "round"].map((name) => [name, entry(name, 1)] as const),
    ...Object.entries(unary).map(([name, foreign]) => [name, entry(foreign, 1)] as const),
    ...Object.entries(binary).map(([name, foreign]) => [name, entry(foreign, 2)] as const),
  ]);
}
