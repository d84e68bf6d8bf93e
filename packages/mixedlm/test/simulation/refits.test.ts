// A replicate's search starts at the truth, which may be a boundary, and ends at the same optimum as searches from elsewhere.
import { describe, expect, test } from "vitest";
import { countedFrom } from "../../src/coordinates/fixed-basis.ts";
import { replicateDraws } from "../../src/engine/replicate-draws.ts";
import { lmm } from "../../src/index.ts";
import { lambdaOf } from "../../src/parameters/covariance-parameters.ts";
import { hasNarrowBlocks } from "../../src/search/engine-for.ts";
import { defaultStart } from "../../src/search/other-starts.ts";
import { search } from "../../src/search/search.ts";
import { searchedAgain } from "../../src/search/searched-again.ts";
import { pointOfFit } from "../../src/simulation/model-point.ts";
import { uniform } from "../models.ts";
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
        const found = searchedAgain(drawn.engine, { reml, start: parameters, held })!.found;
        expect(found.converged).toBe(true);
        for (const sd of [0.1, 1, 5]) {
          const other = searchedAgain(drawn.engine, { reml, start: defaultStart(terms, sd), held })!.found;
          // the rounding error of values of the criterion
          expect(found.objective, `replicate ${k}`).toBeLessThan(other.objective + 1e-7);
        }
      }
    });
});

describe("a replicate of a widely crossed model, searched by average information, is at the optimum of exact Newton steps", () => {
  const random = uniform(3);
  const codes = Array.from({ length: 900 }, () => [Math.floor(40 * random()), Math.floor(30 * random())] as const);
  const effects = Array.from({ length: 40 }, () => 2 * random() - 1);
  const x = codes.map(() => random());
  const table = { a: codes.map(([a]) => `a${a}`), b: codes.map(([, b]) => `b${b}`), x };
  const y = codes.map(([a], i) => x[i]! + effects[a]! * (1 + x[i]!) + 2 * random());
  // the second factor has no variance: its truth is at the boundary
  test.each(["y ~ x + (x | a) + (1 | b)", "y ~ x + (1 | a) + (1 | b)"])("%s", (formula) => {
    const { engine, reml, parameters, beta, sigma, held } = pointOfFit(lmm(formula, { ...table, y }));
    expect(hasNarrowBlocks(engine.products)).toBe(false);
    const { terms, fixed } = engine.products;
    const drawn = engine.drawnResponses(lambdaOf(terms, parameters), countedFrom(fixed, beta, sigma));
    expect(drawn.engine.exactHessian).toBe(true);
    for (let k = 0; k < 12; k++) {
      drawn.draw(replicateDraws(7, k));
      const { found, engine: own } = searchedAgain(drawn.engine, { reml, start: parameters, held })!;
      // what follows from a replicate, such as degrees of freedom, has exact derivatives
      expect(own.exactHessian).toBe(true);
      expect(found.converged).toBe(true);
      const newton = search(drawn.engine, reml, parameters, undefined, held);
      expect(found.objective).toBeLessThan(newton.objective + 1e-7);
    }
  });
});
