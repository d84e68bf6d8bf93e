// What one stage hands to the next, as it comes from code without types: a design, moments or an engine, told by their
// parts from anything else. In: the argument of an exported stage. Out: nothing, or an error that names the stage
// before.
import type { Design } from "@mixedlm/design";
import { holds } from "@mixedlm/formula";
import type { DesignMoments, MomentLayout } from "@mixedlm/moments";
import type { Engine } from "../engine/engine.ts";
import { notOfStage } from "../errors.ts";
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

function has(value: unknown, ...parts: readonly string[]): boolean {
  return holds((own) => isObject(own) && parts.every((part) => part in own), value);
}
