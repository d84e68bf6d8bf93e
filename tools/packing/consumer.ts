// A program of someone who installed the packages: the main calls of both front doors, written as one would write them.
// It is compiled against the tarballs by an old and by the present TypeScript, strictly and with every declaration
// checked, and run in plain Node by `consumer.mjs`. It has no types of Node, so the text of its file is given.

import * as smf from "@mixedlm/smf";
import {
  anova,
  augment,
  bootstrap,
  confidenceIntervals,
  contrast,
  type Fit,
  fromJSON,
  intraclassCorrelation,
  lmm,
  marginalMeans,
  predict,
  residuals,
  simulate,
  summary,
  tidy,
  toJSON,
} from "mixedlm";

interface Pig {
  readonly Pig: string;
  readonly Time: number;
  readonly Weight: number;
}

/** What statsmodels prints for the model, and nothing else. */
export function printedSummary(csv: string): string {
  const pigs = smf.readCsv(csv);
  const result = smf.mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: "1" }).fit({ reml: true });
  const slope: number = result.fe_params.get("Time");
  if (!(slope > 6.9 && slope < 7)) throw new Error(`unexpected slope ${slope}`);
  return String(result.summary());
}

/** The REML criterion of the same model by the native door, after a walk through what follows from a fit. */
export function criterion(csv: string): number {
  const pigs = smf.readCsv(csv).objects() as Pig[];
  const fit: Fit = lmm("Weight ~ Time + (1 | Pig)", pigs, { reml: true });
  const smaller = lmm("Weight ~ 1 + (1 | Pig)", pigs, { reml: false });
  const printed = [
    summary(fit, { ddf: "satterthwaite" }),
    anova(smaller, fit.reml ? lmm("Weight ~ Time + (1 | Pig)", pigs, { reml: false }) : fit),
    contrast(fit, "Time = 0"),
    confidenceIntervals(fit, { method: "wald" }),
    marginalMeans(fit, "Time", { at: { Time: [1, 12] } }),
    intraclassCorrelation(fit),
    bootstrap(fit, { replicates: 3, seed: 1 }),
  ].map(String);
  expect(
    printed.every((text) => text.includes("\n")),
    "every result prints a table",
  );
  expect(augment(fit).length === fit.n && residuals(fit).length === fit.n, "every row has its values");
  expect(tidy(fit).length === 4 && simulate(fit, { seed: 1 })[0]?.length === fit.n, "estimates and responses");
  const again = fromJSON(JSON.parse(JSON.stringify(toJSON(fit))));
  const rows = [{ Time: 1, Pig: "nobody" }];
  const { predicted } = predict(again, rows, { newLevels: "population" });
  expect(Math.abs(predicted[0] - (fit.beta[0] + fit.beta[1])) < 1e-9, "a new pig is predicted by the mean of pigs");
  return again.objective;
}

/** What a caller can tell a wrong name by. */
export function mistake(): string {
  try {
    smf.mixedlm("Weight ~ Time", { Weight: [1, 2, 3], Day: [1, 2, 3], Pig: [1, 1, 2] } as object, "Pig");
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
  return "none";
}

function expect(isTrue: boolean, claim: string): void {
  if (!isTrue) throw new Error(`not so: ${claim}`);
}
