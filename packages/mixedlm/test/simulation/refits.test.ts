// A replicate's search starts at the truth, which may be a boundary, and ends at the same optimum as searches from elsewhere.
import { describe, expect, test } from "vitest";
import { lambdaOf } from "../../src/covariance-parameters.ts";
import { countedFrom } from "../../src/fixed-basis.ts";
import { refit } from "../../src/optimum.ts";
import { replicateDraws } from "../../src/response-draws.ts";
import { pointOfFit } from "../../src/simulation/model-point.ts";
import { defaultStart } from "../../src/start.ts";
import { nativeFit } from "../native-fits.ts";

const MODELS = ["dyestuff2", "cake-slope", "pastes", "sleepstudy", "penicillin", "machines-us", "orthodont", "ratpups"];

describe("a replicate is at its optimum", () => {
  for (const name of MODELS)
    test(name, () => {
      const { engine, reml, parameters, beta, sigma, held } = pointOfFit(nativeFit(name));
      const { terms, fixed } = engine.products;
      const drawn = engine.drawnResponses(lambdaOf(terms, parameters), countedFrom(fixed, beta, sigma));
      for (let k = 0; k < 25; k++) {
        drawn.draw(replicateDraws(7, k));
        const found = refit(drawn.engine, { reml, start: parameters, held })!.found;
        expect(found.converged).toBe(true);
        for (const sd of [0.1, 1, 5]) {
          const other = refit(drawn.engine, { reml, start: defaultStart(terms, sd), held })!.found;
          // the rounding error of values of the criterion
          expect(found.objective, `replicate ${k}`).toBeLessThan(other.objective + 1e-7);
        }
      }
    });
});
