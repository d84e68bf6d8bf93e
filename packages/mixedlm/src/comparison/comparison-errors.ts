// Messages about comparisons of models and about tables of F tests.
import { FitError } from "../errors.ts";

/** Codes of errors about comparisons; stable. */
export type ComparisonErrorCode =
  | "no-type-iii"
  | "aliased-without-rows"
  | "one-model"
  | "different-rows"
  | "mixed-criteria"
  | "different-fixed-effects"
  | "not-nested"
  | "nesting-unknown";

/** `no-type-iii`: a category's own contrasts do not make the columns of all its levels. */
export function noTypeThree(formula: string): FitError {
  return new FitError(
    "no-type-iii",
    `\`${formula}\` has a category whose contrasts do not tell all of its levels apart, beside terms that need them: hypotheses of type III are not defined; ask for \`type: "I"\` or \`"II"\`, or give as many independent contrasts as the category has levels less one`,
    { formula },
  );
}

/** `aliased-without-rows`: what a column that was left out is a combination of is not in the moments. */
export function aliasedWithoutRows(dropped: readonly string[]): FitError {
  return new FitError(
    "aliased-without-rows",
    `the columns ${dropped.map((name) => `\`${name}\``).join(", ")} were left out of this model, and without its rows nothing tells what they are combinations of: make the table with the fit of \`lmm\``,
    { dropped },
  );
}

/** `one-model`: a comparison of fewer than two fits. */
export function oneModel(found: number): FitError {
  return new FitError("one-model", `a comparison needs 2 fits or more, not ${found}`, { found });
}

/** `different-rows`: two fits are not of the same rows. */
export function differentRows(
  what: string,
  left: unknown,
  right: unknown,
  models: readonly [string, string],
): FitError {
  return new FitError(
    "different-rows",
    `the models are not of the same rows: ${what} ${String(left)} in \`${models[0]}\` and ${String(right)} in \`${models[1]}\`; fit both to the rows that have all variables of both`,
    { what, left, right, models },
  );
}

/** `mixed-criteria`: some fits are by REML, some by ML, and none may be refitted. */
export function mixedCriteria(): FitError {
  return new FitError(
    "mixed-criteria",
    "some of the models were fitted by REML and some by maximum likelihood, whose criteria cannot be compared: leave `refit` true, or refit all by one criterion with `refit(fit, { reml })`",
  );
}

/** `different-fixed-effects`: REML criteria of models with other fixed columns. */
export function differentFixedEffects(models: readonly [string, string]): FitError {
  return new FitError(
    "different-fixed-effects",
    `REML criteria can be compared only where the columns of the fixed effects are the same: those of \`${models[0]}\` and \`${models[1]}\` are not; leave \`refit\` true to compare by maximum likelihood`,
    { models },
  );
}

/** `not-nested`: the smaller model is no special case of the larger one. */
export function notNested(small: string, large: string, reason: string): FitError {
  return new FitError(
    "not-nested",
    `\`${small}\` is no special case of \`${large}\`: ${reason}; a likelihood-ratio test does not apply, compare by information criteria with \`tests: false\``,
    { small, large, reason },
  );
}

/** `nesting-unknown`: whether the smaller model is a special case cannot be told. */
export function nestingUnknown(small: string, large: string, reason: string): FitError {
  return new FitError(
    "nesting-unknown",
    `whether \`${small}\` is a special case of \`${large}\` cannot be told: ${reason}; compare by information criteria with \`tests: false\``,
    { small, large, reason },
  );
}
