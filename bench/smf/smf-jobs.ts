// The models and calls of the bench of the smf package: names of cases in tools/fixtures/cases.json, which statsmodels
// reads as well, and the calls that are made on the results of one of them, each with its twin in statsmodels_calls.py.
import type { MixedLMResults } from "@mixedlm/smf";
import { type Job, readJob } from "../measuring/jobs.ts";

/** Models that are made, fitted and printed. */
export const MODELS: readonly string[] = [
  "dietox/intercept",
  "dietox/slope",
  "sleepstudy/slope",
  "pastes/cask",
  "penicillin/crossed",
  "oats/split-plot",
  "orthodont/slope",
  "machines/machine-within-worker",
];

/** The model whose results are asked. */
export const ASKED = "dietox/intercept";

/** What is asked of a result that nobody has asked before. */
export const CALLS: Readonly<Record<string, (result: MixedLMResults) => unknown>> = {
  random_effects: (result) => result.random_effects,
  random_effects_cov: (result) => result.random_effects_cov,
  fittedvalues: (result) => result.fittedvalues,
  conf_int: (result) => result.conf_int(),
  t_test: (result) => result.t_test([[0, 1]]),
  predict: (result) => result.predict({ Time: [1, 2, 3] }),
  profile_re: (result) => result.profile_re(0, "re", { num_low: 2, dist_low: 0.5, num_high: 2, dist_high: 0.5 }),
  fit_regularized: (result) => result.model.fit_regularized({ alpha: 2 }),
};

/** Reads the models and their tables. */
export function readModels(): Job[] {
  return MODELS.map((name) => readJob(name));
}
