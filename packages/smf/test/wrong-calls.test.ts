// Calls with arguments left out or of the wrong kind, as they come from code without types: each is a typed error.
import { DesignError } from "@mixedlm/design";
import { expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import {
  Frame,
  L2,
  L2ConstraintsPenalty,
  MixedLM,
  mixedlm,
  multipletests,
  readCsv,
  SmfError,
  summary_col,
  VCSpec,
} from "../src/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
type Untyped = any;

const model: Untyped = mixedlm("Reaction ~ Days", readCsv(loadData("sleepstudy")), "Subject");
const result: Untyped = model.fit();
const six = [1, 2, 3, 4, 5, 6];
const regularized = (options: Untyped): unknown => model.fit_regularized({ method: new L2(), ...options });
const arrays = (options: Untyped): unknown => new MixedLM(six, [1, 1, 1, 1, 1, 1], [1, 1, 1, 2, 2, 2], options);

const calls: readonly (readonly [string, () => unknown, string])[] = [
  ["mixedlm()", () => (mixedlm as Untyped)(), "option-type"],
  ["new MixedLM()", () => new (MixedLM as Untyped)(), "array-type"],
  ["an empty VCSpec", () => arrays({ exog_vc: new (VCSpec as Untyped)() }), "option-type"],
  ["exog_vc: 5", () => arrays({ exog_vc: 5 }), "option-type"],
  ["fit(null)", () => model.fit(null), "option-type"],
  ["fit('bfgs')", () => model.fit("bfgs"), "option-type"],
  ["fit_regularized(5)", () => model.fit_regularized(5), "option-type"],
  ["fit_regularized({maxitt: 5})", () => model.fit_regularized({ maxitt: 5 }), "unknown-option"],
  ["fit_regularized({maxiter: 'a'})", () => model.fit_regularized({ maxiter: "a" }), "option-type"],
  ["fit_regularized({ceps: 'x'}) with a penalty", () => regularized({ ceps: "x" }), "option-type"],
  ["fit_regularized({maxit: 0}) with a penalty", () => regularized({ maxit: 0 }), "option-type"],
  [
    "L2ConstraintsPenalty({sigma_prior: 1})",
    () => new L2ConstraintsPenalty({ sigma_prior: 1 as Untyped }),
    "not-implemented",
  ],
  ["loglike([1, 2])", () => model.loglike([1, 2]), "start-params"],
  ["fit_regularized(null)", () => model.fit_regularized(null), "option-type"],
  ["loglike()", () => model.loglike(), "params-value"],
  ["score(null)", () => model.score(null), "params-value"],
  ["hessian({})", () => model.hessian({}), "params-value"],
  ["get_scale()", () => model.get_scale(), "params-value"],
  ["get_fe_params()", () => model.get_fe_params(), "params-shape"],
  ["group_list()", () => model.group_list(), "array-type"],
  ["group_list([1])", () => model.group_list([1]), "array-length"],
  ["model.predict()", () => model.predict(), "params-value"],
  ["model.predict(null)", () => model.predict(null), "params-value"],
  ["model.predict('a')", () => model.predict("a"), "params-value"],
  ["get_distribution()", () => model.get_distribution(), "option-type"],
  ["rvs('a')", () => model.get_distribution(result.params, result.scale).rvs("a"), "option-type"],
  ["result.predict(5)", () => result.predict(5), "not-a-table"],
  ["t_test()", () => result.t_test(), "restriction"],
  ["wald_test({})", () => result.wald_test({}), "restriction"],
  ["wald_test_terms(5)", () => result.wald_test_terms(5), "option-type"],
  ["t_test_pairwise()", () => result.t_test_pairwise(), "unknown-term"],
  ["conf_int('a')", () => result.conf_int("a"), "option-type"],
  ["conf_int(0.05, {})", () => result.conf_int(0.05, {}), "option-type"],
  ["conf_int(0.05, 'Tiem')", () => result.conf_int(0.05, "Tiem"), "unknown-label"],
  ["conf_int(0.05, [null])", () => result.conf_int(0.05, [null]), "unknown-label"],
  [
    "cov_params({cov_p: texts})",
    () =>
      result.cov_params({
        cov_p: [
          ["a", "b"],
          ["c", "d"],
        ],
      }),
    "not-numeric",
  ],
  ["cov_params({cov_p: rows of null})", () => result.cov_params({ cov_p: [null, null] }), "covariance-shape"],
  ["wald_test({invcov: texts})", () => result.wald_test("Days = 0", { invcov: [["a"]] }), "not-numeric"],
  ["wald_test({df_constraints: 0.5})", () => result.wald_test("Days = 0", { df_constraints: 0.5 }), "option-type"],
  ["multipletests()", () => (multipletests as Untyped)(), "p-value"],
  ["multipletests(null)", () => multipletests(null as Untyped), "p-value"],
  ["multipletests(['a'])", () => multipletests(["a"] as Untyped), "p-value"],
  ["summary({yname: 5})", () => result.summary({ yname: 5 }), "option-type"],
  ["summary({xname_fe: 'a'})", () => result.summary({ xname_fe: "a" }), "option-type"],
  ["summary({xname_fe: ['a']})", () => result.summary({ xname_fe: ["a"] }), "name-count"],
  ["cov_params(5)", () => result.cov_params(5), "option-type"],
  ["profile_re()", () => result.profile_re(), "option-type"],
  ["summary(5)", () => result.summary(5), "option-type"],
  ["save(5)", () => result.save(5), "option-type"],
];

test.each(calls)("%s is refused", (_, call, code) => {
  const thrown = expect(call);
  thrown.toThrow(expect.objectContaining({ code, message: expect.stringMatching(/expected|is not|has |no label/) }));
  try {
    call();
  } catch (error) {
    expect(error instanceof SmfError || error instanceof DesignError).toBe(true);
  }
});

test("what results give out does not change them", () => {
  const before = String(result.summary());
  result.params.values.fill(0);
  result.fe_params.values.fill(0);
  result.bse_fe.values.fill(0);
  result.params_object.fe_params.fill(0);
  model.group_sizes.fill(0);
  result.resid.values.fill(0);
  result.fittedvalues.values.fill(0);
  result.random_effects.get(308).values.fill(0);
  for (const own of result.random_effects.values()) own.values.fill(0);
  for (const [, own] of result.random_effects) own.values.fill(0);
  result.random_effects.forEach((own: Untyped) => {
    own.values.fill(0);
  });
  expect(() => {
    result.llf = 0;
  }).toThrow(TypeError);
  expect(() => {
    model.param_names[0] = "x";
  }).toThrow(TypeError);
  expect(String(result.summary())).toBe(before);
  expect(String(model.fit().summary())).toBe(before);
  const fresh = model.fit();
  expect([...result.resid]).toEqual([...fresh.resid]);
  expect([...result.fittedvalues]).toEqual([...fresh.fittedvalues]);
  expect(result.random_effects).toEqual(fresh.random_effects);
  expect(result.resid.index).toBe(result.resid.index);
});

test("maps of groups that results give out cannot be changed, and a copy of one can", () => {
  const { random_effects, random_effects_cov } = result;
  for (const call of ["clear", "delete", "set"])
    for (const [name, own] of Object.entries<Untyped>({ random_effects, random_effects_cov }))
      expect(() => own[call](308, null)).toThrow(
        expect.objectContaining({ name: "SmfError", code: "read-only", data: { what: name } }),
      );
  expect([random_effects.size, random_effects_cov.size]).toEqual([18, 18]);
  const own = new Map(random_effects);
  own.clear();
  expect(result.random_effects.size).toBe(18);
  expect(Frame.from_dict(result.random_effects).shape).toEqual([1, 18]);
  expect(random_effects.get("no such group")).toBe(undefined);
  expect([...random_effects.keys()]).toEqual(model.group_labels);
});

test.each([
  [
    "fit_regularized's own option",
    () => model.fit_regularized({ maxitt: 5 }),
    /`maxitt` .* of fit_regularized; did you mean `maxit`/,
  ],
  ["the point of a likelihood", () => model.loglike([1, 2]), /^invalid params: 2 numbers/],
  ["a start", () => model.fit({ start_params: [1, 2] }), /^invalid start_params: 2 numbers/],
  ["names of results", () => summary_col([result], { model_names: ["a", "b"] }), /one for each result$/],
  ["what nobody implements", () => new L2ConstraintsPenalty({ sigma_prior: 1 as Untyped }), /nor is it in statsmodels/],
] as const)("a message names %s", (_, call, text) => {
  expect(call).toThrow(text);
});

test("a distribution's groups are a copy: changing them does not change what is drawn", () => {
  const distribution = model.get_distribution(result.params, result.scale);
  const drawn = distribution.rvs(1, { seed: 1 });
  distribution.group_idx.fill(0);
  expect(distribution.rvs(1, { seed: 1 })).toEqual(drawn);
});
