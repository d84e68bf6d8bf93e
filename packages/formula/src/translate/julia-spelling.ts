// Julia's words for what formulas have, as StatsModels.jl and MixedModels.jl read them. Which columns of numbers are
// categories is no part of a formula there, so that is collected while factors are written.

import { leftOperator, type OperatorSpelling } from "../syntax/print-expression.ts";
import { isName } from "../syntax/tokens.ts";
import { factorMeaning } from "./factor-meaning.ts";
import { type ForeignLanguage, foreignFunctions } from "./foreign-spelling.ts";
import { contrastWithoutCounterpart } from "./translate-errors.ts";

const RESERVED: ReadonlySet<string> = new Set(
  "baremodule begin break catch const continue do else elseif end export false finally for function global if import let local macro module quote return struct true try using while in isa where".split(
    " ",
  ),
);

/** Writes a column's name as a variable. */
function juliaColumn(name: string): string {
  return isPlain(name) ? name : `var${juliaString(name)}`;
}

/** Writes a column's name as a symbol. */
export function juliaSymbol(name: string): string {
  return isPlain(name) ? `:${name}` : `Symbol(${juliaString(name)})`;
}

/** Writes a text in quotes. */
export function juliaString(text: string): string {
  return JSON.stringify(text).replaceAll("$", "\\$");
}

function isPlain(name: string): boolean {
  return isName(name) && !RESERVED.has(name);
}

const POWER = 5;
const OPERATORS: ReadonlyMap<string, OperatorSpelling> = new Map([
  ["+", leftOperator("+", 1)],
  ["-", leftOperator("-", 1)],
  ["*", leftOperator("*", 2)],
  ["/", leftOperator("/", 2)],
  ["**", { text: "^", level: POWER, left: POWER + 1, right: POWER - 1 }],
]);

/**
 * Julia, for MixedModels.jl.
 *
 * @param codings - receives each column that `C()` makes a category, with its reference level or null.
 */
export function julia(codings: Map<string, string | null>): ForeignLanguage {
  return {
    target: "MixedModels.jl",
    column: juliaColumn,
    // A name in a formula is always a column, so constants are written as numbers.
    constants: new Map([
      ["np.pi", String(Math.PI)],
      ["np.e", String(Math.E)],
    ]),
    sign: { level: POWER - 1, right: POWER - 1 },
    operators: OPERATORS,
    functions: foreignFunctions(
      {
        "np.absolute": "abs",
        "np.ceil": "ceil",
        "np.exp2": "exp2",
        "np.cbrt": "cbrt",
        "np.arcsin": "asin",
        "np.arccos": "acos",
        "np.arctan": "atan",
      },
      { "np.maximum": "max", "np.minimum": "min", "//": "fld", "%": "mod" },
    ),
    protect: (arithmetic) => `protect(${arithmetic})`,
    category: (meaning, writer, factor) => {
      const of = factorMeaning(meaning.of);
      if (of.kind !== "column" || meaning.levels !== null) return writer.refuse(factor);
      const { contrast } = meaning;
      const reference = contrast.kind === "treatment" ? contrast.reference : null;
      const isOther = codings.has(of.name) && codings.get(of.name) !== reference;
      if (contrast.kind !== "treatment" || isOther) {
        throw contrastWithoutCounterpart({ source: writer.source, span: factor.span }, "MixedModels.jl");
      }
      codings.set(of.name, reference);
      return juliaColumn(of.name);
    },
    transform: null,
  };
}
