// Runs tables of bad input. A case comes in as a kind, a call and what must become of it: an error of the project, with its
// code and its whole text, or a fit that says in its status and warnings what is odd about the data.
import { DesignError } from "@mixedlm/design";
import { FormulaError } from "@mixedlm/formula";
import { ReportError } from "@mixedlm/report";
import { type Fit, FitError } from "mixedlm";
import { expect } from "vitest";
import { SmfError } from "../../src/index.ts";
import { MixedLMResults } from "../../src/results/results.ts";

/** A call that must be refused. Promises are awaited. */
export interface BadInput {
  readonly kind: string;
  readonly call: () => unknown;
  readonly code: string;
  /** The whole text; of a formula's error with the formula and the carets below it. */
  readonly message: string;
}

/** A call that must return a fit, native or statsmodels', and the remarks on it. */
export interface Answered {
  readonly kind: string;
  readonly call: () => unknown;
  /** Of the native fit. */
  readonly status: Fit["status"]["kind"];
  /** Codes of the warnings on what was returned, in their order. */
  readonly warnings: readonly string[];
}

/** Milliseconds that any case may take. */
export const TIME_LIMIT = 2000;
/** Characters that a message may have, however long the input is. */
const LONGEST_MESSAGE = 600;

/** The classes that users meet; those of the stages between are for programmers of stages. */
const OWN_CLASSES = [FormulaError, DesignError, FitError, SmfError, ReportError] as const;

/** Whether an error is one of the project. */
export function isOwnError(error: unknown): boolean {
  return OWN_CLASSES.some((own) => error instanceof own);
}

/** Asserts that a call throws an error of the project with this code and this text. */
export async function expectRefusal({ call, code, message }: BadInput): Promise<void> {
  const error = await thrownBy(call);
  expect(Object.hasOwn(error, "code") && Object.hasOwn(error, "data")).toBe(true);
  expect({ code: error.code, message: error.message }).toEqual({ code, message });
  expect(error.message.length).toBeLessThan(LONGEST_MESSAGE);
}

/** Asserts that a call returns a fit of this status and these warnings, all of whose numbers are numbers. */
export async function expectAnswer({ call, status, warnings }: Answered): Promise<void> {
  const returned = (await call()) as Fit | MixedLMResults;
  const fit = returned instanceof MixedLMResults ? returned.fit : returned;
  const codes = returned.warnings.map(({ code }) => code);
  expect({ status: fit.status.kind, warnings: codes }).toEqual({ status, warnings });
  expect(fit.status.text).not.toBe("");
  const { objective, sigma, aic, bic, beta, stdError, theta } = fit;
  expect(notNumbers({ objective, sigma, aic, bic, beta, stdError, theta })).toEqual([]);
  if (!(returned instanceof MixedLMResults)) return;
  const { llf, scale, params, bse_fe, bse_re } = returned;
  expect(notNumbers({ llf, scale, params: params.values })).toEqual([]);
  // where the Hessian has no inverse there are no standard errors, and of variances none on the boundary: warnings say so
  if (codes.includes("hessian")) return;
  expect(notNumbers({ bse_fe: bse_fe.values })).toEqual([]);
  if (!codes.includes("boundary")) expect(notNumbers({ bse_re: bse_re.values })).toEqual([]);
}

/** The error that a call throws; anything but one of ours fails the test. */
async function thrownBy(call: () => unknown): Promise<InstanceType<(typeof OWN_CLASSES)[number]>> {
  try {
    await call();
  } catch (error) {
    const own = OWN_CLASSES.find((one) => error instanceof one);
    if (own === undefined) throw new Error(`an error of the runtime: ${String(error)}`, { cause: error });
    return error as InstanceType<typeof own>;
  }
  throw new Error("nothing was thrown");
}

/** Names of the numbers, or lists of numbers, that hold a NaN. */
function notNumbers(values: Readonly<Record<string, number | Iterable<unknown>>>): string[] {
  const isSpoilt = (own: number | Iterable<unknown>): boolean =>
    (typeof own === "number" ? [own] : [...own]).some((value) => typeof value !== "number" || Number.isNaN(value));
  return Object.keys(values).filter((name) => isSpoilt(values[name]!));
}
