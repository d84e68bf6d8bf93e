// `pnpm coverage`: simulates, asks every question and writes docs/coverage.md. An argument divides the numbers of replicates,
// for a quick look, which is not written. Ends with an error where simulation contradicts what theory says is exact.
import { writeFileSync } from "node:fs";
import { machineLine } from "../../bench/measuring/machine.ts";
import { testsOfFixedEffects } from "./fixed-effects.ts";
import { coverageOfIntervals } from "./intervals.ts";
import { page, type Question } from "./page.ts";
import { coverageOfPredictions } from "./predictions.ts";
import { robustTests } from "./robust.ts";
import { simultaneousContrasts } from "./simultaneous.ts";
import { fits } from "./study.ts";
import { testsOfVariances } from "./variances.ts";

const share = Number(process.argv[2] ?? 1);
const of = (count: number): number => Math.ceil(count / share);

const ASKED: readonly (() => readonly Question[])[] = [
  () => [testsOfFixedEffects(of(10_000))],
  () => coverageOfIntervals({ wald: of(10_000), profile: of(1000), bootstrap: of(250), drawn: 199 }),
  () => [coverageOfPredictions(of(5000))],
  () => [testsOfVariances(of(2000))],
  () => [simultaneousContrasts(of(1000), of(300))],
  () => [robustTests(of(2000))],
];

const questions: Question[] = [];
const seconds: number[] = [];
for (const ask of ASKED) {
  const start = process.cpuUsage();
  const answers = ask();
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1e6;
  for (const answer of answers) {
    console.log(`${answer.title}\n\n${answer.table}\n\n${answer.errors.join("\n")}`);
    questions.push(answer);
    seconds.push(time / answers.length);
  }
  console.log(`${time.toFixed(1)} seconds\n`);
}
if (share === 1) writeFileSync("docs/coverage.md", page(questions, seconds, fits, machineLine()));
const disagreeing = questions.flatMap((question) => question.disagreeing.map((text) => `${question.title}: ${text}`));
if (disagreeing.length > 0) throw new Error(`not exact, where theory says so: ${disagreeing.join("; ")}`);
