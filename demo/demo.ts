// The main job, on real data: formulas in, statsmodels' tables out. `npx -y pnpm@12 demo` runs it.
import { readFileSync } from "node:fs";
import * as smf from "@mixedlm/smf";

const { readCsv } = smf;

const table = (name: string) => readCsv(readFileSync(`fixtures/${name}/data.csv`, "utf8"));

const examples = [
  {
    what: "Ten games of two teams: a random intercept for each team",
    call: 'smf.mixedlm("Points ~ Minutes", points, "Team").fit()',
    run: () => smf.mixedlm("Points ~ Minutes", table("points"), "Team").fit(),
  },
  {
    what: "Weights of 72 pigs over twelve weeks: a random intercept for each pig",
    call: 'smf.mixedlm("Weight ~ Time", dietox, "Pig").fit()',
    run: () => smf.mixedlm("Weight ~ Time", table("dietox"), "Pig").fit(),
  },
  {
    what: "The same pigs, each with its own growth rate",
    call: 'smf.mixedlm("Weight ~ Time", dietox, "Pig", { re_formula: "~Time" }).fit()',
    run: () => smf.mixedlm("Weight ~ Time", table("dietox"), "Pig", { re_formula: "~Time" }).fit(),
  },
  {
    what: "Strength of a paste: batches, and casks within batches as a variance component",
    call: 'smf.mixedlm("strength ~ 1", pastes, "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } }).fit()',
    run: () =>
      smf
        .mixedlm("strength ~ 1", table("pastes"), "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } })
        .fit(),
  },
];

for (const { what, call, run } of examples) {
  const result = run();
  console.log(`# ${what}\n> ${call}\n`);
  console.log(String(result.summary()));
  for (const { category, message } of result.warnings) console.log(`${category}: ${message}`);
  console.log();
}
