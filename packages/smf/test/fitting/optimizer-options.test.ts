import { readFileSync } from "node:fs";
import { lbfgs, nelderMead, powell } from "@mixedlm/optimize";
import { describe, expect, test } from "vitest";
import { problem } from "../../../optimize/test/problems.ts";
import { SmfError } from "../../src/errors.ts";
import {
  METHODS,
  type Minimiser,
  minimiserFor,
  type OptimizerKeywords,
  type Retvals,
} from "../../src/fitting/optimizer-options.ts";

interface KeywordRun {
  readonly problem: string;
  readonly method: string;
  readonly keywords: OptimizerKeywords;
  readonly x: number[];
  readonly retvals: Readonly<Record<string, unknown>>;
  readonly names: string[];
  readonly uniforms: number[];
}

const FILE = new URL("../../../../fixtures/optimize/expected/statsmodels-0.13.5/keywords.json", import.meta.url);
const runs: KeywordRun[] = JSON.parse(readFileSync(FILE, "utf8")).runs;

function run(name: string, minimiser: Minimiser) {
  const { objective, x0 } = problem(name);
  return minimiser.run(objective, x0);
}

// the functions are evaluated alike; paths of some twenty steps then differ by rounding alone
function expectClose(ours: unknown, theirs: unknown, what: string): void {
  const [own, other] = [flat(ours), flat(theirs)];
  expect(own.length, what).toBe(other.length);
  const size = Math.max(1e-3, ...other.map(Math.abs));
  own.forEach((entry, i) => {
    expect(Math.abs(entry - other[i]!), what).toBeLessThanOrEqual(1e-9 * size);
  });
}

function flat(item: unknown): number[] {
  return typeof item === "number" ? [item] : Array.from(item as ArrayLike<unknown>).flatMap(flat);
}

const COUNTS = ["iterations", "fcalls", "gcalls", "warnflag", "converged"];

describe("statsmodels' keywords do what they do there, and its records have their names, order and numbers", () => {
  test.each(runs)("$problem, $method, $keywords", (expected) => {
    let drawn = 0;
    const seed = { uniform: () => expected.uniforms[drawn++]! };
    const hops = expected.method === "basinhopping" && !("seed" in expected.keywords) ? { seed } : {};
    const minimiser = minimiserFor(expected.method, { ...expected.keywords, ...hops });
    const minimum = run(expected.problem, minimiser);
    const retvals = minimiser.retvals(minimum);
    // there allvecs of minimize are the fields of SciPy's result, so it was left out
    const names = Object.keys(retvals).filter((name) => expected.method !== "minimize" || name !== "allvecs");
    expect(names).toEqual(expected.names);
    for (const [name, value] of Object.entries(expected.retvals)) {
      const own = retvals[name as keyof Retvals];
      if (COUNTS.includes(name)) expect(own, name).toBe(value);
      else expectClose(own, value, name);
    }
    expectClose(minimum.x, expected.x, "x");
    expect(drawn).toBe(expected.uniforms.length);
    const withoutUse = expected.method === "basinhopping" && "maxiter" in expected.keywords ? ["maxiter"] : [];
    expect(minimiser.ignored).toEqual(withoutUse);
  });
});

const NAME = "random slope";

describe("options of scipy.optimize.minimize go to the local method", () => {
  const { objective, x0 } = problem(NAME);
  const maxiter = 100;
  test.each([
    [{ min_method: "L-BFGS-B", gtol: 1e-2 }, lbfgs(objective, x0, { maxiter, gtol: 1e-2 })],
    [{ min_method: "L-BFGS-B", ftol: 1e-4 }, lbfgs(objective, x0, { maxiter, factr: 1e-4 / Number.EPSILON })],
    [{ min_method: "L-BFGS-B", maxcor: 2 }, lbfgs(objective, x0, { maxiter, maxcor: 2 })],
    [{ min_method: "powell", ftol: 1e-2 }, powell(objective, x0, { maxiter, ftol: 1e-2 })],
    [{ min_method: "Nelder-Mead", xatol: 1e-2 }, nelderMead(objective, x0, { maxiter, xatol: 1e-2 })],
  ] as const)("%o", (keywords, expected) => {
    const minimiser = minimiserFor("minimize", keywords);
    expect(minimiser.ignored).toEqual([]);
    const minimum = run(NAME, minimiser);
    expect(minimum).toEqual(expected);
    // the keyword is one that changes the run
    expect(minimum).not.toEqual(run(NAME, minimiserFor("minimize", { min_method: keywords.min_method })));
  });

  test("basinhopping has them in its minimizer", () => {
    const loose = run(NAME, minimiserFor("basinhopping", { niter: 2, minimizer: { tol: 1e-1 } }));
    const own = { niter: 2, minimizer: { tol: 1e-9, options: { gtol: 1e-1 } } };
    expect(run(NAME, minimiserFor("basinhopping", own))).toEqual(loose);
    expect(loose.evaluations.values).toBeLessThan(
      run(NAME, minimiserFor("basinhopping", { niter: 2 })).evaluations.values,
    );
  });
});

test("every keyword that statsmodels' fit names is accepted by every method, and what has no effect is named", () => {
  const whitelist = { gtol: 1e-5, maxiter: 100, eps: 1e-8, maxcor: 10, ftol: 1e-9, tol: 1e-6, disp: true, maxls: 20 };
  const ignored = Object.fromEntries(METHODS.map((method) => [method, minimiserFor(method, whitelist).ignored]));
  expect(ignored).toEqual({
    bfgs: ["eps", "maxcor", "ftol", "tol", "maxls"],
    lbfgs: ["gtol", "eps", "maxcor", "ftol", "tol", "maxls"],
    cg: ["eps", "maxcor", "ftol", "tol", "maxls"],
    powell: ["gtol", "eps", "maxcor", "tol", "maxls"],
    nm: ["gtol", "eps", "maxcor", "tol", "maxls"],
    basinhopping: ["gtol", "maxiter", "eps", "maxcor", "ftol", "tol", "maxls"],
    minimize: ["eps", "maxcor", "ftol", "tol", "maxls"],
  });
});

test("a keyword without effect changes nothing", () => {
  for (const method of METHODS) {
    const { ignored } = minimiserFor(method, { eps: 1, xtol: 1, m: 1, niter: 1, gtol: 1, T: 9, ftol: 1, maxls: 1 });
    const given = Object.fromEntries(ignored.map((name) => [name, 1]));
    const base = method === "basinhopping" ? { niter: 1 } : {};
    expect(run(NAME, minimiserFor(method, { ...base, ...given }))).toEqual(run(NAME, minimiserFor(method, base)));
  }
});

test("keywords that are undefined or null count as left out", () => {
  const missing = { gtol: undefined, maxiter: null, seed: undefined, eps: null };
  expect(minimiserFor("bfgs", missing).ignored).toEqual([]);
  expect(run(NAME, minimiserFor("bfgs", missing))).toEqual(run(NAME, minimiserFor("bfgs")));
});

test("equal seeds of basinhopping give equal runs, texts too", () => {
  const ended = (seed: number | string) => run("six-hump camel", minimiserFor("basinhopping", { niter: 3, seed })).log;
  // statsmodels' seeds are checked above
  expect(ended(4)).toEqual(ended(4));
  expect(ended(4)).not.toEqual(ended(5));
  expect(ended("four")).toEqual(ended("four"));
  expect(ended("four")).not.toEqual(ended("4"));
});

test("a signal reaches every method", () => {
  const { objective, x0 } = problem("rosenbrock 3");
  for (const method of METHODS) {
    expect(minimiserFor(method).run(objective, x0, { aborted: true }).reason, method).toBe("aborted");
  }
});

test("names are read in any case of letters, and unknown ones refused with the known", () => {
  expect(minimiserFor("BFGS").method).toBe("bfgs");
  expect(minimiserFor("minimize", { min_method: "l-bfgs-b" }).effective).toContain("maxcor");
  const failing = [
    () => minimiserFor("newton"),
    () => minimiserFor("minimize", { min_method: "trust-ncg" }),
    () => minimiserFor("basinhopping", { minimizer: { method: "SLSQP" } }),
  ];
  for (const call of failing) {
    expect(call).toThrow(SmfError);
    expect(call).toThrow(expect.objectContaining({ code: "unknown-method" }));
  }
});

test.each([
  ["a name in place of the record", "powell", "option-type", "the options of minimizer are"],
  ["a name that SciPy does not know", { methd: "powell" }, "unknown-option", "did you mean `method`"],
  ["bounds, which would have no effect", { bounds: [] }, "unknown-option", "options: method, tol, options"],
  ["a method that is no text", { method: 5 }, "option-type", "expected a text"],
  ["a text for the tolerance", { tol: "tight" }, "option-type", "expected a positive number"],
  ["a number in place of options", { options: 5 }, "option-type", "the options of minimizer.options are 5"],
  ["an option with a slip", { options: { maxitr: 1 } }, "unknown-option", "did you mean `maxiter`"],
  ["an option of another method", { method: "CG", options: { maxls: 5 } }, "unknown-option", "`maxls`"],
  ["an option of the wrong kind", { options: { maxiter: 0.5 } }, "option-type", "a positive whole number"],
] as const)("basinhopping's minimizer refuses %s", (_, minimizer, code, text) => {
  expect(() => minimiserFor("basinhopping", { minimizer })).toThrow(
    expect.objectContaining({ name: "SmfError", code, message: expect.stringContaining(text) }),
  );
});

test("what is printed, and options that are null, have no effect on basinhopping's minimizer", () => {
  const given = { options: { disp: true, maxiter: null, return_all: false } };
  const plain = run(NAME, minimiserFor("basinhopping", { niter: 1 }));
  expect(run(NAME, minimiserFor("basinhopping", { niter: 1, minimizer: given }))).toEqual(plain);
});

test.each([
  ["too few", [[1, 0]]],
  ["too short", [[1], [1]]],
  [
    "not finite",
    [
      [1, 0],
      [0, Number.NaN],
    ],
  ],
])("directions that are %s for the parameters are refused", (_, directions) => {
  const error = {
    name: "SmfError",
    code: "option-type",
    message: expect.stringContaining("2 rows of 2 finite numbers"),
  };
  const local = { minimizer: { method: "Powell", options: { direc: directions } } };
  for (const minimiser of [minimiserFor("powell", { start_direc: directions }), minimiserFor("basinhopping", local)])
    expect(() => run("six-hump camel", minimiser)).toThrow(expect.objectContaining(error));
});
