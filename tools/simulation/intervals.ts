// How often do 95 % intervals of parameters hold the true value?
import {
  bootstrap,
  bootstrapIntervals,
  confidenceIntervals,
  type Fit,
  type ParameterInterval,
  profileIntervals,
} from "mixedlm";
import type { Question } from "./page.ts";
import { RateTable } from "./rates.ts";
import * as studies from "./studies.ts";
import { drawer, fitter, type Study } from "./study.ts";

const STUDIES: readonly Study[] = [studies.ONE_WAY_EVEN, studies.CROSSED, studies.slopes(18), studies.slopes(8)];

/** Replicates by cost: Wald intervals, profiles, bootstraps, and responses drawn in a bootstrap. */
export interface IntervalCounts {
  readonly wald: number;
  readonly profile: number;
  readonly bootstrap: number;
  readonly drawn: number;
}

type Ends = Pick<ParameterInterval, "name" | "kind" | "lower" | "upper">;

/** One way to make intervals, in how many replicates. */
interface Method {
  readonly name: string;
  readonly replicates: number;
  readonly ends: (fit: Fit, replicate: number) => readonly Ends[];
}

/** Coverage of fixed effects, then of variance parameters. */
export function coverageOfIntervals(counts: IntervalCounts): readonly [fixed: Question, variances: Question] {
  const methods = methodsOf(counts);
  const fixed = new RateTable(
    0.95,
    methods.map(({ name }) => name).filter((name) => name !== "Wald" && name !== "profile, REML"),
  );
  const variances = new RateTable(
    0.95,
    methods.map(({ name }) => name).filter((name) => !name.startsWith("Wald, ")),
  );
  for (const study of STUDIES) {
    const draw = drawer(study);
    const fitted = fitter(study.truth.formula, study.truth.data);
    for (let k = 0; k < Math.max(...methods.map(({ replicates }) => replicates)); k++) {
      const fit = fitted(draw(k));
      for (const method of methods)
        if (k < method.replicates) countParameters(method, { study, fit, k }, { fixed, variances });
    }
  }
  const { wald, profile, bootstrap: outer, drawn } = counts;
  const replicates = `${[wald, profile].map((count) => count.toLocaleString("en")).join(" replicates for Wald intervals, ")} for profiles, ${outer} for the bootstrap, each with ${drawn} responses drawn`;
  return [
    {
      title: "Intervals of fixed effects",
      says: ["How often a 95 % interval holds the true value, in percent. `bootstrap` is the percentile interval."],
      table: fixed.text("parameter"),
      after: [
        "Profile and percentile intervals of fixed effects are as narrow as those by normal quantiles, or nearly: with 6 or 8 groups they cover 88 to 93 %. A Wald interval with Satterthwaite's or Kenward and Roger's degrees of freedom is the better one for fixed effects.",
      ],
      counts: replicates,
      errors: fixed.errors(),
      disagreeing: [],
      studies: STUDIES,
    },
    {
      title: "Intervals of standard deviations and correlations",
      says: [
        "How often a 95 % interval holds the true value, in percent. Wald intervals are symmetric for log(sd) and for Fisher's z of a correlation; there are none on the boundary. `profile` is of the likelihood (the default, as in lme4), `profile, REML` of the restricted one.",
      ],
      table: variances.text("parameter"),
      after: [
        "Profiles of the restricted likelihood come closest to 95 %. Those of the likelihood, which takes the fixed effects for known, and percentile intervals, which carry the skewness of few groups to the wrong side, fall short for standard deviations of 6 groups. Wald intervals of standard deviations that may be small cover more than they say, others less, and there are none where an estimate is 0.",
      ],
      counts: replicates,
      errors: variances.errors(),
      disagreeing: [],
      studies: STUDIES,
    },
  ];
}

/** A study's model, fitted to its replicate number k. */
interface Replicate {
  readonly study: Study;
  readonly fit: Fit;
  readonly k: number;
}

/** Counts for each parameter whether a method's interval holds its true value, in the table of its kind. */
function countParameters(
  { name, ends }: Method,
  { study, fit, k }: Replicate,
  { fixed, variances }: { readonly fixed: RateTable; readonly variances: RateTable },
): void {
  const { rows, error } = attempted(() => ends(fit, k));
  for (const [parameter, truth] of Object.entries(study.truth.parameters)) {
    const table = fit.names.includes(parameter) ? fixed : variances;
    if (!table.columns.includes(name)) continue;
    table.at(`${study.name}: ${parameter.replaceAll("|", "\\|")}`, name).count(() => {
      if (error !== null) throw error;
      const own = rows.find((one) => one.name === parameter);
      return own === undefined ? null : holds(own, truth);
    });
  }
}

/** Whether an interval holds a value; null where it has no ends. */
function holds({ lower, upper }: Ends, value: number): boolean | null {
  return lower === null || upper === null ? null : lower <= value && value <= upper;
}

function methodsOf({ wald, profile, bootstrap: outer, drawn }: IntervalCounts): readonly Method[] {
  const byWald = (ddf: "normal" | "satterthwaite" | "kenward-roger"): Method => ({
    name: `Wald, ${ddf}`,
    replicates: wald,
    ends: (fit) => confidenceIntervals(fit, { method: "wald", ddf, parameters: "fixed" }).rows,
  });
  return [
    ...(["normal", "satterthwaite", "kenward-roger"] as const).map(byWald),
    {
      name: "Wald",
      replicates: wald,
      ends: (fit) => confidenceIntervals(fit, { method: "wald", parameters: "variance" }).rows,
    },
    { name: "profile", replicates: profile, ends: (fit) => profileIntervals(fit).rows },
    {
      name: "profile, REML",
      replicates: profile,
      ends: (fit) => profileIntervals(fit, { reml: true, parameters: "variance" }).rows,
    },
    {
      name: "bootstrap",
      replicates: outer,
      ends: (fit, k) => bootstrapIntervals(bootstrap(fit, { replicates: drawn, seed: k })).rows as readonly Ends[],
    },
  ];
}

function attempted(work: () => readonly Ends[]): { readonly rows: readonly Ends[]; readonly error: Error | null } {
  try {
    return { rows: work(), error: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { rows: [], error };
  }
}
