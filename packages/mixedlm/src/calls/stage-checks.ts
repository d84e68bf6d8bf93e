// What one stage hands to the next, as it comes from code without types: a design, moments or an engine, told by their
// parts from anything else. In: the argument of an exported stage. Out: nothing, or an error that names the stage
// before.
import type { Design } from "@mixedlm/design";
import { holds, isArrayLike } from "@mixedlm/formula";
import type { DesignMoments, MomentLayout } from "@mixedlm/moments";
import type { Engine, LevelOf } from "../engine/engine.ts";
import { type FitError, notOfStage } from "../errors.ts";
import { isObject } from "./option-checks.ts";

/** @throws {@link FitError} `not-of-stage` for anything but a design. */
export function checkDesign(call: string, design: Design): void {
  if (!has(design, "fixed", "response", "groups", "randomEffects", "components", "rows"))
    throw notOfStage(call, design, "a design", "what `buildDesign` returned");
}

/** @throws {@link FitError} `not-of-stage` for anything without the random terms of a design. */
export function checkTerms(call: string, design: Pick<Design, "randomEffects" | "components">): void {
  if (!has(design, "randomEffects", "components"))
    throw notOfStage(call, design, "a design", "what `buildDesign` returned");
}

/** @throws {@link FitError} `not-of-stage` for anything but a layout of moments. */
export function checkLayout(call: string, layout: MomentLayout): void {
  if (!has(layout, "parts", "factors", "p")) throw notOfStage(call, layout, "a layout", "the `layout` of moments");
}

/** @throws {@link FitError} `not-of-stage` for anything but moments of a design. */
export function checkMoments(call: string, moments: DesignMoments): void {
  if (!has(moments, "layout", "factors", "cross", "design"))
    throw notOfStage(call, moments, "moments", "what `accurateMoments` returned");
}

/** @throws {@link FitError} `not-of-stage` for anything but an engine. */
export function checkEngine(call: string, engine: Engine): void {
  if (!has(engine, "products", "factorise")) throw notOfStage(call, engine, "an engine", "what `engineOf` returned");
}

/** @throws {@link FitError} `not-of-stage` for anything but the number of one of an engine's grouping factors. */
export function checkFactor(call: string, { products }: Engine, factor: unknown): void {
  const { length } = products.factors;
  if (!isNumberBelow(factor, length))
    throw notOfStage(call, factor, "the number of a grouping factor", `a whole number from 0 to ${length - 1}`);
}

/** @throws {@link FitError} `not-of-stage` for anything but lists of levels that an engine has. */
export function checkLevels(call: string, engine: Engine, sets: readonly (readonly LevelOf[])[]): void {
  const refused = (found: unknown): FitError =>
    notOfStage(call, found, "lists of levels", "such as [[{ factor: 0, level: 0 }]]");
  if (!isArrayLike(sets)) throw refused(sets);
  for (const levels of Array.from(sets)) {
    if (!isArrayLike(levels)) throw refused(levels);
    for (const own of Array.from<unknown>(levels)) {
      if (!has(own, "factor", "level")) throw refused(own);
      const { factor, level } = own as LevelOf;
      checkFactor(call, engine, factor);
      const count = engine.products.factors[factor].levels;
      if (!isNumberBelow(level, count))
        throw notOfStage(
          call,
          level,
          `the number of a level of factor ${factor}`,
          `a whole number from 0 to ${count - 1}`,
        );
    }
  }
}

function isNumberBelow(value: unknown, count: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < count;
}

function has(value: unknown, ...parts: readonly string[]): boolean {
  return holds((own) => isObject(own) && parts.every((part) => part in own), value);
}
