// Finds out what is wrong with a formula that the grammar refuses.
import { spanInCodePoints } from "./code-points.ts";
import { FormulaError } from "./formula-error.ts";
import type { Token } from "./tokens.ts";

/** The error for a formula that the grammar refuses. */
export function syntaxError(tokens: readonly Token[], source: string, failure: number): FormulaError {
  const token = tokens.find((candidate) => candidate.end > failure);
  const span = spanInCodePoints(source, token?.start ?? source.length, token?.end ?? source.length);
  return new FormulaError(`cannot read \`${token?.text ?? ""}\` here`, {
    code: "unexpected-operator",
    place: { source, span },
  });
}
