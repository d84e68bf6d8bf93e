// Which calls are covariance structures around a bar, `diag(x | g)`, and which are functions of a truth value,
// `I(a | b)`. It is decided on the tokens, before the grammar is asked: what a structure holds is a formula, with
// nesting and interactions, and what a function holds is an expression.
import type { CovarianceStructure } from "./ast.ts";
import { CLOSING, OPENING, type Token } from "./tokens.ts";

/** The structures, in the order in which they are told. */
export const STRUCTURES: readonly CovarianceStructure[] = ["us", "diag", "homdiag", "cs", "homcs", "ar1"];

/** Functions whose first argument may be a truth value. All others of one are taken for misspelt structures. */
const OF_TRUTH: ReadonlySet<string> = new Set(
  "I C factor as.factor ifelse relevel hashed center standardize scale lag".split(" "),
);

/** Finds the structure of a name, or null. */
export function structureOfName(name: string): CovarianceStructure | null {
  return STRUCTURES.find((known) => known === name) ?? null;
}

/**
 * Tells whether a token is the name of a call with a bar at the top of its first argument, in the extended dialect.
 *
 * Any name will do, so that `ar2(x | g)` can be told what there is; but for functions of truth values, and those of
 * numpy.
 *
 * @param tokens - all tokens of the formula.
 * @param at - index of the token.
 */
export function isStructureName(tokens: readonly Token[], at: number): boolean {
  const name = tokens[at];
  if (name?.kind !== "name" || tokens[at + 1]?.text !== "(" || tokens[at - 1]?.text === ".") return false;
  if (OF_TRUTH.has(name.text) || name.text.startsWith("__")) return false;
  let depth = 0;
  for (let token = tokens[at + 2], i = at + 2; token !== undefined && depth >= 0; token = tokens[++i]) {
    if (OPENING.has(token.text)) depth += 1;
    else if (CLOSING.has(token.text)) depth -= 1;
    else if (depth > 0) continue;
    else if (token.text === "|" || token.text === "||") return true;
    else if (token.text === "," && structureOfName(name.text) === null) return false;
  }
  return false;
}
