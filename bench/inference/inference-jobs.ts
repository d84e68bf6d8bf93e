// What the bench of inference times: a model, its data, and a call on the fit with its twin in peers/inference_calls.R. Answers
// of both are compared while they are timed.
import { readFileSync } from "node:fs";
import { readCsv } from "@mixedlm/design";
import type { Fit } from "mixedlm";
import * as mixed from "mixedlm";
import { fixedInference } from "../../packages/mixedlm/src/inference/fixed-inference.ts";
import { type NumericColumns, type Simulation, simulate } from "../measuring/simulate.ts";

/** One job. */
export interface InferenceJob {
  readonly name: string;
  /** What the peer is asked: a case of the script, and the function it calls, for the table. */
  readonly call: string;
  readonly peer: string;
  readonly formula: string;
  readonly data: { readonly fixture: string } | { readonly simulation: Simulation };
  /** Columns that R has to make factors. */
  readonly factors: readonly string[];
  /** The work on a fit, and the numbers that the peer is to find too; none where both are random. */
  readonly work: (fit: Fit) => readonly number[];
  /** Largest relative difference of the answers. */
  readonly tolerance: number;
  /** Replicates of a bootstrap: times are told for all of them. The peer may be asked for fewer. */
  readonly replicates?: number;
  readonly peerReplicates?: number;
}

const MANY_GROUPS = {
  formula: "y ~ x + (x | g)",
  data: { simulation: { kind: "slope", rows: 5000, groups: 1000, order: "sorted", seed: 11 } },
  factors: ["g"],
} as const;
const CROSSED = {
  formula: "y ~ x + (1 | user) + (1 | item)",
  data: { simulation: { kind: "ratings", rows: 5000, users: 100, items: 50, seed: 12 } },
  factors: ["user", "item"],
} as const;
const SLEEPSTUDY = {
  formula: "Reaction ~ Days + (Days | Subject)",
  data: { fixture: "sleepstudy" },
  factors: ["Subject"],
} as const;
const DIETOX = { formula: "Weight ~ Time + (Time | Pig)", data: { fixture: "dietox" }, factors: ["Pig"] } as const;

/** A hundred groups in any number of rows. */
function rowsOf(rows: number) {
  return {
    formula: "y ~ x + (x | g)",
    data: { simulation: { kind: "slope", rows, groups: 100, order: "sorted", seed: 13 } },
    factors: ["g"],
  } as const;
}

const satterthwaite = {
  call: "satterthwaite",
  peer: "lmerTest",
  work: dfOf("satterthwaite"),
  tolerance: 1e-3,
} as const;
const kenwardRoger = { call: "kenward-roger", peer: "pbkrtest", work: dfOf("kenward-roger"), tolerance: 1e-3 } as const;

/** Small models that are bootstrapped as often by both. */
const SMALL: readonly (readonly [fixture: string, formula: string, factors: readonly string[]])[] = [
  ["dyestuff", "Yield ~ 1 + (1 | Batch)", ["Batch"]],
  ["sleepstudy", "Reaction ~ Days + (Days | Subject)", ["Subject"]],
  ["penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", ["plate", "sample"]],
  ["pastes", "strength ~ 1 + (1 | batch/cask)", ["batch", "cask"]],
  ["dietox", "Weight ~ Time + (Time | Pig)", ["Pig"]],
];

/** Bootstraps by number of rows; the last are too long for the peer. */
const BOOTSTRAPS: readonly (readonly [rows: number, ours: number, theirs: number])[] = [
  [1e3, 1000, 50],
  [1e4, 1000, 20],
  [1e5, 1000, 5],
  [1e6, 1000, 1],
];

/** The jobs, in the order of the table. */
export const INFERENCE_JOBS: readonly InferenceJob[] = [
  { name: "Satterthwaite, 1,000 groups", ...MANY_GROUPS, ...satterthwaite },
  { name: "Kenward-Roger, 1,000 groups", ...MANY_GROUPS, ...kenwardRoger },
  { name: "Satterthwaite, crossed 100 x 50", ...CROSSED, ...satterthwaite },
  { name: "Kenward-Roger, crossed 100 x 50", ...CROSSED, ...kenwardRoger },
  {
    name: "F table of type III, dietox",
    formula: "Weight ~ Cu * Time + (1 | Pig)",
    data: { fixture: "dietox" },
    factors: ["Pig", "Cu"],
    ...{ call: "anova", peer: "lmerTest", tolerance: 1e-3 },
    work: (fit) => mixed.anova(fit).rows.map(({ denDf }) => denDf ?? Number.NaN),
  },
  {
    name: "profile intervals, sleepstudy",
    ...SLEEPSTUDY,
    ...{ call: "profile", peer: "lme4", tolerance: 1e-2 },
    work: (fit) => {
      const { rows } = mixed.confidenceIntervals(fit);
      return rows.filter(({ kind }) => kind === "fixed").flatMap(({ lower, upper }) => [lower!, upper!]);
    },
  },
  {
    name: "means and pairs by Kenward-Roger, machines",
    formula: "score ~ Machine + (0 + Machine | Worker)",
    data: { fixture: "machines" },
    factors: ["Machine", "Worker"],
    ...{ call: "emmeans", peer: "emmeans", tolerance: 1e-3 },
    work: (fit) => {
      const means = mixed.marginalMeans(fit, "pairwise ~ Machine", { ddf: "kenward-roger" });
      return [...means.rows, ...means.contrasts!.rows].map(({ df }) => df!);
    },
  },
  {
    name: "CR2, dietox",
    ...DIETOX,
    ...{ call: "robust", peer: "clubSandwich", tolerance: 1e-3 },
    work: (fit) => {
      const robust = mixed.robustInference(fit);
      return fit.names.map((_, j) => robust.df(fit.names.map((__, k) => (j === k ? 1 : 0))));
    },
  },
  {
    name: "fits without each pig, dietox",
    ...DIETOX,
    ...{ call: "influence", peer: "lme4", tolerance: 1e-2 },
    // sums of squares: the order of the groups is each engine's own
    work: (fit) => {
      const { dfbeta } = mixed.influence(fit, { by: "Pig", refit: "exact" });
      return fit.names.map((_, j) => dfbeta.reduce((sum, own) => sum + own[j]! ** 2, 0));
    },
  },
  {
    name: "leverage, 100,000 rows",
    ...rowsOf(1e5),
    ...{ call: "leverage", peer: "lme4", tolerance: 1e-3 },
    work: (fit) => [mixed.leverage(fit).reduce((sum, own) => sum + own, 0)],
  },
  ...SMALL.map(([fixture, formula, factors]) => ({
    ...{ name: `bootstrap, ${fixture}`, formula, data: { fixture }, factors },
    ...bootstrapOf(1000, 1000),
  })),
  ...BOOTSTRAPS.map(([rows, ours, theirs]) => ({
    name: `bootstrap, ${rows.toLocaleString("en")} rows`,
    ...rowsOf(rows),
    ...bootstrapOf(ours, theirs),
  })),
];

function dfOf(method: "satterthwaite" | "kenward-roger"): InferenceJob["work"] {
  return (fit) => {
    const { df } = fixedInference(fit, method);
    return fit.names.map((_, j) => df(fit.names.map((__, k) => (j === k ? 1 : 0))));
  };
}

function bootstrapOf(replicates: number, peerReplicates: number) {
  return {
    ...{ call: "bootstrap", peer: "bootMer", tolerance: Number.POSITIVE_INFINITY, replicates, peerReplicates },
    work: (fit: Fit): readonly number[] => {
      const { rows, failed } = mixed.bootstrap(fit, { replicates });
      if (failed > 0) throw new Error(`${failed} replicates failed`);
      return rows.filter(({ kind }) => kind === "fixed").map(({ stdError }) => stdError);
    },
  } as const;
}

/** The data of a job: for ours as a table, for the peer as the name of a CSV file or columns to write. */
export function dataOf({
  data,
}: InferenceJob):
  | { readonly csv: string; readonly table: ReturnType<typeof readCsv> }
  | { readonly columns: NumericColumns } {
  if ("simulation" in data) return { columns: simulate(data.simulation) };
  const csv = `fixtures/${data.fixture}/data.csv`;
  return { csv, table: readCsv(readFileSync(csv, "utf8")) };
}
