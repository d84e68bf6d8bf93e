// Where the criterion has several minima, the fit is the lowest of those that a grid of starts leads to: structures with a
// correlation parameter, on tables with few levels and little variation.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { fitMoments } from "../../src/index.ts";
import { parameterStarts } from "../../src/parameters/covariance-parameters.ts";
import { search } from "../../src/search/search.ts";
import { crossedTable } from "../crossed-table.ts";

// seeds of tables with more than one minimum
const cases: [formula: string, seed: number][] = [
  ...[107, 128, 150].map((seed): [string, number] => ["y ~ x + cs(0 + f | u) + (1 | i)", seed]),
  ...[153].map((seed): [string, number] => ["y ~ x + ar1(0 + f | u) + (1 | i)", seed]),
];

describe.each(cases)("%s, table %i", (formula, seed) => {
  const table = crossedTable(seed);
  const moments = accumulate(buildDesign(parseMixedFormula(formula), table), table);

  test.each([true, false])("no start of a grid leads lower (reml %s)", (reml) => {
    const fit = fitMoments(moments, { reml });
    const { terms } = fit.engine.products;
    const starts = parameterStarts(terms);
    const last = starts[1] - 1;
    const reached: number[] = [];
    for (const size of [0.1, 0.4])
      for (const angle of [-1.4, -0.7, 0.1, 0.4, 0.8, 1.2, 1.5]) {
        const start = Float64Array.from({ length: starts[terms.length] }, (_, k) => (k === last ? angle : size));
        reached.push(search(fit.engine, reml, start).objective);
      }
    const lowest = Math.min(...reached);
    // there is something to find
    expect(Math.max(...reached) - lowest).toBeGreaterThan(1e-3);
    expect(fit.objective).toBeLessThan(lowest + 1e-7);
  });
});
