// The main job in four calls: what each is about, the call as a user writes it, and the call itself.
import * as smf from "@mixedlm/smf";
import { type Fit, lmm } from "mixedlm";

/** A call and what it is about; `dataset` is a folder of `fixtures/`. */
export interface Example<Result = smf.MixedLMResults> {
  readonly what: string;
  readonly dataset: string;
  readonly call: string;
  run(csv: string): Result;
}

export const examples: readonly Example[] = [
  {
    what: "Ten games of two teams: a random intercept for each team",
    dataset: "points",
    call: 'smf.mixedlm("Points ~ Minutes", points, "Team").fit()',
    run: (csv) => smf.mixedlm("Points ~ Minutes", smf.readCsv(csv), "Team").fit(),
  },
  {
    what: "Weights of 72 pigs over twelve weeks: a random intercept for each pig",
    dataset: "dietox",
    call: 'smf.mixedlm("Weight ~ Time", dietox, "Pig").fit()',
    run: (csv) => smf.mixedlm("Weight ~ Time", smf.readCsv(csv), "Pig").fit(),
  },
  {
    what: "The same pigs, each with its own growth rate: statsmodels' default search stops short here",
    dataset: "dietox",
    call: 'smf.mixedlm("Weight ~ Time", dietox, "Pig", { re_formula: "~Time" }).fit()',
    run: (csv) => smf.mixedlm("Weight ~ Time", smf.readCsv(csv), "Pig", { re_formula: "~Time" }).fit(),
  },
  {
    what: "Strength of a paste: batches, and the casks within each batch as a variance component",
    dataset: "pastes",
    call: 'smf.mixedlm("strength ~ 1", pastes, "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } }).fit()',
    run: (csv) =>
      smf
        .mixedlm("strength ~ 1", smf.readCsv(csv), "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } })
        .fit(),
  },
];

/** The same in lme4's words, for two crossed factors. */
export const nativeExample: Example<Fit> = {
  what: "Six samples of penicillin, each tried on 24 plates: two crossed grouping factors, in lme4's words",
  dataset: "penicillin",
  call: 'lmm("diameter ~ 1 + (1 | plate) + (1 | sample)", penicillin)',
  run: (csv) => lmm("diameter ~ 1 + (1 | plate) + (1 | sample)", smf.readCsv(csv)),
};
