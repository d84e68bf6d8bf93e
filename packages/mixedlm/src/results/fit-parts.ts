// What the package's functions of a fit need, and users do not: everything in internal coordinates, and the rows. Kept
// beside the fit and not in it, so that a `Fit` shows what users read, and so that its own methods may be made of such
// functions.
import type { Table } from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { notAFit } from "../errors.ts";
import type { ReferenceValues } from "../marginal/reference-values.ts";
import type { Optimum } from "../search/optimum.ts";
import type { Fit } from "./fit.ts";

/** The parts of a fit. */
export interface FitParts {
  readonly moments: DesignMoments;
  readonly optimum: Optimum;
  /** The rows, or null when only their moments are known. */
  readonly table: Table | null;
  /** What a reference grid is made of, of a fit that was read from a file; null where the rows tell. */
  readonly reference: ReferenceValues | null;
}

const parts = new WeakMap<object, FitParts>();

/** Keeps the parts of a fit that is being made. */
export function keepParts(fit: Fit, own: FitParts): void {
  parts.set(fit, Object.freeze(own));
}

/**
 * The parts of a fit.
 *
 * @throws {@link FitError} `not-a-fit` for anything else.
 */
export function partsOf(fit: Fit): FitParts {
  const own = typeof fit === "object" && fit !== null ? parts.get(fit) : undefined;
  if (own === undefined) throw notAFit(fit);
  return own;
}

/**
 * Makes a function of a fit that works its value out once and keeps it as long as the fit lives.
 *
 * A fit never changes, neither its fields nor its parts: that is why the first value stays the right one.
 */
/* @__NO_SIDE_EFFECTS__ */
export function oncePerFit<T>(make: (fit: Fit) => T): (fit: Fit) => T {
  const made = new WeakMap<Fit, { readonly value: T }>();
  return (fit) => {
    const known = made.get(fit);
    if (known !== undefined) return known.value;
    const value = make(fit);
    made.set(fit, { value });
    return value;
  };
}
