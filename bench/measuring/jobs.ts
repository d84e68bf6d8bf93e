// The models that are timed: names of cases in tools/fixtures/cases.json, which the peers read as well, so that all
// engines fit the same models of the same files.
import { readFileSync } from "node:fs";
import { columnFactor, type ModelText } from "@mixedlm/formula";
import { type MixedLM, mixedlm, readCsv, type TableLike } from "@mixedlm/smf";

const NAMES: readonly string[] = ["dietox/intercept", "dietox/slope", "sleepstudy/slope", "pastes/cask"];

/** One model and its data, read before any clock runs. */
export interface Job {
  /** `dataset/case`. */
  readonly name: string;
  readonly formula: string;
  readonly groups: string;
  readonly re_formula: string | null;
  readonly vc_formula: Readonly<Record<string, string>> | null;
  readonly table: TableLike;
}

interface Case extends Partial<Pick<Job, "re_formula" | "vc_formula">> {
  readonly dataset: string;
  readonly case: string;
  readonly formula: string;
  readonly groups: string;
}

/** Reads the models and their tables. */
export function readJobs(): Job[] {
  return NAMES.map(readJob);
}

/** Reads one model and its table. */
export function readJob(name: string): Job {
  const cases = JSON.parse(readFileSync("tools/fixtures/cases.json", "utf8")) as Case[];
  const found = cases.find((one) => `${one.dataset}/${one.case}` === name);
  if (found === undefined) throw new Error(`\`${name}\` is not a case of tools/fixtures/cases.json`);
  const { dataset, formula, groups, re_formula = null, vc_formula = null } = found;
  const table = readCsv(readFileSync(`fixtures/${dataset}/data.csv`, "utf8"));
  return { name, formula, groups, re_formula, vc_formula, table };
}

/** Makes the model of a job. */
export function modelOf({ formula, table, groups, re_formula, vc_formula }: Job): MixedLM {
  return mixedlm(formula, table, groups, { re_formula, vc_formula });
}

/**
 * The job with its formulas in a text that differs from call to call by blanks at its end: a parser that remembers
 * texts has to read it again.
 */
export function withFreshText(job: Job): Job {
  const blanks = freshBlanks();
  const { formula, re_formula, vc_formula } = job;
  return {
    ...job,
    formula: formula + blanks,
    re_formula: re_formula && re_formula + blanks,
    vc_formula:
      vc_formula && Object.fromEntries(Object.entries(vc_formula).map(([name, text]) => [name, text + blanks])),
  };
}

/** Blanks, other ones at each call. */
export function freshBlanks(): string {
  return (freshTexts++).toString(2).replaceAll("0", " ").replaceAll("1", "\t");
}

let freshTexts = 1;

/** A job's formulas as the formula package takes them. */
export function modelText({ formula, groups, re_formula, vc_formula }: Job): ModelText {
  return { formula, group: columnFactor(groups), reFormula: re_formula, vcFormula: vc_formula };
}
