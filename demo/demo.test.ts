// The demo prints what statsmodels and lme4 give, and the README opens with its calls and their real output.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { examples, nativeExample } from "./examples.ts";

const file = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const [points, pigs, , pastes] = examples.map(({ dataset, run }) =>
  String(run(file(`fixtures/${dataset}/data.csv`)).summary()),
);

const statsmodels = (path: string): string => file(`fixtures/${path}.txt`).slice(0, -1);

test("the demo prints statsmodels' tables", () => {
  expect(points).toBe(statsmodels("points/expected/statsmodels-0.13.5/intercept-reml"));
  expect(pigs).toBe(statsmodels("dietox/expected/statsmodels-0.13.5/intercept-reml"));
  expect(pastes).toBe(statsmodels("pastes/expected/statsmodels-0.13.5/cask-reml"));
});

test("the demo's fit in lme4's words is lme4's", () => {
  const recorded = JSON.parse(file("fixtures/penicillin/expected/lme4-1.1-31/crossed-reml.json"));
  const fit = nativeExample.run(file("fixtures/penicillin/data.csv"));
  expect(fit.remlCriterion).toBeCloseTo(recorded.criterion, 8);
  expect(fit.sigma).toBeCloseTo(recorded.sigma, 7);
});

test("where statsmodels' default stops short, the demo has the optimum, and says so", () => {
  const recorded = JSON.parse(file("fixtures/dietox/expected/statsmodels-0.13.5/slope-reml.json"));
  const result = examples[2]!.run(file("fixtures/dietox/data.csv"));
  expect(result.llf).toBeCloseTo(recorded.optimum.llf, 7);
  expect(result.scale / recorded.optimum.scale).toBeCloseTo(1, 7);
  recorded.optimum.cov_re.flat().forEach((value: number, at: number) => {
    expect(result.cov_re.values.flat()[at]! / value).toBeCloseTo(1, 6);
  });
  expect(result.warnings.map(({ message }) => message)).toEqual([
    "statsmodels' search (bfgs, lbfgs, cg) did not converge: it stopped at log-likelihood -2220.3890, 3.3415 short of the optimum; these results are those of the optimum, log-likelihood -2217.0475",
  ]);
});

test("the README opens with calls of the demo and their real output", () => {
  const readme = file("README.md");
  expect(readme).toContain(nativeExample.call);
  expect(readme).toContain(`\n${nativeExample.run(file("fixtures/penicillin/data.csv"))}\n`);
  expect(readme).toContain('smf.mixedlm("Weight ~ Time", pigs, "Pig").fit()');
  expect(readme).toContain(pigs);
});
