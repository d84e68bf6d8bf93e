// The ways to make a model of a formula: the same model by each of them, and every option known.
import { describe, expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import * as everything from "../src/index.ts";
import { MixedLM, mixedlm, readCsv, SmfError, smf } from "../src/index.ts";

const pigs = readCsv(loadData("dietox"));
const expected = mixedlm("Weight ~ Time", pigs, "Pig").fit();

describe("one model", () => {
  const ways: [what: string, model: () => MixedLM][] = [
    ["groups among the options", () => mixedlm("Weight ~ Time", pigs, { groups: "Pig" })],
    ["groups in the fourth argument", () => mixedlm("Weight ~ Time", pigs, undefined, { groups: "Pig" })],
    ["MixedLM.from_formula", () => MixedLM.from_formula("Weight ~ Time", pigs, { groups: "Pig" })],
    ["the namespace", () => smf.mixedlm("Weight ~ Time", pigs, "Pig")],
    ["the namespace's class", () => smf.MixedLM.from_formula("Weight ~ Time", pigs, { groups: "Pig" })],
    ["use_sparse", () => mixedlm("Weight ~ Time", pigs, "Pig", { use_sparse: true })],
    ["eval_env", () => mixedlm("Weight ~ Time", pigs, "Pig", { eval_env: 1 })],
    [
      "every argument at its default",
      () =>
        mixedlm("Weight ~ Time", pigs, "Pig", {
          re_formula: null,
          vc_formula: null,
          subset: null,
          use_sparse: false,
          use_sqrt: true,
          missing: "none",
          eval_env: null,
        }),
    ],
  ];
  test.each(ways)("%s", (_, model) => {
    const result = model().fit();
    expect(result.llf).toBe(expected.llf);
    expect(result.params.index).toEqual(["Intercept", "Time", "Pig Var"]);
  });

  test("groups as a series, whose name does not matter", () => {
    const labels = Array.from(pigs.array("Pig")) as number[];
    const groups = new smf.Series([...labels.keys()], labels, { name: "Pig" });
    const model = mixedlm("Weight ~ Time", pigs, groups);
    expect(model.fit().llf).toBe(expected.llf);
    expect(model.param_names).toEqual(["Intercept", "Time", "Group Var"]);
  });

  test("`import { smf }` and `import * as smf` hold the same names", () => {
    expect(Object.keys(smf).sort()).toEqual(Object.keys(everything).sort());
    expect(smf.mixedlm).toBe(mixedlm);
  });

  test("use_sqrt is the model's", () => {
    expect(mixedlm("Weight ~ Time", pigs, "Pig").use_sqrt).toBe(true);
    expect(mixedlm("Weight ~ Time", pigs, "Pig", { use_sqrt: false }).use_sqrt).toBe(false);
  });
});

describe("arguments that are none", () => {
  const wrong: [what: string, call: () => unknown, code: string, text: string][] = [
    [
      "from_formula without groups",
      () => MixedLM.from_formula("Weight ~ Time", pigs, {}),
      "groups-missing",
      "needs groups",
    ],
    [
      "from_formula without options",
      () => (MixedLM.from_formula as (...given: unknown[]) => unknown)("Weight ~ Time", pigs),
      "groups-missing",
      "needs groups",
    ],
    [
      "an option of another model",
      () => mixedlm("Weight ~ Time", pigs, "Pig", { family: "binomial" } as never),
      "unknown-option",
      "`family` is not an option of mixedlm",
    ],
    [
      "an option nearly right",
      () => mixedlm("Weight ~ Time", pigs, "Pig", { re_fromula: "1" } as never),
      "unknown-option",
      "did you mean `re_formula`?",
    ],
    [
      "use_sqrt that is no truth value",
      () => mixedlm("Weight ~ Time", pigs, "Pig", { use_sqrt: 1 as never }),
      "option-type",
      "expected true or false",
    ],
  ];
  test.each(wrong)("%s", (_, call, code, text) => {
    expect(call).toThrow(SmfError);
    expect(call).toThrow(expect.objectContaining({ code }));
    expect(call).toThrow(text);
  });
});
