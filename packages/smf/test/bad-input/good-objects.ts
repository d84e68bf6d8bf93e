// What wrong calls are made on: a fit of each kind, what is made of one, and the stages between; as code without types sees it.
import { buildDesign, buildMatrices, lintFormula } from "@mixedlm/design";
import { parseMixedFormula, translate } from "@mixedlm/formula";
import * as mixedlm from "mixedlm";
import * as smf from "../../src/index.ts";
import { table } from "./inputs.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
type Untyped = any;

/** The functions of `mixedlm`, of statsmodels' names, and of the stages. */
export const n: Untyped = mixedlm;
export const s: Untyped = smf;
export const stages: Untyped = { buildDesign, buildMatrices, lintFormula, translate };

/** A formula, and its terms. */
export const text = "y ~ x + (1 | g)";
export const terms: Untyped = parseMixedFormula(text);
/** Fits by REML and ML, with a slope, and one in statsmodels' words with its model. */
export const fit: Untyped = n.lmm(text, table);
export const ml: Untyped = n.lmm(text, table, { reml: false });
export const slopes: Untyped = n.lmm("y ~ x + (x | g)", table);
export const model: Untyped = s.mixedlm("y ~ x", table, "g");
export const result: Untyped = model.fit();
/** What is made of them. */
export const moments: Untyped = n.accurateMoments(fit.design, table, "drop");
export const inference: Untyped = n.fixedInference(fit);
export const robust: Untyped = n.robustInference(fit);
export const means: Untyped = n.marginalMeans(fit, "x", { at: { x: [1, 2] } });
export const draws: Untyped = n.bootstrap(fit, { replicates: 2 });
export const distribution: Untyped = model.get_distribution(result.params, result.scale);
