// How often do 95 % prediction intervals hold a new response, of a group that the fit knows or of a new group? All rows are
// drawn together, and one of them is kept from the fit.
import { type PredictOptions, predict } from "mixedlm";
import type { Question } from "./page.ts";
import { RateTable } from "./rates.ts";
import * as studies from "./studies.ts";
import { drawer, fitter, type Study } from "./study.ts";

type Columns = Readonly<Record<string, readonly (string | number)[]>>;

/** A study, and the row that is added to it and predicted. */
interface Case {
  readonly study: Study;
  readonly added: Readonly<Record<string, string | number>>;
  readonly label: string;
  readonly group: "known" | "new";
}

const CASES: readonly Case[] = [
  { study: studies.ONE_WAY_EVEN, added: { g: "g0" }, label: "one way, 6 groups", group: "known" },
  { study: studies.slopes(18), added: { subject: "s0", days: 5 }, label: "slopes, 18 subjects", group: "known" },
  { study: studies.slopes(8), added: { subject: "s0", days: 5 }, label: "slopes, 8 subjects", group: "known" },
  { study: studies.CROSSED, added: { plate: "p0", sample: "s1", treated: 1 }, label: "crossed", group: "known" },
  { study: studies.ONE_WAY_EVEN, added: { g: "new" }, label: "one way, 6 groups", group: "new" },
  { study: studies.slopes(18), added: { subject: "new", days: 5 }, label: "slopes, 18 subjects", group: "new" },
  { study: studies.slopes(8), added: { subject: "new", days: 5 }, label: "slopes, 8 subjects", group: "new" },
  { study: studies.CROSSED, added: { plate: "new", sample: "new", treated: 1 }, label: "crossed", group: "new" },
];

const METHODS: Readonly<Record<string, PredictOptions>> = {
  "conditional, normal": { level: "conditional" },
  "conditional, residual": { level: "conditional", ddf: "residual" },
  "conditional, new level": { level: "conditional", newLevels: "population" },
  "population, normal": { level: "population", ddf: "normal" },
  "population, satterthwaite": { level: "population" },
};
const FOR = {
  known: ["conditional, normal", "conditional, residual"],
  new: ["conditional, new level", "population, normal", "population, satterthwaite"],
} as const;

/** Coverage of new responses. */
export function coverageOfPredictions(replicates: number): Question {
  const table = new RateTable(0.95, Object.keys(METHODS));
  for (const { study, added, label, group } of CASES) {
    const data = study.truth.data as Columns;
    const whole = Object.fromEntries(Object.entries(data).map(([name, own]) => [name, [...own, added[name]!]]));
    const row = Object.fromEntries(Object.entries(added).map(([name, value]) => [name, [value]]));
    const draw = drawer({
      ...study,
      name: `${study.name}, ${group}`,
      truth: { ...study.truth, data: whole },
    });
    const fitted = fitter(study.truth.formula, data);
    for (let k = 0; k < replicates; k++) {
      const y = draw(k);
      const response = y[y.length - 1]!;
      const fit = fitted(y.slice(0, -1));
      for (const method of FOR[group])
        table.at(`${label}: ${group} group`, method).count(() => {
          const { lower, upper } = predict(fit, row, { ...METHODS[method], interval: "prediction" });
          const [low, high] = [lower![0]!, upper![0]!];
          return Number.isNaN(low) || Number.isNaN(high) ? null : low <= response && response <= high;
        });
    }
  }
  return {
    title: "Prediction intervals",
    says: [
      'How often a 95 % interval holds a new response, in percent: of a group that the fit knows, by its random effects; or of a new group, by `newLevels: "population"` (normal quantiles) or `level: "population"`.',
    ],
    table: table.text("study, group"),
    after: [
      'For groups that the fit knows, intervals are close to what they say; with 6 groups of 5 rows normal quantiles are a little short, and `ddf: "residual"` is closer. A response of a new group from 6 or 8 others needs quantiles of t: Satterthwaite\'s degrees of freedom of the whole variance, the default at level `population`, come close; normal quantiles do not.',
    ],
    counts: `${replicates.toLocaleString("en")} replicates`,
    errors: table.errors(),
    disagreeing: [],
    studies: CASES.map(({ study }) => study),
  };
}
