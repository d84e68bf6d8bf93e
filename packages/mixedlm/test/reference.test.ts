// Values that MixedModels.jl asserts in its own tests (test/pls.jl and test/likelihoodratiotest.jl of its main branch,
// August 2026; maximum likelihood unless said otherwise): a third engine, with an optimiser and an algebra of its own.
// Its optimiser stops some 1e-6 from the optimum; so estimates are compared at its theta, where nothing but arithmetic
// differs, and the optimum by its criterion and theta.
import { describe, expect, test } from "vitest";
import { chiSquareSf, type Estimates, estimatesAt, type Fit, likelihood } from "../src/index.ts";
import { groupCovariance, groupPlaces, rootsOf } from "./fit-parts.ts";
import { dataset, fitModel, fitted } from "./model-cache.ts";
import { MIXED_MODELS_TOLERANCE } from "./tolerances.ts";

type Quantity = readonly [what: string, ours: number, theirs: number];

const dyestuff = fitted("dyestuff", "intercept-ml").fit;
const dyestuffReml = fitted("dyestuff", "intercept-reml").fit;
const dyestuff2 = fitted("dyestuff2", "intercept-ml").fit;
const penicillin = fitted("penicillin", "crossed-ml").fit;
const pastes = fitted("pastes", "cask-ml").fit;
const casks = fitted("pastes", "cask-only-ml").fit;
const sleep = fitted("sleepstudy", "slope-ml").fit;
const uncorrelated = fitted("sleepstudy", "vc-slope-ml").fit;
const slopeAlone = fitted("sleepstudy", "slope-alone-ml").fit;

// theirs has the term with most levels first, ours lambda
const optima: [string, Fit, objective: number, theta: number[]][] = [
  ["Dyestuff", dyestuff, 327.32705988112673, [0.7525806540074477]],
  ["Dyestuff2", dyestuff2, 162.87303665382575, [0]],
  ["Penicillin", penicillin, 332.1883486700085, [1.5375939045981573, 3.219792193110907]],
  ["Pastes", pastes, 247.9944658624955, [1.3299137410046242, 3.5269029347766856]],
  ["sleepstudy", sleep, 1751.9393444636682, [0.9292297167514472, 0.01816466496782548, 0.22264601131030412]],
  ["sleepstudy, uncorrelated", uncorrelated, 1752.003255140962, [0.9458043022417869, 0.22692740996014607]],
  ["sleepstudy, slopes alone", slopeAlone, 1774.080315280526, [0.24353985601485326]],
];

describe.each(optima)("the optimum of %s", (_, { engine, objective, theta, reml }, theirs, theirTheta) => {
  test("the criterion is as low as MixedModels.jl's", () => {
    expect(Math.abs(objective / theirs - 1)).toBeLessThanOrEqual(MIXED_MODELS_TOLERANCE.objective);
    expect(objective).toBeLessThanOrEqual(-2 * likelihood(engine, reml)(rootsOf(engine, theirTheta)).logLik + 1e-10);
  });

  test("theta is MixedModels.jl's", () => {
    expect(theta).toHaveLength(theirTheta.length);
    theirTheta.forEach((value, t) => {
      expect(Math.abs(theta[t]! - value)).toBeLessThanOrEqual(MIXED_MODELS_TOLERANCE.theta);
    });
  });
});

const atTheirs = new Map(optima.map(([name, fit, , theta]) => [name, at(fit, theta)]));
const [dye, dye2, pen, pas, slp, unc] = [...atTheirs.values()] as [At, At, At, At, At, At];

const estimates: Quantity[] = [
  ["Dyestuff: beta", dye.beta[0]!, 1527.5],
  ["Dyestuff: sigma", dye.sigma, 49.51010035223816],
  ["Dyestuff: sd of batches", dye.sd[0]!, 37.260343703061764],
  ["Dyestuff: standard error", dye.se[0]!, 17.694552929494222],
  ["Dyestuff: penalised residual sum of squares", dyestuff.n * dye.sigma2, 73537.50110666],
  ["Dyestuff: criterion at theta = 0.713", at(dyestuff, [0.713]).objective, 327.34216280954615],
  ["Dyestuff2: beta", dye2.beta[0]!, 5.6656],
  ["Dyestuff2: sigma", dye2.sigma, 3.6532313513746537],
  ["Dyestuff2: standard error", dye2.se[0]!, 0.6669857396443264],
  ["Penicillin: beta", pen.beta[0]!, 22.97222222222],
  ["Penicillin: standard error", pen.se[0]!, 0.7446037806555799],
  ["Penicillin: sigma", pen.sigma, 0.549931906953287],
  ["Penicillin: sd of plates", pen.sd[0]!, 0.845571948],
  ["Penicillin: sd of samples", pen.sd[1]!, 1.770666461],
  ["Penicillin: u of the first plate", pen.b[0]! / 1.5375939045981573, 0.5231574704291094],
  ["Penicillin: b of the last sample", pen.b.at(-1)!, -3.0018241391465703],
  ["Penicillin: condVar of the first plate", pen.condVar(0, 0), 0.07331356908917808],
  ["Penicillin: condVar of the last sample", pen.condVar(29, 29), 0.04051591717427688],
  ["Pastes: beta", pas.beta[0]!, 60.0533333333],
  ["Pastes: standard error", pas.se[0]!, 0.6421355774401101],
  ["Pastes: sigma", pas.sigma, 0.8234073887751603],
  ["Pastes: sd of batches", pas.sd[0]!, 1.0950608007768226],
  ["Pastes: sd of casks", pas.sd[1]!, 2.90407793598792],
  ["Pastes: condVar of the first cask", pas.condVar(1, 1), 1.1118647819999143],
  ["Pastes: condVar of the first batch", pas.condVar(0, 0), 0.850420001234007],
  ["sleepstudy: beta of the intercept", slp.beta[0]!, 251.40510484848454],
  ["sleepstudy: beta of days", slp.beta[1]!, 10.467285959596126],
  ["sleepstudy: standard error of the intercept", slp.se[0]!, 6.632295312722272],
  ["sleepstudy: standard error of days", slp.se[1]!, 1.5022387911441102],
  ["sleepstudy: correlation of beta", slp.correlation, -0.13755599049585931],
  ["sleepstudy: sd of intercepts", slp.sd[0]!, 23.78066438213187],
  ["sleepstudy: sd of slopes", slp.sd[1]!, 5.7168446983832775],
  ["sleepstudy: penalised residual sum of squares", sleep.n * slp.sigma2, 117889.27379],
  ["sleepstudy: u of the first intercept", slp.b[0]! / 0.9292297167514472, 3.030047743065841],
  ["sleepstudy: b of the first intercept", slp.b[0]!, 2.8156104060324334],
  ["sleepstudy: condVar of the first intercept", slp.condVar(0, 0), 140.96755256125914],
  ["sleepstudy: conditional covariance of the first subject", slp.condVar(1, 0), -20.604544204749537],
  ["sleepstudy: condVar of the first slope", slp.condVar(1, 1), 5.157794803497628],
  ["uncorrelated: standard error of the intercept", unc.se[0]!, 6.707646513654387],
  ["uncorrelated: standard error of days", unc.se[1]!, 1.5193112497954953],
];

test.each(estimates)("at MixedModels.jl's theta the estimate is MixedModels.jl's: %s", (_, ours, theirs) => {
  expect(Math.abs(ours / theirs - 1)).toBeLessThanOrEqual(MIXED_MODELS_TOLERANCE.estimate);
});

describe("what follows from two fits or from the criterion's shape", () => {
  test("REML of Dyestuff", () => {
    expect(dyestuffReml.objective).toBeCloseTo(319.6542768422576, 9);
    // known to the square root of the criterion's digits
    expect(dyestuffReml.vcov.data[0]! / 375.7167103872769).toBeCloseTo(1, 6);
  });

  test("the likelihood-ratio test of casks alone against batches and casks", () => {
    expect(chiSquareSf(casks.objective - pastes.objective, 1)).toBeCloseTo(0.5233767965780878, 8);
  });

  test("the likelihood-ratio statistic of days", () => {
    const text = { formula: "Reaction ~ 1", group: "Subject", reFormula: "~Days" };
    const without = fitModel(dataset("sleepstudy"), text, { reml: false }).fit;
    expect(without.objective).toBeCloseTo(1775.4759, 4);
    expect(without.objective - sleep.objective).toBeCloseTo(23.5365, 4);
  });

  test("the Hessian in theta for sleepstudy, at fixed sigma", () => {
    // the profiled criterion has n log r2 in place of r2 / sigma2: n / r2^2 times the outer product of r2's slope less
    const slope = differences(sleep, (theta) => [sleep.n * at(sleep, theta).sigma2]).map(([d]) => d!);
    const r2 = sleep.n * sleep.sigma ** 2;
    const H = differences(sleep, (theta) => thetaGradient(sleep, theta));
    const theirs = [
      [45.4123530453, 35.9376865257, 6.3559829981],
      [35.9376865257, 465.7402111242, 203.997370671],
      [6.3559829981, 203.997370671, 963.9594090305],
    ];
    // 1e-4: theirs is taken at their theta, ours at the optimum, and curvatures change by tens of per cent per unit
    theirs.forEach((row, i) => {
      row.forEach((value, j) => {
        const ours = H[j]![i]! + (sleep.n / r2 ** 2) * slope[i]! * slope[j]!;
        expect(Math.abs(ours / value - 1)).toBeLessThanOrEqual(1e-4);
      });
    });
  });

  test("the curvature of the criterion at Dyestuff2's zero", () => {
    expect(differences(dyestuff2, (theta) => thetaGradient(dyestuff2, theta))[0]![0]).toBeCloseTo(28.76868, 5);
  });
});

type At = ReturnType<typeof at>;

/** Estimates of a model at a given theta, under the names of the table above. */
function at(fit: Fit, theta: readonly number[]) {
  const { engine, reml, p } = fit;
  const found: Estimates = estimatesAt(engine, rootsOf(engine, theta), reml)!;
  const sigma = Math.sqrt(found.sigma2);
  const se = Array.from({ length: p }, (_, j) => Math.sqrt(found.vcov.data[j * (p + 1)]));
  const sd = found.psi.flatMap(({ data, nrow }) =>
    Array.from({ length: nrow }, (_, j) => sigma * Math.sqrt(data[j * (nrow + 1)])),
  );
  const condVar = (i: number, j: number): number => {
    const { data, nrow } = groupCovariance(fit, 0, found.lambda);
    return data[j * nrow + i];
  };
  // of the first group, as the other numbers
  const b = groupPlaces(fit, 0).map(
    ({ factor, level, column }) => found.b[factor][level * fit.blocks.factors[factor].columns + column],
  );
  return { ...found, b, sigma, se, sd, correlation: found.vcov.data[1] / (se[0] * se[1]), condVar };
}

/** The criterion's gradient in theta, raw units. */
function thetaGradient({ engine, reml }: Fit, theta: readonly number[]): number[] {
  const { score } = likelihood(engine, reml)(rootsOf(engine, theta));
  return score.flatMap((own) => {
    const size = Math.sqrt(own.length);
    return [...own].filter((_, e) => e % size >= Math.floor(e / size)).map((s) => -2 * s);
  });
}

/** Derivatives of f in each entry of theta at the optimum, by central differences. */
function differences(fit: Fit, f: (theta: readonly number[]) => number[]): number[][] {
  const h = 1e-5;
  const moved = (j: number, by: number): number[] => f(Array.from(fit.theta, (t, i) => (i === j ? t + by : t)));
  return Array.from(fit.theta, (_, j) => {
    const down = moved(j, -h);
    return moved(j, h).map((value, i) => (value - down[i]!) / (2 * h));
  });
}
