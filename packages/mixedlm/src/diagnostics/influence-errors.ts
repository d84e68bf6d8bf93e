// Why deletions have no numbers.
import { FitError } from "../errors.ts";

/** Why a fit without some rows does not exist: a column of X is no longer independent of those before it. */
export function lostColumns(names: readonly string[]): FitError {
  return new FitError(
    "rank-deficient",
    `without these rows ${names.map((name) => `\`${name}\``).join(", ")} cannot be estimated`,
    { names },
  );
}

/** Why the likelihood without some rows cannot be had at the parameters of all rows. */
export function noLikelihood(): FitError {
  return new FitError("perfect-fit", "without these rows the model leaves no residual variation");
}

/** Why a refit has no numbers: its search ended too early. */
export function notConverged(): FitError {
  return new FitError("not-converged", "the search for the optimum without these rows did not converge");
}
