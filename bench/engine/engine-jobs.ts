// The models by which the engine is measured, as data: what is fitted to what, by whom, and what is asked of the ratios.
// Formulas are lme4's, which our `lmm` reads too; statsmodels' arguments stand beside them where it can fit the model.
import type { Simulation } from "../measuring/simulate.ts";

/** Where a job's numbers come from. */
export type Source =
  | { readonly fixture: string }
  /** A data set of lme4, exported by R when it is wanted. */
  | { readonly lme4: string }
  | { readonly simulation: Simulation };

/** statsmodels' arguments of a model. */
export interface StatsmodelsModel {
  readonly formula: string;
  readonly groups: string;
  readonly re_formula?: string;
  readonly vc_formula?: Readonly<Record<string, string>>;
}

/** What the ratio of a peer's time to ours has to be, and what is hoped for. */
export interface Target {
  readonly least: number;
  readonly aim?: number;
}

/** One model of one table. */
export interface EngineJob {
  readonly name: string;
  readonly source: Source;
  readonly formula: string;
  /** Columns that lme4 gets as factors, made before its clock runs. */
  readonly factors: readonly string[];
  /** Null when statsmodels cannot fit the model, with the reason. */
  readonly statsmodels: StatsmodelsModel | { readonly not: string };
  /** Which times are divided: CPU time where a run is so long that what else the machine does would show. */
  readonly clock: "wall" | "cpu";
  readonly targets: { readonly lme4?: Target; readonly statsmodels?: Target };
  /** Largest resident memory of our process in MB, 1e6 bytes, the table included. */
  readonly memory?: number;
  /** lme4 needs minutes: it is run only when asked for. */
  readonly isLong?: boolean;
  /** Of interest for our own growth only. */
  readonly isOursOnly?: boolean;
}

const SMALL = { clock: "wall", targets: { lme4: { least: 10, aim: 50 }, statsmodels: { least: 30 } } } as const;
const CROSSED = { not: "it would need a dense column for every level of the crossed factors" } as const;
const SLOPE = { formula: "y ~ x", groups: "g", re_formula: "~x" } as const;

const SMALL_JOBS: readonly EngineJob[] = [
  {
    name: "dietox intercept",
    source: { fixture: "dietox" },
    formula: "Weight ~ Time + (1 | Pig)",
    factors: ["Pig"],
    statsmodels: { formula: "Weight ~ Time", groups: "Pig" },
    ...SMALL,
  },
  {
    name: "dietox slope",
    source: { fixture: "dietox" },
    formula: "Weight ~ Time + (Time | Pig)",
    factors: ["Pig"],
    statsmodels: { formula: "Weight ~ Time", groups: "Pig", re_formula: "~Time" },
    ...SMALL,
  },
  {
    name: "sleepstudy slope",
    source: { fixture: "sleepstudy" },
    formula: "Reaction ~ Days + (Days | Subject)",
    factors: ["Subject"],
    statsmodels: { formula: "Reaction ~ Days", groups: "Subject", re_formula: "~Days" },
    ...SMALL,
  },
  {
    name: "pastes nested",
    source: { fixture: "pastes" },
    formula: "strength ~ 1 + (1 | batch) + (1 | batch:cask)",
    factors: ["batch", "cask"],
    statsmodels: {
      formula: "strength ~ 1",
      groups: "batch",
      re_formula: "1",
      vc_formula: { cask: "0 + C(cask)" },
    },
    ...SMALL,
  },
  {
    name: "penicillin crossed",
    source: { fixture: "penicillin" },
    formula: "diameter ~ 1 + (1 | plate) + (1 | sample)",
    factors: ["plate", "sample"],
    statsmodels: {
      formula: "diameter ~ 1",
      groups: "all",
      vc_formula: { plate: "0 + C(plate)", sample: "0 + C(sample)" },
    },
    clock: "wall",
    targets: { lme4: { least: 10, aim: 50 }, statsmodels: { least: 10 } },
  },
];

const CROSSED_JOBS: readonly EngineJob[] = [
  {
    name: "InstEval s, d",
    source: { lme4: "InstEval" },
    formula: "y ~ 1 + (1 | s) + (1 | d)",
    factors: ["s", "d"],
    statsmodels: CROSSED,
    clock: "wall",
    targets: { lme4: { least: 6, aim: 15 } },
  },
  {
    name: "InstEval s, d, dept",
    source: { lme4: "InstEval" },
    formula: "y ~ service + (1 | s) + (1 | d) + (1 | dept)",
    factors: ["s", "d", "dept"],
    statsmodels: CROSSED,
    clock: "wall",
    targets: { lme4: { least: 8, aim: 25 } },
  },
  {
    name: "maximal 8 + 8",
    source: { simulation: { kind: "factorial", subjects: 56, items: 32, seed: 7 } },
    formula: "y ~ 1 + a*b*c + (1 + a*b*c | subj) + (1 + a*b*c | item)",
    factors: ["subj", "item"],
    statsmodels: { not: "it has no covariances between the columns of crossed factors" },
    clock: "cpu",
    targets: { lme4: { least: 5, aim: 30 } },
    isLong: true,
  },
  {
    name: "ratings 1e6",
    source: { simulation: { kind: "ratings", rows: 1e6, users: 6000, items: 4000, seed: 7 } },
    formula: "y ~ x + (1 | user) + (1 | item)",
    factors: ["user", "item"],
    statsmodels: CROSSED,
    clock: "cpu",
    targets: { lme4: { least: 20, aim: 60 } },
    memory: 700,
    isLong: true,
  },
];

const SLOPE_JOBS: readonly EngineJob[] = [
  { ...slope(1e5, 1e4), clock: "wall", targets: { lme4: { least: 50, aim: 150 }, statsmodels: { least: 500 } } },
  { ...slope(1e6, 1e5), clock: "cpu", targets: { lme4: { least: 60, aim: 200 }, statsmodels: { least: 300 } } },
  {
    ...slope(1e6, 1e5, "shuffled"),
    clock: "cpu",
    targets: { lme4: { least: 60, aim: 200 } },
    statsmodels: { not: "the order of the rows makes no difference to it" },
  },
  {
    ...slope(1e7, 1e5),
    statsmodels: { not: "a tenth of the rows takes it minutes" },
    clock: "cpu",
    targets: { lme4: { least: 100, aim: 500 } },
    memory: 450,
    isLong: true,
  },
  { ...slope(1e6, 1e4), clock: "cpu", targets: {}, isOursOnly: true },
];

/** All jobs, in the order of the report. */
export const ENGINE_JOBS: readonly EngineJob[] = [...SMALL_JOBS, ...CROSSED_JOBS, ...SLOPE_JOBS];

/** Pairs of jobs with the same groups, the second with ten times the rows: evaluations must not cost more. */
export const GROWTH: readonly (readonly [string, string])[] = [
  [slope(1e5, 1e4).name, slope(1e6, 1e4).name],
  [slope(1e6, 1e5).name, slope(1e7, 1e5).name],
];

function slope(rows: number, groups: number, order: "sorted" | "shuffled" = "sorted") {
  return {
    name: `slope ${short(rows)} / ${short(groups)}${order === "sorted" ? "" : ", shuffled"}`,
    source: { simulation: { kind: "slope", rows, groups, order, seed: 7 } },
    formula: "y ~ x + (x | g)",
    factors: ["g"],
    statsmodels: SLOPE,
  } as const;
}

function short(count: number): string {
  return count.toExponential().replace("e+", "e");
}
