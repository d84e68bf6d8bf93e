// What a person waits for in a fresh page: the bundle's evaluation, then a table read, a model fitted and printed, once.
// Posts the times; every page has only one first time.
import "./evaluation-start.ts";
import * as smf from "@mixedlm/smf";
import { lmm, readCsv } from "mixedlm";

/** Milliseconds; `fit` includes what is compiled at the first call. */
export interface FirstFit {
  readonly evaluation: number;
  readonly read: number;
  readonly fit: number;
  readonly print: number;
  /** From the evaluated module, the text of the table at hand, to the fit. */
  readonly loadToFit: number;
  /** The second front door, when the first has been used. */
  readonly statsmodels: number;
}

const evaluated = performance.now();
const text = await (await fetch("dietox.csv")).text();
const start = performance.now();
const pigs = readCsv(text);
const read = performance.now();
const fit = lmm("Weight ~ Time + (1 | Pig)", pigs);
const fitted = performance.now();
const printed = String(fit);
const end = performance.now();
const summary = String(smf.mixedlm("Weight ~ Time", pigs, "Pig").fit().summary());
const times: FirstFit & { readonly characters: number } = {
  evaluation: evaluated - (performance.getEntriesByName("evaluation-start")[0]?.startTime ?? Number.NaN),
  read: read - start,
  fit: fitted - read,
  print: end - fitted,
  loadToFit: fitted - start,
  statsmodels: performance.now() - end,
  characters: printed.length + summary.length,
};
await fetch("first-fit", { method: "POST", body: JSON.stringify(times) });
