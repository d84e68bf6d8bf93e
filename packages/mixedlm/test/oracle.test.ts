// The oracle that judges the engine is itself held against other engines: MixedModels.jl, lme4 and statsmodels.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { denseFit, type Rows } from "./oracle.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, FIXTURES), "utf8");
}

function readRows(dataset: string): string[][] {
  const lines = read(`${dataset}/data.csv`).trim().split("\n").slice(1);
  return lines.map((line) => line.split(","));
}

/** Z of one grouping factor: each row's effects `x` in the columns of its label. */
function grouped(labels: string[], x: Rows): number[][] {
  const levels = [...new Set(labels)];
  return labels.map((label, i) => levels.flatMap((level) => x[i]!.map((value) => (level === label ? value : 0))));
}

function blockDiagonal(block: Rows, copies: number): number[][] {
  const s = block.length;
  const place = Array.from({ length: s * copies }, (_, i) => i);
  return place.map((i) => place.map((j) => (Math.floor(i / s) === Math.floor(j / s) ? block[i % s]![j % s]! : 0)));
}

const dyestuff = readRows("dyestuff");
const yields = dyestuff.map((row) => Number(row[1]));
const ones = dyestuff.map(() => [1]);
const batches = grouped(
  dyestuff.map((row) => row[0]!),
  ones,
);

function dyestuffAt(theta: number, reml: boolean) {
  return denseFit({ y: yields, X: ones, Z: batches }, blockDiagonal([[theta ** 2]], 6), reml);
}

describe("denseFit", () => {
  it("gives the ML objective of MixedModels.jl's tests at theta 0.713 for Dyestuff", () => {
    expect(dyestuffAt(0.713, false).objective).toBeCloseTo(327.34216280954615, 9);
  });

  it("gives lme4's REML criterion at theta 1 and at theta 0 for Dyestuff", () => {
    expect(dyestuffAt(1, true).objective).toBeCloseTo(319.792389042002, 9);
    expect(dyestuffAt(0, true).objective).toBeCloseTo(326.023232155879, 9);
  });

  const sleep = readRows("sleepstudy");
  const reaction = sleep.map((row) => Number(row[0]));
  const days = sleep.map((row) => [1, Number(row[1])]);
  const subjects = grouped(
    sleep.map((row) => row[2]!),
    days,
  );

  it.each(["slope-reml", "slope-ml"])("gives statsmodels' log-likelihood and estimates of sleepstudy %s", (name) => {
    const recorded = JSON.parse(read(`sleepstudy/expected/statsmodels-0.13.5/${name}.json`));
    for (const point of recorded.evaluations) {
      const at = denseFit({ y: reaction, X: days, Z: subjects }, blockDiagonal(point.cov_re, 18), point.reml);
      expect(-at.objective / 2).toBeCloseTo(point.loglike, 8);
      expect(at.sigma2).toBeCloseTo(point.scale, 8);
      expect(at.beta[0]).toBeCloseTo(point.fe_params[0], 9);
      expect(at.beta[1]).toBeCloseTo(point.fe_params[1], 9);
    }
    const { cov_re_unscaled, random_effects } = recorded;
    const fitted = denseFit(
      { y: reaction, X: days, Z: subjects },
      blockDiagonal(cov_re_unscaled.values, 18),
      name === "slope-reml",
    );
    const effects = random_effects.flatMap((one: { values: number[] }) => one.values);
    fitted.b.forEach((b, at) => {
      expect(b).toBeCloseTo(effects[at], 7);
    });
  });

  it("gives lme4's criterion at the singular optimum of Dyestuff2", () => {
    const recorded = JSON.parse(read("dyestuff2/expected/lme4-1.1-31/intercept-ml.json"));
    const y = readRows("dyestuff2").map((row) => Number(row[1]));
    const at = denseFit({ y, X: ones, Z: batches }, blockDiagonal([[recorded.theta[0] ** 2]], 6), false);
    expect(recorded.theta).toEqual([0]);
    expect(at.objective).toBeCloseTo(recorded.criterion, 9);
  });
});
