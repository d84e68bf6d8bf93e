// The record `minimizer` of basinhopping, as `scipy.optimize.minimize` takes it -> its checked entries. SciPy refuses
// names that it does not know, and only warns of unknown `options`; here both are errors, as neither does anything.
import { recordEntries } from "@mixedlm/formula";
import { checkOptions, type OptionKind } from "../model/options.ts";

/** The local optimiser of basinhopping. */
export interface MinimizerRecord {
  /** SciPy's name of the method, such as "L-BFGS-B". Default "BFGS". */
  readonly method?: string | null;
  /** Sets the tolerances of the method. */
  readonly tol?: number | null;
  /** Options of the method, by SciPy's names. */
  readonly options?: Readonly<Record<string, unknown>> | null;
}

const RECORD_KINDS: Readonly<Record<keyof MinimizerRecord, OptionKind>> = {
  method: "text-or-null",
  tol: "threshold",
  options: "anything",
};

/** Every option that some method heeds. */
const OPTION_KINDS: Readonly<Record<string, OptionKind>> = {
  tol: "positive",
  gtol: "positive",
  ftol: "positive",
  xtol: "positive",
  xatol: "positive",
  fatol: "positive",
  pgtol: "positive",
  factr: "positive",
  norm: "order",
  maxiter: "count",
  maxfun: "count",
  maxfev: "count",
  maxcor: "count",
  maxls: "count",
  m: "count",
  direc: "rows",
  start_direc: "rows",
};

/** What SciPy's methods take and has no effect here: gradients are exact, and nothing is printed. */
const WITHOUT_EFFECT: Readonly<Record<string, OptionKind>> = {
  disp: "anything",
  eps: "anything",
  iprint: "anything",
  return_all: "anything",
};

/**
 * Checks the record and reads it.
 *
 * @param given - as given to `fit`; undefined and null for none.
 * @throws {@link SmfError} `unknown-option`, `option-type`.
 */
export function minimizerRecord(given: unknown): MinimizerRecord {
  const record = (given ?? {}) as MinimizerRecord;
  checkOptions("minimizer", record, RECORD_KINDS);
  return record;
}

/**
 * Checks the options of one method.
 *
 * @param options - as in the record; entries that are null count as left out.
 * @param heeded - the names that the method heeds.
 * @returns those that are given.
 * @throws {@link SmfError} `unknown-option` naming the nearest one, `option-type`.
 */
export function minimizerOptions(
  options: MinimizerRecord["options"],
  heeded: readonly string[],
): Readonly<Record<string, unknown>> {
  const given = options ?? {};
  const own = heeded.map((name) => [name, OPTION_KINDS[name]!] as const);
  const entries = recordEntries(given)?.filter(([, value]) => value !== null);
  const read = entries === undefined ? given : Object.fromEntries(entries);
  checkOptions("minimizer.options", read, { ...Object.fromEntries(own), ...WITHOUT_EFFECT });
  return read;
}
