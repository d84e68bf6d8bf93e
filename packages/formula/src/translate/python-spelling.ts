// Factors in patsy's words, for statsmodels. They are written from their trees, so that whatever the extended dialect
// abbreviates (`log(x)`, `my.x`, `factor(a)`) stands in full.
import { columnText } from "../syntax/column-names.ts";
import { type ExpressionSpelling, PYTHON, printExpression } from "../syntax/print-expression.ts";
import { isName } from "../syntax/tokens.ts";
import { type Factor, quotedName } from "../terms/terms.ts";
import { factorMeaning } from "./factor-meaning.ts";
import { noCounterpart } from "./translate-errors.ts";

/**
 * Writes a factor as patsy has it.
 *
 * @param source - the text that the factor's spans refer to.
 * @throws {@link FormulaError} `untranslatable` for a function of the extended dialect that patsy lacks.
 */
export function spellPython({ expression }: Factor, source: string): string {
  if (expression.kind === "name") return columnText(expression.name);
  const spelling: ExpressionSpelling = {
    ...PYTHON,
    atom: (node, print) => {
      const quoted = quotedName(node);
      if (quoted !== null) return columnText(quoted);
      if (node.kind === "name" && !isName(node.name) && !node.name.startsWith("np.")) return columnText(node.name);
      if (node.kind !== "call") return PYTHON.atom(node, print);
      const meaning = factorMeaning(node);
      if (meaning.kind === "centred") return `center(${print(meaning.of)})`;
      if (!node.function.startsWith("extended.")) return PYTHON.atom(node, print);
      throw noCounterpart({ source, span: node.span }, "statsmodels");
    },
  };
  return printExpression(expression, spelling);
}

/** Writes a text in quotes. JSON's escapes mean the same in Python. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}
