// The list of names against statsmodels' own, every expression walked on real objects, every absent name looked for.
import { describe, expect, test } from "vitest";
import { loadData, loadNames, type NamedClass } from "../../../tools/fixtures/load.ts";
import * as smf from "../src/index.ts";
import { NAMES, type NameHere } from "../src/names.ts";

const theirs = loadNames();
const classes = Object.keys(theirs) as NamedClass[];

const tools = smf.readCsv(loadData("ergostool"));
const casks = smf.readCsv(loadData("pastes"));
const nested = smf.mixedlm("strength ~ 1", casks, "batch", { vc_formula: { cask: "0 + C(cask)" } });
const model = smf.mixedlm("effort ~ Type", tools, "Subject");
const result = model.fit();
const OBJECTS: Readonly<Record<string, object>> = {
  smf,
  MixedLM: smf.MixedLM,
  MixedLMParams: smf.MixedLMParams,
  model,
  result,
  params: result.params_object,
  vc: nested.exog_vc,
  test: result.t_test("Type[T.T2] = 0"),
  wald: result.wald_test("Type[T.T2] = 0", { scalar: true }),
  terms: result.wald_test_terms({ scalar: true }),
  summary: result.summary(),
  distribution: model.get_distribution(result.params, result.scale),
};

/** The object that stands for each class of statsmodels. */
const ROOTS: Readonly<Record<NamedClass, string>> = {
  MixedLM: "model",
  "MixedLM (not yet fitted)": "model",
  MixedLMResults: "result",
  MixedLMResultsWrapper: "result",
  MixedLMParams: "params",
  VCSpec: "vc",
  ContrastResults: "test",
  "ContrastResults (Wald)": "wald",
  WaldTestResults: "terms",
  Summary: "summary",
  Distribution: "distribution",
};

const EXPRESSION = /^(?<root>\w+)\.(?<name>\w+)(?<call>\(\))?$/;

/** What an expression without its parentheses gives, on an object that has the name. */
function walked(expression: string): { value: unknown; isCall: boolean } {
  const { root = "", name = "", call } = EXPRESSION.exec(expression)?.groups ?? {};
  const object = OBJECTS[root];
  if (object === undefined || !(name in object)) throw new Error(`there is no \`${expression}\``);
  return { value: (object as Record<string, unknown>)[name], isCall: call !== undefined };
}

const entries = classes.flatMap((owner) =>
  Object.entries(NAMES[owner]).map(([name, here]): [string, NamedClass, string, NameHere] => [
    `${owner}.${name}`,
    owner,
    name,
    here,
  ]),
);
const written = entries.flatMap(([title, owner, name, here]) =>
  typeof here === "string" ? [[title, owner, name, here] as const] : [],
);
const absent = entries.flatMap(([title, owner, name, here]) =>
  typeof here === "string" ? [] : [[title, owner, name, here.absent] as const],
);

test("the classes are statsmodels' classes", () => {
  expect(Object.keys(NAMES).sort()).toEqual([...classes].sort());
});

test.each(classes)("the names of %s are statsmodels' names", (owner) => {
  expect(Object.keys(NAMES[owner]).sort()).toEqual(theirs[owner].map(({ name }) => name).sort());
});

describe("a name with an expression", () => {
  test.each(written)("%s is there, and a method is a function", (_, owner, name, expression) => {
    const { value, isCall } = walked(expression);
    expect(value).not.toBeUndefined();
    expect(typeof value === "function").toBe(isCall);
    expect(isCall).toBe(theirs[owner].find((one) => one.name === name)!.kind === "method");
  });

  test.each(written)("%s keeps its name", (title, _, name, expression) => {
    const own = EXPRESSION.exec(expression)!.groups!.name;
    expect(own).toBe(title === "ContrastResults (Wald).tvalue" ? "statistic" : name);
  });
});

describe("a name without a counterpart", () => {
  test.each(absent)("%s is really absent", (_, owner, name) => {
    expect(name in OBJECTS[ROOTS[owner]]!).toBe(false);
  });

  test.each(absent)("%s has one sentence of reason, whose expressions exist", (_, __, ___, reason) => {
    expect(reason).toMatch(/^[A-Z].*\.$/);
    for (const [, expression] of reason.matchAll(/`(\w+\.\w+)/g)) expect(() => walked(expression!)).not.toThrow();
  });
});

test("what fails in statsmodels by mistake works here", () => {
  const failing = theirs.MixedLMResults.filter(({ works }) => !works).map(({ name }) => name);
  const still = failing.filter((name) => typeof NAMES.MixedLMResults[name] !== "string");
  // derivatives by rows, and a method that is not implemented
  expect(still).toEqual(["bsejac", "bsejhj", "covjac", "covjhj", "get_nlfun", "score_obsv"]);
});

test("the package itself does not carry the list", () => {
  expect(Object.keys(smf)).not.toContain("NAMES");
});
