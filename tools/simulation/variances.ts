// How often do tests of a variance that is 0 reject at 5 %?
import { exactVarianceTest, varianceTests } from "mixedlm";
import type { Question } from "./page.ts";
import { RateTable } from "./rates.ts";
import * as studies from "./studies.ts";
import { drawer, fitter, type Study } from "./study.ts";

/** A model with a term that is not in the truth. */
interface Case {
  readonly study: Study;
  readonly label: string;
  readonly formula: string;
  /** The term, as the exact test names it; null where it has none. */
  readonly term: string | null;
  /** What is taken out, as `varianceTests` names it: of a term, or null for all of it. */
  readonly removed: string | null;
  readonly isExact: boolean;
}

const CASES: readonly Case[] = [
  {
    study: studies.ONE_WAY_ZERO,
    label: "balanced one way, intercepts",
    formula: "y ~ 1 + (1 | g)",
    ...{ term: "(1 | g)", removed: null, isExact: true },
  },
  {
    study: studies.UNEQUAL_ZERO,
    label: "unequal groups, intercepts",
    formula: "y ~ treated + (1 | g)",
    ...{ term: "(1 | g)", removed: null, isExact: true },
  },
  {
    study: studies.NO_SLOPES,
    label: "18 subjects, independent slopes",
    formula: "y ~ days + (1 | subject) + (0 + days | subject)",
    ...{ term: "(0 + days | subject)", removed: null, isExact: false },
  },
  {
    study: studies.NO_SLOPES,
    label: "18 subjects, slopes and correlation",
    formula: "y ~ days + (days | subject)",
    ...{ term: null, removed: "days", isExact: false },
  },
];

/** Draws of the exact test's null distribution. */
const DRAWS = 999;
const COLUMNS = ["chi-square", "mixture", "exact"] as const;

/** Sizes of tests. */
export function testsOfVariances(replicates: number): Question {
  const disagreeing: string[] = [];
  const table = new RateTable(
    0.05,
    ["REML", "ML"].flatMap((criterion) => COLUMNS.map((column) => `${column}, ${criterion}`)),
  );
  for (const { study, label, formula, term, removed, isExact } of CASES) {
    const row = isExact ? `${label} =` : label;
    const draw = drawer(study);
    const fitted = fitter(formula, study.truth.data);
    for (const criterion of ["REML", "ML"]) {
      for (let k = 0; k < replicates; k++) {
        const fit = fitted(draw(k), criterion === "REML");
        const { rows } = varianceTests(fit);
        const own = rows.find((one) => (removed === null ? one.term === term : one.removed === removed));
        if (own === undefined) throw new Error(`no test of ${label} among ${rows.map((one) => one.term).join(", ")}`);
        table.at(row, `chi-square, ${criterion}`).count(() => own.pValuePlain <= 0.05);
        table.at(row, `mixture, ${criterion}`).count(() => own.pValue <= 0.05);
        if (term === null) continue;
        // each replicate has a null distribution of its own: one for all would make the same error in all
        const exact = (): boolean => exactVarianceTest(fit, { term, replicates: DRAWS, seed: k }).pValue <= 0.05;
        table.at(row, `exact, ${criterion}`).count(exact);
      }
      if (isExact && !table.at(row, `exact, ${criterion}`).agrees(0.05)) disagreeing.push(`${label}, ${criterion}`);
    }
  }
  return {
    title: "Tests of a variance",
    says: [
      "How often a test at 5 % finds a variance that is 0, in percent: the likelihood ratio against the plain chi-square, against the mixture of chi-squares (`varianceTests`), and against its exact distribution (`exactVarianceTest`). In the rows marked = theory says that the last one is exact.",
    ],
    table: table.text("model, variance"),
    after: [
      "The plain chi-square rejects less than half as often as it says. The mixture, which is right in large samples, is closer and tends to reject too seldom, above all by maximum likelihood. The exact test is exact for a model with one variance, by either criterion; beside another variance it is an approximation, and a close one.",
    ],
    counts: `${replicates.toLocaleString("en")} replicates; the exact test draws ${DRAWS} times where it has no closed form`,
    errors: table.errors(),
    disagreeing,
    studies: CASES.map(({ study }) => study),
  };
}
