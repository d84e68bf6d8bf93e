// How often do tests of true hypotheses about fixed effects reject at 5 %? A test of one coefficient rejects where its interval
// does not hold 0, so that this is the coverage of Wald intervals too.
import { chiSquareSf, type DfMethod } from "mixedlm";
import { fixedInference } from "../../packages/mixedlm/src/inference/fixed-inference.ts";
import type { Question } from "./page.ts";
import { RateTable } from "./rates.ts";
import * as studies from "./studies.ts";
import { drawer, fitter, type Study } from "./study.ts";

/** A true hypothesis: some coefficients are 0. */
interface Case {
  readonly study: Study;
  readonly label: string;
  readonly tested: readonly string[];
  /** The model without what is tested. */
  readonly smaller: string;
  /** Whether theory says that t and F tests with the right degrees of freedom are exact. */
  readonly isExact?: boolean;
}

const CASES: readonly Case[] = [
  { study: studies.ONE_WAY, label: "mean, t", tested: ["Intercept"], smaller: "y ~ 0 + (1 | g)", isExact: true },
  {
    study: studies.TWO_WAY,
    label: "4 treatments in blocks, F",
    tested: ["treat[T.t1]", "treat[T.t2]", "treat[T.t3]"],
    smaller: "y ~ 1 + (1 | block)",
    isExact: true,
  },
  {
    study: studies.CROSSED,
    label: "treated samples, t",
    tested: ["treated"],
    smaller: "y ~ 1 + (1 | plate) + (1 | sample)",
    isExact: true,
  },
  {
    study: studies.UNEVEN_TWO_WAY,
    label: "4 treatments in uneven blocks, F",
    tested: ["treat[T.t1]", "treat[T.t2]", "treat[T.t3]"],
    smaller: "y ~ 1 + (1 | block)",
  },
  {
    study: studies.UNEQUAL_GROUPS,
    label: "treated unequal groups, t",
    tested: ["treated"],
    smaller: "y ~ 1 + (1 | g)",
  },
  {
    study: studies.UNEQUAL_ZERO,
    label: "the same, groups do not vary, t",
    tested: ["treated"],
    smaller: "y ~ 1 + (1 | g)",
  },
  {
    study: studies.slopes(18),
    label: "mean slope of 18, t",
    tested: ["days"],
    smaller: "y ~ 1 + (days | subject)",
  },
  { study: studies.slopes(8), label: "mean slope of 8, t", tested: ["days"], smaller: "y ~ 1 + (days | subject)" },
  {
    study: studies.PIGS_STUDY,
    label: "3 doses by week, pigs leave, F",
    tested: ["dose[T.d1]:week", "dose[T.d2]:week"],
    smaller: "y ~ dose + week + (week | pig)",
  },
];

const METHODS: readonly DfMethod[] = ["normal", "residual", "satterthwaite", "kenward-roger"];
const LRT = "likelihood ratio (ML)";

/** Sizes of tests. */
export function testsOfFixedEffects(replicates: number): Question {
  const table = new RateTable(0.05, [...METHODS, LRT]);
  const disagreeing: string[] = [];
  for (const { study, label, tested, smaller, isExact = false } of CASES) {
    const row = isExact ? `${label} =` : label;
    const draw = drawer(study);
    const larger = fitter(study.truth.formula, study.truth.data);
    const without = fitter(smaller, study.truth.data);
    for (let k = 0; k < replicates; k++) {
      const y = draw(k);
      const fit = larger(y);
      const L = tested.map((name) => fit.names.map((own) => (own === name ? 1 : 0)));
      for (const method of METHODS)
        table.at(row, method).count(() => fixedInference(fit, method).fTest(L).pValue <= 0.05);
      table.at(row, LRT).count(() => {
        const growth = without(y, false).deviance - larger(y, false).deviance;
        return chiSquareSf(Math.max(0, growth), tested.length) <= 0.05;
      });
    }
    if (!isExact) continue;
    for (const method of ["satterthwaite", "kenward-roger"])
      if (!table.at(row, method).agrees(0.05)) disagreeing.push(`${label}, ${method}`);
  }
  return {
    title: "Tests of fixed effects",
    says: [
      "How often a test at 5 % rejects what is true, in percent. Of a t test, 100 less this is the coverage of the Wald interval.",
      "In the rows marked = theory says that Satterthwaite's and Kenward and Roger's tests are exact.",
    ],
    table: table.text("hypothesis, test"),
    after: [
      "Normal quantiles and the likelihood ratio reject up to two and a half times as often as they say where an effect is one of groups and these are few. Residual degrees of freedom hardly help: rows are not groups. Satterthwaite's and Kenward and Roger's tests hold their level, exactly where data are balanced and nearly (3.9 to 5.8 %) where they are not. Where groups do not vary, all of these tests reject too seldom, and Kenward and Roger's hardly ever: its degrees of freedom stay those of the few groups when their variance is estimated as 0 (pbkrtest's do too).",
    ],
    counts: `${thousands(replicates)} replicates`,
    errors: table.errors(),
    disagreeing,
    studies: CASES.map(({ study }) => study),
  };
}

function thousands(count: number): string {
  return count.toLocaleString("en");
}
