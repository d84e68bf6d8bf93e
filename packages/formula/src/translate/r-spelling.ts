// R's words for what formulas have, as lme4 reads them.
import type { Expression } from "../syntax/ast.ts";
import { columnText } from "../syntax/column-names.ts";
import { leftOperator, type OperatorSpelling } from "../syntax/print-expression.ts";
import { type CategoryMeaning, type FactorWriter, type ForeignLanguage, foreignFunctions } from "./foreign-spelling.ts";
import { contrastWithoutCounterpart } from "./translate-errors.ts";

const RESERVED: ReadonlySet<string> = new Set(
  "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_ in".split(
    " ",
  ),
);
const PLAIN = /^(?:\p{L}|\.+[\p{L}_])[\p{L}\p{N}_.]*$/u;

/** Writes a column's name: in back-ticks unless it is a name in R and in formulas. */
function rColumn(name: string): string {
  const isPlain = PLAIN.test(name) && !RESERVED.has(name) && columnText(name, "extended") === name;
  return isPlain ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``;
}

const POWER = 6;
// Unlike in Python, `%/%` and `%%` bind tighter than `*`, and signs tighter than both.
const OPERATORS: ReadonlyMap<string, OperatorSpelling> = new Map([
  ["+", leftOperator("+", 1)],
  ["-", leftOperator("-", 1)],
  ["*", leftOperator("*", 2)],
  ["/", leftOperator("/", 2)],
  ["//", leftOperator("%/%", 3)],
  ["%", leftOperator("%%", 3)],
  ["**", { text: "^", level: POWER, left: POWER + 1, right: POWER - 1 }],
]);

/** R, for lme4. */
export const R: ForeignLanguage = {
  target: "lme4",
  column: rColumn,
  constants: new Map([
    ["np.pi", "pi"],
    ["np.e", "exp(1)"],
  ]),
  sign: { level: POWER - 1, right: POWER - 1 },
  operators: OPERATORS,
  functions: foreignFunctions(
    { "np.absolute": "abs", "np.ceil": "ceiling", "np.arcsin": "asin", "np.arccos": "acos", "np.arctan": "atan" },
    { "np.maximum": "pmax", "np.minimum": "pmin" },
  ),
  protect: (arithmetic) => `I(${arithmetic})`,
  category: rFactor,
  transform: (meaning, { numbers }) => {
    const of = numbers(meaning.of);
    // written out, because `scale(x)` is patsy's where this is read back
    if (meaning.kind !== "polynomials") return `scale(${of}, scale = ${meaning.kind === "centred" ? "FALSE" : "TRUE"})`;
    const degree = meaning.degree === null ? "" : `, ${numbers(meaning.degree)}`;
    return `poly(${of}${degree}${meaning.isRaw ? ", raw = TRUE" : ""})`;
  },
};

function rFactor({ of, contrast, levels }: CategoryMeaning, writer: FactorWriter): string {
  const order = levels === null ? "" : `, levels = c(${rLevels(levels, writer).join(", ")})`;
  const text = `factor(${writer.numbers(of)}${order})`;
  switch (contrast.kind) {
    case "treatment":
      return contrast.reference === null ? text : `relevel(${text}, ref = ${JSON.stringify(contrast.reference)})`;
    case "other":
      throw contrastWithoutCounterpart({ source: writer.source, span: contrast.expression.span }, "lme4");
    default:
      return `C(${text}, contr.${contrast.kind})`;
  }
}

function rLevels(levels: Expression, writer: FactorWriter): string[] {
  if (levels.kind !== "list" && levels.kind !== "tuple") return writer.refuse(levels);
  return levels.items.map((level) => {
    if (level.kind === "string") return JSON.stringify(level.value);
    return level.kind === "number" ? writer.numbers(level) : writer.refuse(level);
  });
}
