// The factorisation at a point where the likelihood is known to exist. That it does not is no answer that a caller
// could use, so it is an error and not an empty result.
import type { Engine, Factorisation, Lambda } from "./engine.ts";
import { noFactorisation } from "./engine-errors.ts";

/**
 * Factorises at square roots at which the likelihood was found to exist before.
 *
 * @returns the factorisation; valid until its engine is at another point.
 * @throws {@link FitError} `no-factorisation`.
 */
export function factorised(engine: Engine, lambda: Lambda): Factorisation {
  const at = engine.factorise(lambda);
  if (at === null) throw noFactorisation();
  return at;
}
