// Messages of exact tests of variances.
import { didYouMean, nearest } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of errors about tests at a boundary; stable. */
export type BoundaryErrorCode = "unknown-term" | "not-one-variance";

/** `unknown-term`: a test is asked of a term that the model does not have, or of none where there are several. */
export function unknownTerm(term: string | null, terms: readonly string[]): FitError {
  const candidates = nearest(term, terms);
  const said = terms.map((own) => `"${own}"`).join(", ");
  return new FitError(
    "unknown-term",
    term === null
      ? `the model has ${terms.length} random terms: say with \`term\` which variance is tested (${said})`
      : `\`${term}\` is no random term of the model${didYouMean(candidates, '"')} (terms: ${said})`,
    { term, candidates, terms },
  );
}

/** `not-one-variance`: an exact test of a term with more than one parameter, or with columns of several factors. */
export function notOneVariance(term: string, parameters: number): FitError {
  const reason =
    parameters === 1
      ? "has columns over several grouping factors"
      : `has ${parameters} covariance parameters, and the exact test is about a single variance`;
  return new FitError("not-one-variance", `\`${term}\` ${reason}; use \`varianceTests\``, { term, parameters });
}
