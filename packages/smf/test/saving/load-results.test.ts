import { readCsv } from "@mixedlm/design";
import { fitMoments } from "mixedlm";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { inverseInformation } from "../../src/fitting/information.ts";
import { mixedlm } from "../../src/mixedlm.ts";
import { MixedLM } from "../../src/model/model.ts";
import { MixedLMParams } from "../../src/model/params.ts";
import { CovariancePenalty, PSD } from "../../src/penalties/covariance-penalties.ts";
import { MixedLMResults } from "../../src/results/results.ts";
import type { ResultsInput } from "../../src/results/results-input.ts";
import { load } from "../../src/saving/load-results.ts";
import { type SaveOptions, saveResults } from "../../src/saving/save-results.ts";
import { withoutData } from "../../src/saving/stored-fit.ts";

const sleepstudy = readCsv(loadData("sleepstudy"));
const dietox = readCsv(loadData("dietox"));
const pastes = readCsv(loadData("pastes"));

interface Fitted {
  readonly model: MixedLM;
  readonly input: ResultsInput;
  readonly result: MixedLMResults;
}

/** A fit with what its results were given, by REML at the exact optimum. */
function fitted(model: MixedLM, more: Partial<ResultsInput> = {}): Fitted {
  const fit = fitMoments(model.moments);
  const { engine, estimates } = fit;
  const { covariance } = inverseInformation(engine, estimates.lambda, estimates.beta, true, null);
  const { data } = model.k_re === 0 ? { data: [] } : estimates.psi[0]!;
  const k = model.k_re;
  const params_object = MixedLMParams.from_components({
    fe_params: estimates.beta,
    cov_re: Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => data[j * k + i]!)),
    vcomp: estimates.psi.slice(k === 0 ? 0 : 1).map((psi) => psi.data[0]!),
  });
  const input: ResultsInput = {
    ...{ engine, fit, estimates, reml: true, params_object, covariance, converged: true, llf: fit.logLik },
    ...{ warnings: [], hist: null, freepat: null, cov_pen: null, fe_pen: null, use_sqrt: true },
    ...more,
  };
  return { model, input, result: new MixedLMResults(model, input) };
}

function save({ model, input, result }: Fitted, options?: SaveOptions): string {
  return saveResults(model, input, result.random_effects, options);
}

const models: Record<string, MixedLM> = {
  slopes: mixedlm("Reaction ~ Days", sleepstudy, "Subject", { re_formula: "~Days" }),
  components: mixedlm("strength ~ 1", pastes, "batch", { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } }),
  "components alone": mixedlm("strength ~ 1", pastes, "batch", { vc_formula: { cask: "0 + C(cask)" } }),
  "rows left out, transforms, a category": mixedlm("np.log(Weight) ~ center(Time) * C(Cu) + Feed", dietox, "Pig", {
    missing: "drop",
  }),
  "rows of a subset": mixedlm("Weight ~ Time", dietox, "Pig", {
    subset: Array.from(dietox.array("Time") as number[], (t) => t > 3),
  }),
  arrays: new MixedLM(
    Array.from(pastes.array("strength") as number[]),
    new Array(60).fill([1]),
    Array.from(pastes.array("batch") as string[]),
  ),
};

const cases = Object.entries(models).map(([name, model]) => ({ name, ...fitted(model) }));

/** Everything that is known without the rows, as plain values. */
function known(result: MixedLMResults): unknown {
  const { params, bse, tvalues, pvalues, cov_re, vcomp, scale, llf, aic, converged, nobs, df_resid, warnings } = result;
  return JSON.parse(
    JSON.stringify({
      ...{ params, bse, tvalues, pvalues, cov_re, vcomp, scale, llf, aic, converged, nobs, df_resid, warnings },
      intervals: result.conf_int(),
      covariance: result.cov_params(),
      test: String(result.t_test([result.fe_params.index.map((_, j) => (j === 0 ? 1 : 0))])),
      terms: String(result.wald_test_terms()),
      random_effects: [...result.random_effects].map(([label, effects]) => [label, effects.index, effects]),
      labels: result.model.group_labels,
    }),
  );
}

/** What is worked out from the rows. */
function fromRows(result: MixedLMResults): unknown {
  const { fittedvalues, resid, model } = result;
  return {
    fitted: [fittedvalues.index, Array.from(fittedvalues)],
    resid: Array.from(resid),
    covariances: [...result.random_effects_cov].map(([label, { values }]) => [label, values]),
    endog: Array.from(model.endog),
    exog: model.exog.values,
    predicted: [result.predict().index, Array.from(result.predict())],
  };
}

describe.each(cases)("a saved result: $name", (fit) => {
  const { result } = fit;

  test("prints the same summary with and without its rows, and knows the same numbers", () => {
    for (const remove_data of [false, true]) {
      const loaded = load(save(fit, { remove_data }));
      expect(String(loaded.summary())).toBe(String(result.summary()));
      expect(known(loaded)).toEqual(known(result));
    }
  });

  test("with its rows has everything that is made of them, and can be fitted again", () => {
    const loaded = load(save(fit));
    expect(fromRows(loaded)).toEqual(fromRows(result));
    expect(loaded.fit.logLik).toBe(result.fit.logLik);
    expect(loaded.model.fit().llf).toBe(result.model.fit().llf);
  });

  test("without its rows says so where they are needed", () => {
    const loaded = load(save(fit, { remove_data: true }));
    const calls: (() => unknown)[] = [
      () => loaded.fittedvalues,
      () => loaded.resid,
      () => loaded.random_effects_cov,
      () => loaded.predict(),
      () => loaded.model.endog,
      () => loaded.model.exog,
      () => loaded.model.fit(),
      () => loaded.model.loglike(loaded.params_object),
      () => loaded.fit,
    ];
    for (const call of calls) expect(call).toThrow(expect.objectContaining({ name: "SmfError", code: "data-removed" }));
  });

  test("may be saved again from what was loaded, to the same text", () => {
    for (const remove_data of [false, true]) {
      const text = save(fit, { remove_data });
      expect(load(text).save({ remove_data })).toBe(text);
    }
  });
});

test("a saved result without rows is small: sleepstudy's has less than 100 KB", () => {
  expect(save(cases[0]!, { remove_data: true }).length).toBeLessThan(100_000);
});

test("a loaded result predicts for new tables, with or without its rows", () => {
  const fit = cases.find(({ name }) => name.startsWith("rows left out"))!;
  const table = { Time: [3, null, 9], Cu: ["Cu175", "Cu000", "Cu035"], Feed: [5, 6, 7.5] };
  for (const remove_data of [false, true])
    expect(Array.from(load(save(fit, { remove_data })).predict(table))).toEqual(Array.from(fit.result.predict(table)));
});

test("numbers that JSON lacks survive: NaN, infinities and minus zero", () => {
  const [first] = cases;
  const { covariance, params_object } = first!.input;
  const data = covariance.data.map((v, i) => (i === 0 ? Number.NaN : i === 1 ? -0 : v));
  const strange = fitted(first!.model, {
    llf: Number.NEGATIVE_INFINITY,
    covariance: { ...covariance, data },
    params_object: MixedLMParams.from_components({ ...params_object, fe_params: [-0, Number.POSITIVE_INFINITY] }),
    warnings: [{ category: "UserWarning", code: "boundary", message: "m", data: { $: 1, worst: Number.NaN } }],
  });
  const loaded = load(save(strange, { remove_data: true }));
  expect(loaded.llf).toBe(Number.NEGATIVE_INFINITY);
  expect(loaded.params_object.fe_params).toEqual([-0, Number.POSITIVE_INFINITY]);
  expect(loaded.bse.values[0]).toBeNaN();
  expect(loaded.cov_params().values[1]![0]).toBe(-0);
  expect(loaded.warnings).toEqual(strange.result.warnings);
});

test("a mask, the optimiser's record and that there was a penalty are kept; the penalty's code is not", () => {
  const { model } = cases[0]!;
  const freepat = MixedLMParams.from_components({
    fe_params: [1, 1],
    cov_re: [
      [1, 0],
      [0, 1],
    ],
  });
  const allvecs = [Float64Array.of(1, 0, 1), Float64Array.of(0.5, -0, 2)];
  const record = {
    method: "bfgs",
    fopt: 1.5,
    gopt: Float64Array.of(1e-9),
    iterations: 1,
    fcalls: 2,
    gcalls: 2,
  } as const;
  const hist = [{ ...record, warnflag: 0, converged: true, allvecs }] as const;
  const fit = fitted(model, { fit: null, freepat, hist, cov_pen: new PSD(0.25) });
  const loaded = load(save(fit));
  expect(loaded.freepat).toEqual(freepat);
  expect(loaded.hist).toEqual(hist);
  expect(loaded.cov_pen).toBeInstanceOf(CovariancePenalty);
  expect(loaded.cov_pen!.weight).toBe(0.25);
  expect(() => loaded.cov_pen!.func([[1]], [[1]])).toThrow(expect.objectContaining({ code: "not-implemented" }));
  expect(() => loaded.fit).toThrow(expect.objectContaining({ code: "not-native" }));
  expect(() => loaded.profile_re(0, "re")).toThrow(expect.objectContaining({ code: "constrained-fit" }));
});

test("removing the rows of one result leaves its model, and other results of it, as they are", () => {
  const { model, input, result } = fitted(models.slopes!);
  const bare = withoutData(model, input, result.random_effects);
  const left = new MixedLMResults(bare.model, bare.input);
  expect(String(left.summary())).toBe(String(result.summary()));
  expect(known(left)).toEqual(known(result));
  expect(() => left.fittedvalues).toThrow(expect.objectContaining({ code: "data-removed" }));
  expect(() => bare.model.fit()).toThrow(expect.objectContaining({ code: "data-removed" }));
  expect(result.fittedvalues.values).toHaveLength(180);
  expect(model.fit().llf).toBe(model.fit().llf);
  expect(save({ ...bare, result: left }, { remove_data: true })).toBe(
    save({ model, input, result }, { remove_data: true }),
  );
  expect(() => save({ ...bare, result: left })).toThrow(expect.objectContaining({ code: "data-removed" }));
});

describe("a text that is no saved result is refused", () => {
  const text = save(cases[1]!);
  type Parts = Record<string, unknown>;

  /** The text with one part changed, which is named by the keys that lead to it. */
  function edited(path: string, edit: (holder: Parts, key: string) => void): string {
    const saved = JSON.parse(text) as Parts;
    const keys = path.split(".");
    const last = keys.pop()!;
    edit(
      keys.reduce((holder, key) => holder[key] as Parts, saved),
      last,
    );
    return JSON.stringify(saved);
  }
  const changed = (path: string, value: unknown): string =>
    edited(path, (holder, key) => {
      holder[key] = value;
    });
  const without = (path: string): string => edited(path, (holder, key) => delete holder[key]);
  const shortened = (path: string): string => edited(path, (holder, key) => (holder[key] as unknown[]).pop());

  test.each<[string, string, string]>([
    ["no text", undefined as unknown as string, "saved-format"],
    ["an empty text", "", "saved-format"],
    ["half of one", text.slice(0, text.length / 2), "saved-format"],
    ["a number", "1", "saved-format"],
    ["a list", "[]", "saved-format"],
    ["another record", '{"a": 1}', "saved-format"],
    ["another format", changed("format", "pickle"), "saved-format"],
    ["a version that is no number", changed("version", "one"), "saved-format"],
    ["a newer version", changed("version", 2), "saved-version"],
    ["a version that never was", changed("version", 0), "saved-format"],
    ["a design whose parts do not belong together", changed("model.design.components.0.group", 7), "saved-format"],
    ["a newer design", changed("model.design.version", 2), "saved-version"],
    ["one without a model", without("model"), "saved-format"],
    ["one without groups", changed("model.design.groups", []), "saved-format"],
    ["one without names", changed("model.design.fixed.names", null), "saved-format"],
    ["too few parameters", shortened("fit.estimates.beta.$"), "saved-format"],
    ["a text among the parameters", changed("fit.params_object.vcomp", ["a"]), "saved-format"],
    ["a covariance of another size", shortened("fit.covariance.data.$"), "saved-format"],
    ["random effects of too few groups", shortened("fit.random_effects"), "saved-format"],
    ["a column that is too short", shortened("data.columns.0.values.$"), "saved-format"],
    ["a column of an unknown kind", changed("data.columns.0.kind", "date"), "saved-format"],
  ])("%s", (_, damaged, code) => {
    expect(() => load(damaged)).toThrow(expect.objectContaining({ name: "SmfError", code }));
  });

  test("whichever part is missing: it is refused, or was not needed for the summary", () => {
    const paths = (value: unknown, path: string): string[] =>
      typeof value !== "object" || value === null
        ? []
        : Object.entries(value).flatMap(([key, own]) => [`${path}${key}`, ...paths(own, `${path}${key}.`)]);
    const whole = JSON.parse(text) as Parts;
    for (const path of paths({ ...whole, data: null }, "")) {
      let outcome: string;
      try {
        outcome = String(load(without(path)).summary());
      } catch (error) {
        outcome = (error as { code?: string }).code ?? String(error);
      }
      expect([path, ["saved-format", String(cases[1]!.result.summary())].includes(outcome)]).toEqual([path, true]);
    }
  });

  test("naming the part that is wrong", () => {
    expect(() => load(changed("fit.llf", "high"))).toThrow("`fit.llf` is not a number");
  });
});

test.each([
  ["y ~ x", 1],
  ["y ~ 0 + x", 0],
] as const)("%s: whether there is a constant is known without the rows, as in statsmodels", (formula, expected) => {
  const data = { y: [1, 2, 4, 3, 6, 5, 9, 7], x: [0, 1, 2, 3, 0, 1, 2, 3], g: [0, 0, 0, 0, 1, 1, 1, 1] };
  const result = mixedlm(formula, data, "g").fit();
  const bare = load(result.save({ remove_data: true }));
  expect(bare.k_constant).toBe(expected);
  expect(load(bare.save({ remove_data: true })).k_constant).toBe(expected);
  result.remove_data();
  expect(result.k_constant).toBe(expected);
});
