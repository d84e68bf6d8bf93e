// A text that was read -> whether all texts that must mean the same do: its printed tree, its terms written out, the
// same with other blanks, the same with more parentheses, the other dialect, and what its translations come to when
// they are read and translated again. Meanings are compared by their names, since spans differ.
import {
  columnFactor,
  type Dialect,
  type Formula,
  FormulaError,
  type FormulaNode,
  formulaText,
  type ModelFormula,
  type OperatorNode,
  parseFormula,
  parseMixedFormula,
  parseModel,
  parseSyntax,
  printSyntax,
  type StatsmodelsArguments,
  termName,
  translate,
} from "@mixedlm/formula";

/** Texts in which the dialects differ on purpose: R's functions and constants, which only the extended dialect knows. */
const OF_R =
  /\b(?:log|log2|log10|log1p|exp|exp2|expm1|sqrt|sin|cos|tan|sinh|cosh|tanh|floor|trunc|sign|asin|acos|atan|ceiling|ifelse|pmin|pmax|factor|poly|lag|hashed|offset|relevel|scale|TRUE|FALSE|NULL)\b/;

/** Names of a formula's terms on both sides. */
function formulaMeaning({ lhs, rhs }: Pick<Formula, "lhs" | "rhs">): string {
  return `${lhs.map(termName).join(" + ")} ~ ${rhs.map(termName).join(" + ")}`;
}

/** The same of a mixed model, with its offsets and random terms. */
function modelMeaning({ fixed, offset, random }: ModelFormula): string {
  const bars = random.map(({ terms, group, covariance }) => {
    return `${covariance}(${terms.map(termName).join(" + ")} | ${group.map(({ name }) => name).join(":")})`;
  });
  return [formulaMeaning(fixed), ...offset.map(({ name }) => `offset ${name}`), ...bars].join("; ");
}

/**
 * Compares a formula with all texts that must have its terms.
 *
 * @param text - one that `parseFormula` reads in the dialect.
 * @returns the rule that is broken, or null.
 */
export function unequalFormula(text: string, dialect: Dialect, columns: readonly string[]): string | null {
  const read = (other: string): string => formulaMeaning(parseFormula(other, { dialect, columns }));
  const formula = parseFormula(text, { dialect, columns });
  const written = dialect === "patsy" ? [formulaText(formula)] : [];
  const unequal = firstUnequal(formulaMeaning(formula), [...rewritings(text, dialect), ...written], read);
  if (unequal !== null || dialect === "extended" || OF_R.test(text)) return unequal;
  const extended = (other: string): string => formulaMeaning(parseFormula(other, { dialect: "extended", columns }));
  // a function's argument `a | b` is a random term there, on purpose
  return firstUnequal(formulaMeaning(formula), [text], extended, ["limit", "random-term"]);
}

/**
 * Compares a model with all texts that must be the same model, and its translations with their own.
 *
 * @param text - one that `parseMixedFormula` reads.
 * @returns the rule that is broken, or null.
 */
export function unequalModel(text: string, columns: readonly string[]): string | null {
  const model = parseMixedFormula(text, { columns });
  const read = (other: string): string => modelMeaning(parseMixedFormula(other, { columns }));
  return firstUnequal(modelMeaning(model), rewritings(text, "extended"), read) ?? unstableTranslation(model);
}

/** The printed tree, and the text with blanks around, and with parentheses around, each of its operands. */
function rewritings(text: string, dialect: Dialect): string[] {
  const { source, ast } = parseSyntax(text, dialect);
  const printed = printSyntax(ast);
  const again = printSyntax(parseSyntax(printed, dialect).ast);
  if (again !== printed) throw new Error(`is printed as ${printed}, and that as ${again}`);
  const leaves = leavesOf(ast);
  const spaced = around(source, leaves, " ", "  ");
  const outside = leaves.filter(({ isFree }) => isFree);
  return [printed, ` \n ${spaced}\t `, around(source, outside, "(", ")")];
}

interface Leaf {
  readonly start: number;
  readonly end: number;
  /** Parentheses around it change nothing: it stands in no bar, and is no offset. */
  readonly isFree: boolean;
}

/** Operands of the formula's operators, left to right. */
function leavesOf(ast: OperatorNode): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (node: FormulaNode, isFree: boolean): void => {
    if (node.kind === "operator") for (const operand of node.args) walk(operand, isFree);
    else if (node.kind === "bar") for (const part of [node.left, node.group]) walk(part, false);
    else leaves.push({ start: node.span[0], end: node.span[1], isFree });
  };
  walk(ast, true);
  return leaves.sort((a, b) => a.start - b.start);
}

function around(source: string, leaves: readonly Leaf[], before: string, after: string): string {
  const points = [...source];
  let [text, place] = ["", 0];
  for (const { start, end } of leaves) {
    text += points.slice(place, start).join("") + before + points.slice(start, end).join("") + after;
    place = end;
  }
  return text + points.slice(place).join("");
}

/** @param allowed - codes of errors that are no difference: more parentheses can nest too deep. */
function firstUnequal(
  meaning: string,
  texts: readonly string[],
  read: (text: string) => string,
  allowed: readonly string[] = ["limit"],
): string | null {
  for (const text of texts) {
    try {
      const other = read(text);
      if (other !== meaning) return `means ${meaning}, and \`${text}\` means ${other}`;
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      if (!allowed.includes(error.code)) return `is read, and \`${text}\` is not: ${error.message}`;
    }
  }
  return null;
}

/** A translation that can be read back is its own translation. */
function unstableTranslation(model: ModelFormula): string | null {
  const there = translate(model, "statsmodels");
  if (!there.ok) return null;
  const back = modelOf(there.arguments);
  const again = translate(back, "statsmodels");
  const [once, twice] = [
    argumentsText(there.arguments),
    again.ok ? argumentsText(again.arguments) : again.error.message,
  ];
  return once === twice ? null : `is ${once} in statsmodels, and that is ${twice}`;
}

function modelOf({ formula, groups, re_formula, vc_formula }: StatsmodelsArguments): ModelFormula {
  return parseModel({ formula, group: columnFactor(groups), reFormula: re_formula, vcFormula: vc_formula });
}

/** Names of components are not part of the model. */
function argumentsText({ formula, groups, re_formula, vc_formula }: StatsmodelsArguments): string {
  return JSON.stringify([formula, groups, re_formula, Object.values(vc_formula ?? {}).sort()]);
}
