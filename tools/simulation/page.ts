// Answers -> docs/coverage.md.
import type { Study } from "./study.ts";
import { SEED } from "./study.ts";

/** A question and its answer. */
export interface Question {
  readonly title: string;
  readonly says: readonly string[];
  readonly table: string;
  readonly after: readonly string[];
  /** How many replicates. */
  readonly counts: string;
  /** What failed. */
  readonly errors: readonly string[];
  /** Answers that theory knows and simulation contradicts. */
  readonly disagreeing: readonly string[];
  readonly studies: readonly Study[];
}

/** The page. @param seconds - of processor time, of each question. @param fits - made, and without an optimum. */
export function page(
  questions: readonly Question[],
  seconds: readonly number[],
  fits: { readonly made: number; readonly failed: number },
  machine: string,
): string {
  const total = seconds.reduce((sum, own) => sum + own, 0);
  const all = new Map(questions.flatMap(({ studies }) => studies).map((study) => [study.name, study]));
  return [
    "# Coverage of intervals and size of tests",
    "",
    ...INTRODUCTION,
    "",
    ...questions.flatMap((question, i) => [...section(question, seconds[i]!), ""]),
    "## The studies",
    "",
    "| study | what is true | model of the truth |",
    "| --- | --- | --- |",
    ...[...all.values()].map(({ name, words, truth }) => `| ${name} | ${words} | ${code(truth.formula)} |`),
    "",
    `Seed ${SEED}; replicate k of a study depends on the seed, the study's name and k alone. Of`,
    `${fits.made.toLocaleString("en")} fits ${fits.failed === 0 ? "none" : fits.failed} ended without an optimum, those inside`,
    `bootstraps and profiles not counted. All of it took ${time(total)} of processor time (${machine}).`,
    "",
  ].join("\n");
}

const INTRODUCTION = [
  "What `pnpm coverage` found: responses are drawn from models with known parameters, fitted, and asked. A percentage is",
  "**bold** where it differs from what it should be by more than 99.9 % of simulations of that size would. With 10,000",
  "replicates that is 0.7 percentage points for a test at 5 %, with 1,000 about 2.4, with 250 about 5. `none` is the share",
  "of replicates, in percent, for which a method has no answer; they are not counted among the others. The script writes",
  "the page: the tables are computed, the sentences below them are part of the script and are about these numbers.",
];

function section({ title, says, table, after, counts, errors }: Question, seconds: number): string[] {
  return [
    `## ${title}`,
    "",
    ...says,
    "",
    table,
    "",
    ...after,
    "",
    `${counts}, ${time(seconds)}.${errors.length === 0 ? " No fit or test failed." : ` Failed: ${errors.join("; ")}.`}`,
  ];
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function time(seconds: number): string {
  return seconds < 90 ? `${seconds.toFixed(0)} seconds` : `${(seconds / 60).toFixed(1)} minutes`;
}
