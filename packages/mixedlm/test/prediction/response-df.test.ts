// Degrees of freedom of the variance of a new response: the delta method with derivatives by differences of that variance, at
// points around the optimum, by both engines. The closed form of a balanced layout is in `predict.test.ts`.
import { expect, test } from "vitest";
import { predict } from "../../src/index.ts";
import { covarianceInformation } from "../../src/inference/covariance-information.ts";
import { lambdaOf } from "../../src/parameters/covariance-parameters.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { internalRows } from "../../src/rows/internal-rows.ts";
import { fitRows } from "../../src/rows/model-rows.ts";
import { recordedFit } from "../predict-record.ts";

/** Central differences of step 1e-4 have an error of its square, relative to third derivatives near 1 to 10. */
const DIFFERENCE = 1e-6;

test.each(["sleepstudy", "penicillin", "oats", "cake-slope", "ome-weighted", "scotssec"])(
  "%s: they follow from the derivatives of the variance, and how well the covariance parameters are known",
  (name) => {
    const fit = recordedFit(name);
    const { optimum } = partsOf(fit);
    const { engine, parameters } = optimum;
    const { p } = engine.products;
    const rows = fitRows(fit);
    const inside = internalRows(fit, rows);
    const { covariance } = covarianceInformation(fit);
    const { df } = predict(fit, null, { level: "population", interval: "prediction" });
    for (const i of [0, 1, 7, fit.n - 1]) {
      // x'(X'V^-1X)^-1x + z'Psi z + 1 / w at any parameters, from the factor R of X'V^-1X
      const variance = (par: Float64Array): number => {
        const { R, lambda } = engine.factorise(lambdaOf(engine.products.terms, par))!;
        const d = inside.X.slice(i * p, (i + 1) * p);
        let sum = 1 / (rows.weights?.[i] ?? 1);
        for (let j = 0; j < p; j++) {
          for (let k = 0; k < j; k++) d[j]! -= R[k * (p + 1) + j]! * d[k]!;
          d[j]! /= R[j * (p + 1) + j]!;
          sum += d[j]! ** 2;
        }
        for (let t = inside.start[i]!; t < inside.start[i + 1]!; t++)
          for (const [term, { size, placements }] of engine.products.terms.entries())
            for (const { factor, column } of placements)
              for (let j = 0; factor === inside.factor[t] && j < size; j++) {
                let own = 0;
                for (let k = 0; k < size; k++)
                  own += lambda[term]![j * size + k]! * inside.z[inside.zAt[t]! + column + k]!;
                sum += own * own;
              }
        return sum;
      };
      const total = variance(parameters);
      const slopes = [...parameters].map((value, k) => {
        const step = 1e-4 * Math.max(Math.abs(value), 0.1);
        const moved = (by: number): Float64Array => parameters.map((own, m) => (m === k ? own + by : own));
        return (variance(moved(step)) - variance(moved(-step))) / (2 * step * total);
      });
      slopes.push(2);
      let own = 0;
      slopes.forEach((a, k) => {
        slopes.forEach((b, m) => {
          own += a * b * covariance.data[m * slopes.length + k]!;
        });
      });
      expect(Math.abs(df![i]! / (2 / own) - 1)).toBeLessThan(DIFFERENCE);
    }
  },
);
