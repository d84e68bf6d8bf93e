import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { fitRegularized } from "../../src/fitting/fit-regularized.ts";
import { type MixedLM, MixedLMParams, mixedlm, readCsv } from "../../src/index.ts";
import { L2, Penalty } from "../../src/penalties/penalties.ts";
import { type RegularizedCase, type RegularizedModel, recordedRegularized } from "../penalties/recorded-penalties.ts";
import { near } from "../recorded-models.ts";
import { codeOf } from "../thrown.ts";
import { SAME_POINT, STATSMODELS_TOLERANCE } from "../tolerances.ts";

const { models, cases } = recordedRegularized();
const made = new Map(Object.entries(models).map(([name, given]) => [name, modelOf(given)]));

function modelOf({ data, formula, groups, reml: _, ...options }: RegularizedModel): MixedLM {
  return mixedlm(formula, readCsv(loadData(data)), groups, options);
}

/** Where the descent starts, and the covariances that it leaves as they are. */
function unpenalised({ gls, params, cov_re_unscaled: cov_re }: RegularizedCase): { start_params: MixedLMParams } {
  const fe_params = gls.beta;
  const vcomp = params.slice(fe_params.length + (cov_re.length * (cov_re.length + 1)) / 2);
  return { start_params: MixedLMParams.from_components({ fe_params, cov_re, vcomp }) };
}

const titled = cases.map((own): [string, string, RegularizedCase] => [own.model, JSON.stringify(own.alpha), own]);

describe.each(titled)("%s, alpha %s", (_, __, recorded) => {
  const model = made.get(recorded.model)!;
  const { alpha, reml } = recorded;
  const result = fitRegularized(model, { alpha, reml });

  test("fixed effects are statsmodels', the same ones zero", () => {
    recorded.fe_params.forEach((value, j) => {
      const size = Math.sqrt(recorded.gls.vcov[j]![j]!);
      expect(result.fe_params.values[j] === 0).toBe(value === 0);
      expect(Math.abs(result.fe_params.values[j]! - value) / size).toBeLessThan(STATSMODELS_TOLERANCE.fe_params);
    });
  });

  test("the relative covariances are the unpenalised ones, and the scale belongs to both", () => {
    const scale = recorded.scale_of_unscaled;
    expect(Math.abs(result.scale / scale - 1)).toBeLessThan(STATSMODELS_TOLERANCE.scale);
    recorded.cov_re_unscaled.forEach((row, i) => {
      row.forEach((value, j) => {
        const size = Math.sqrt(row[i]! * recorded.cov_re_unscaled[j]![j]!);
        const ours = result.cov_re_unscaled.values[i]![j]!;
        expect(Math.abs(ours - value) / size).toBeLessThan(STATSMODELS_TOLERANCE.cov_re);
        expect(result.cov_re.values[i]![j]).toBeCloseTo(result.scale * ours, 10);
      });
    });
  });

  test("at statsmodels' unpenalised estimates log-likelihood and errors are those of its parameters, NaN for zeros", () => {
    const own = fitRegularized(model, { alpha, reml, ...unpenalised(recorded), do_cg: false });
    const { right, scale_of_unscaled: scale } = recorded;
    recorded.params.forEach((value, j) => {
      near(own.params.values[j]!, value, SAME_POINT * Math.max(Math.abs(value), right.bse[j] ?? 0));
    });
    near(own.scale, scale, SAME_POINT * scale);
    near(own.llf, right.llf, SAME_POINT * Math.abs(right.llf));
    right.bse.forEach((value, j) => {
      near(own.bse.values[j]!, value ?? Number.NaN, SAME_POINT * (value ?? 0));
    });
  });

  test("it can be printed, and its random effects and fitted values are there", () => {
    expect(String(result.summary())).toContain("Mixed Linear Model Regression Results");
    expect(result.random_effects.size).toBe(model.n_groups);
    expect(result.fittedvalues.values).toHaveLength(model.nobs);
  });
});

const pigs = made.get("dietox")!;

test("without a weight the fit is the unpenalised one", () => {
  const [plain, result] = [pigs.fit(), fitRegularized(pigs)];
  result.params.values.forEach((value, j) => {
    expect(value).toBeCloseTo(plain.params.values[j]!, 9);
  });
  expect(result.llf).toBeCloseTo(plain.llf, 9);
  expect(result.bse.values[0]).toBeCloseTo(plain.bse.values[0]!, 9);
});

test("a descent that runs out of rounds is left for the minimum of its loss, and a warning says so", () => {
  const recorded = cases.find(({ model, alpha }) => model === "dietox-cu" && alpha === 1)!;
  const model = made.get("dietox-cu")!;
  const result = fitRegularized(model, { alpha: 1, reml: false, maxit: 2 });
  recorded.exact.fe_params.forEach((value, j) => {
    const size = Math.sqrt(recorded.gls.vcov[j]![j]!);
    expect(Math.abs(result.fe_params.values[j]! - value) / size).toBeLessThan(STATSMODELS_TOLERANCE.fe_params);
  });
  expect(result.warnings.map(({ code }) => code)).toContain("descent-left");
});

test("a Penalty is a penalised fit at that alpha, and keeps its own", () => {
  const penalty = new L2({ weights: [0, 1] });
  const result = fitRegularized(pigs, { method: penalty, alpha: 30 });
  const same = pigs.fit({ fe_pen: new L2({ weights: [0, 30] }) });
  expect(result.fe_params.values).toEqual(same.fe_params.values);
  expect(result.fe_params.values[1]).toBeLessThan(pigs.fit().fe_params.values[1]!);
  expect(penalty.alpha).toBe(1);
});

test("methods, weights and thresholds that make no sense are errors", () => {
  expect(() => fitRegularized(pigs, { method: "l2" })).toThrow("Invalid regularization method");
  expect(codeOf(() => fitRegularized(pigs, { method: "l2" }))).toBe("unknown-method");
  expect(codeOf(() => fitRegularized(pigs, { method: 3 as never }))).toBe("option-type");
  expect(codeOf(() => fitRegularized(pigs, { alpha: [1, 2, 3] }))).toBe("penalty-length");
  expect(codeOf(() => fitRegularized(pigs, { alpha: -1 }))).toBe("penalty-range");
  expect(codeOf(() => fitRegularized(pigs, { alpha: "1" as never }))).toBe("option-type");
  expect(codeOf(() => fitRegularized(pigs, { maxit: 0 }))).toBe("option-type");
  expect(codeOf(() => fitRegularized(pigs, { ceps: -1 }))).toBe("option-type");
  expect(codeOf(() => fitRegularized(pigs, { tolerance: 1 } as never))).toBe("unknown-option");
});

test("a penalty of the caller's own is asked like ours", () => {
  class Own extends Penalty {
    override func(b: ArrayLike<number>): number {
      return (this.alpha as number) * b[1]! ** 2;
    }
    override deriv(b: ArrayLike<number>): Float64Array {
      return Float64Array.of(0, 2 * (this.alpha as number) * b[1]!);
    }
  }
  const [own, ours] = [
    fitRegularized(pigs, { method: new Own(), alpha: 30 }),
    pigs.fit({ fe_pen: new L2({ weights: [0, 30] }) }),
  ];
  own.fe_params.values.forEach((value, j) => {
    expect(value).toBeCloseTo(ours.fe_params.values[j]!, 8);
  });
});
