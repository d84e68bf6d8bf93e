// A study and the truth -> the model that responses are drawn from. The rows' own response means nothing here, but
// moments and their coordinates need one that varies: it is drawn too.
import { accumulateRows, type DesignMoments, designLayout } from "@mixedlm/moments";
import { startParameters } from "../coordinates/start-parameters.ts";
import { replicateDraws } from "../engine/replicate-draws.ts";
import { engineOf } from "../search/prepared-engine.ts";
import { heldPositions } from "../search/searched-again.ts";
import type { ModelPoint } from "./model-point.ts";
import type { TrueStudy } from "./power-model.ts";

/** The moments of a study's rows, with a response that stands for none, in the unit of those that will be drawn. */
export function studyMoments({ given: { design, rows }, sigma }: TrueStudy): DesignMoments {
  const { normal } = replicateDraws("a response", 0);
  const y = Float64Array.from({ length: rows.n }, () => sigma * normal());
  return { ...accumulateRows(designLayout(design), { ...rows, y, offset: null }), design, fixed: null };
}

/**
 * The model at its true parameters.
 *
 * @throws {@link FitError} where the model cannot be fitted to such a study, as {@link engineOf}; `unidentified`.
 */
export function studyPoint({ reml, beta, theta, sigma }: TrueStudy, moments: DesignMoments): ModelPoint {
  const engine = engineOf(moments);
  const held = heldPositions(engine, moments.design, reml);
  return { engine, reml, parameters: startParameters(moments.design, engine.products, theta), beta, sigma, held };
}
