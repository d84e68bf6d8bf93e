// How often does at least one of all pairwise comparisons of equal means come out at 5 %?
import { type Adjustment, type MarginalEstimates, marginalMeans, meanContrasts } from "mixedlm";
import type { Question } from "./page.ts";
import { RateTable } from "./rates.ts";
import * as studies from "./studies.ts";
import { drawer, fitter } from "./study.ts";

const CASES = [
  { study: studies.TWO_WAY, label: "balanced blocks =", isExact: true },
  { study: studies.UNEVEN_TWO_WAY, label: "uneven blocks", isExact: false },
];
const ADJUSTMENTS: readonly Adjustment[] = ["none", "bonferroni", "sidak", "holm", "tukey", "mvt"];

/** Family-wise size. @param replicates - of all; and of those by simulation or integration. */
export function simultaneousContrasts(replicates: number, slow: number): Question {
  const table = new RateTable(0.05, ADJUSTMENTS);
  for (const { study, label } of CASES) {
    const draw = drawer(study);
    const fitted = fitter(study.truth.formula, study.truth.data);
    for (let k = 0; k < replicates; k++) {
      const means = marginalMeans(fitted(draw(k)), "treat");
      for (const adjust of ADJUSTMENTS)
        if (k < slow || adjust !== "mvt")
          table.at(label, adjust).count(() => smallest(meanContrasts(means, "pairwise", { adjust })) <= 0.05);
    }
  }
  const disagreeing = CASES.filter(({ label, isExact }) => isExact && !table.at(label, "tukey").agrees(0.05)).map(
    ({ label }) => `${label}, tukey`,
  );
  return {
    title: "Simultaneous comparisons",
    says: [
      "How often at least one of the 6 comparisons of 4 equal means comes out at 5 %, in percent, by adjustment; degrees of freedom are Satterthwaite's. In the row marked = theory says that `tukey` and `mvt` are exact.",
    ],
    table: table.text("study"),
    after: [
      "Without an adjustment a fifth of such studies finds a difference. Every adjustment holds the level, as far as so many replicates can tell.",
    ],
    counts: `${replicates.toLocaleString("en")} replicates, ${slow.toLocaleString("en")} for mvt`,
    errors: table.errors(),
    disagreeing,
    studies: CASES.map(({ study }) => study),
  };
}

function smallest({ rows }: MarginalEstimates): number {
  return Math.min(...rows.map(({ pValue }) => pValue ?? Number.NaN));
}
