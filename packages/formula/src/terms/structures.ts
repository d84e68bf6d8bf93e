// The covariance structure of a bar: the name and the argument `hom` of the call around it -> one of the six. The names
// are those of lme4 2 and glmmTMB together; `hom` is lme4's way to say `homdiag` and `homcs`.

import * as errors from "../errors.ts";
import type { BarNode, CovarianceStructure } from "../syntax/ast.ts";

/** What `hom = TRUE` and `hom = FALSE` make of a structure; null: a structure that is not fitted. */
const BY_HOM: ReadonlyMap<
  CovarianceStructure,
  Readonly<Record<"true" | "false", CovarianceStructure | null>>
> = new Map([
  ["diag", { true: "homdiag", false: "diag" }],
  ["cs", { true: "homcs", false: "cs" }],
  ["ar1", { true: "ar1", false: null }],
]);

/**
 * Finds the covariance structure of a bar.
 *
 * @param source - the text of the formula, for errors.
 * @returns `us` for a bar without a call around it, single or double.
 * @throws {@link FormulaError} `random-term` for a `||` inside a structure, for `hom` where the structure has no such
 * argument, and for an `ar1` with a variance for each column.
 * @see lme4 2.1, `lmer`, for names, `hom` and its defaults; glmmTMB 1.1 for `homdiag` and `homcs`.
 */
export function structureOf({ structure, op, span }: BarNode, source: string): CovarianceStructure {
  if (structure === null) return "us";
  const { name, hom } = structure;
  if (op === "||") throw errors.doubleBarInStructure({ source, span }, name);
  if (hom === null) return name;
  const byHom = BY_HOM.get(name);
  if (byHom === undefined) throw errors.homNotTaken({ source, span }, name);
  const chosen = byHom[hom ? "true" : "false"];
  if (chosen === null) throw errors.heterogeneousAr1({ source, span });
  return chosen;
}
