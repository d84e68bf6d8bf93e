// Warnings of real models and tests, cause by cause: statsmodels' own class and text where the cause is judged alike, our
// own records where it is judged differently or where statsmodels says nothing.
import { describe, expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import { loadWarnings, type WarningCase } from "../../../tools/fixtures/load-inference.ts";
import { type FitOptions, L2, MixedLM, MixedLMParams, type MixedLMResults, mixedlm, readCsv } from "../src/index.ts";

const recorded = new Map(loadWarnings().map((one): [string, WarningCase] => [one.cause, one]));

interface Warned {
  readonly warnings: readonly {
    readonly category: string;
    readonly code: string;
    readonly message: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
}

type Options = Parameters<typeof MixedLM.from_formula>[2];

/** A fit of a data set by formula. */
function fitted(dataset: string, formula: string, groups: string, options: Options = {}, how: FitOptions = {}) {
  return mixedlm(formula, readCsv(loadData(dataset)), groups, options).fit(how);
}

const slopes = (how: FitOptions = {}): MixedLMResults =>
  fitted("sleepstudy", "Reaction ~ Days", "Subject", { re_formula: "~Days" }, how);
const tools = (): MixedLMResults => fitted("ergostool", "effort ~ Type", "Subject");

/** The sleep study as arrays, with Days as a component in the form that statsmodels gives up. */
function withRecords(): MixedLMResults {
  const { Reaction, Days, Subject } = columnsOf("sleepstudy");
  const days = (g: unknown) => Days!.filter((_, i) => Subject![i] === g).map((day) => [day as number]);
  const a = Object.fromEntries([...new Set(Subject!)].map((g) => [String(g), days(g)]));
  const exog = Days!.map((day) => [1, day as number]);
  return new MixedLM(Reaction as number[], exog, Subject as number[], { exog_vc: { a } }).fit();
}

function columnsOf(dataset: string): Record<string, unknown[]> {
  const table = readCsv(loadData(dataset));
  return Object.fromEntries(table.columnNames().map((name: string) => [name, Array.from(table.array(name))]));
}

/** Texts of causes that are judged differently here: units, the whole Hessian, a likelihood that is continuous at zero. */
const UNITS = /boundary of the parameter space/;
const SINGULAR = /is singular/;
const NEVER = /(?!)/;

const SAME: readonly (readonly [cause: string, action: () => Warned, judged: RegExp])[] = [
  ["nothing to warn of", () => fitted("dietox", "Weight ~ Time", "Pig"), NEVER],
  [
    "bfgs fails, lbfgs converges",
    () => fitted("loblolly", "height ~ age + I(age ** 2)", "Seed", { re_formula: "~age" }),
    UNITS,
  ],
  ["a variance is zero", () => fitted("dyestuff2", "Yield ~ 1", "Batch"), SINGULAR],
  ["a variance in a small unit", () => fitted("dietox", "I(Weight / 100) ~ Time", "Pig"), UNITS],
  [
    "a component in a small unit",
    () =>
      fitted("machines", "np.log(score) ~ Machine", "Worker", {
        re_formula: "1",
        vc_formula: { m: "0 + C(Machine)" },
      }),
    UNITS,
  ],
  [
    "independent slopes by free",
    () =>
      slopes({
        free: MixedLMParams.from_components({
          fe_params: [1, 1],
          cov_re: [
            [1, 0],
            [0, 1],
          ],
        }),
      }),
    NEVER,
  ],
  ["not square roots", () => fitted("sleepstudy", "Reaction ~ Days", "Subject", { use_sqrt: false }), NEVER],
  ["niter_sa", () => fitted("dyestuff", "Yield ~ 1", "Batch", {}, { niter_sa: 5 }), NEVER],
  ["wald_test without scalar", () => tools().wald_test("Type[T.T2] = 0"), NEVER],
  [
    "wald_test of redundant rows",
    () =>
      tools().wald_test(
        [
          [0, 1, 0, 0, 0],
          [0, 1, 0, 0, 0],
        ],
        { scalar: true },
      ),
    NEVER,
  ],
];

describe("statsmodels' class and text", () => {
  test.each(SAME)("%s", (cause, action, judged) => {
    const theirs = recorded.get(cause)!.warnings.filter(({ text }) => !judged.test(text));
    const ours = action().warnings.map(({ category, message }) => ({ class: category, text: message }));
    expect(ours).toEqual(theirs);
  });

  test("components as a dictionary: its text, and the class of its successor", () => {
    const [theirs] = recorded.get("components as a dictionary")!.warnings;
    const [ours, ...others] = withRecords().warnings;
    expect(others).toEqual([]);
    expect(ours).toEqual({ category: "FutureWarning", code: "deprecated", message: theirs!.text, data: {} });
  });
});

const LEFT: readonly (readonly [cause: string, action: () => MixedLMResults, others: readonly string[]])[] = [
  ["every method fails, in the interior", () => fitted("dietox", "Weight ~ Time", "Pig", { re_formula: "~Time" }), []],
  [
    "every method fails, the Hessian is not positive definite",
    () =>
      fitted("carrots", "Preference ~ sens1 + sens2", "Consumer", {
        re_formula: "~sens1 + sens2",
        missing: "drop",
      }),
    ["boundary"],
  ],
  [
    "every method fails, a correlation of one",
    () => fitted("igf", "conc ~ age", "Lot", { re_formula: "~age" }),
    ["boundary", "hessian"],
  ],
  ["the only method fails", () => slopes({ method: "bfgs", maxiter: 2 }), []],
  ["two methods fail", () => slopes({ method: ["bfgs", "cg"], maxiter: 2 }), []],
];

describe("where every method of statsmodels fails, one warning says so in plain words", () => {
  test.each(LEFT)("%s", (cause, action, others) => {
    const result = action();
    const [left, ...further] = result.warnings;
    expect(further.map(({ code }) => code)).toEqual(others);
    expect(left).toMatchObject({ category: "ConvergenceWarning", code: "path-left" });
    const texts = recorded.get(cause)!.warnings.map(({ text }) => text);
    const end = texts.findIndex((text) => text.startsWith("Gradient optimization failed"));
    const { methods, logLik, short, converged, statsmodels } = left!.data as Record<string, unknown>;
    // what statsmodels says of its optimisers; the rest is about the place where they stopped
    const said = statsmodels as string[];
    expect(said.slice(0, -1)).toEqual(texts.slice(0, end));
    const slope = (text: string): number => Number(/^Gradient optimization failed, \|grad\| = (.*)$/.exec(text)![1]);
    expect(slope(said.at(-1)!) / slope(texts[end]!)).toBeCloseTo(1, 2);
    expect(converged).toBe(false);
    const tried = (methods as string[]).join(", ");
    const at = (logLik as number).toFixed(4);
    const missing = (short as number).toFixed(4);
    expect(left!.message).toBe(
      `statsmodels' search (${tried}) did not converge: it stopped at log-likelihood ${at}, ${missing} short of the optimum; these results are those of the optimum, log-likelihood ${result.llf.toFixed(4)}`,
    );
    expect(short as number).toBeCloseTo(result.llf - (logLik as number), 8);
    expect(result.converged).toBe(true);
  });

  test("it also says when the path reports convergence short of the optimum", () => {
    const start = MixedLMParams.from_components({
      fe_params: [0, 0],
      cov_re: [
        [0, 0],
        [0, 0],
      ],
    });
    const [left, ...others] = slopes({ start_params: start }).warnings;
    expect(others).toEqual([]);
    expect(left!.code).toBe("path-left");
    expect(left!.message).toContain("statsmodels' search (bfgs) reported convergence but stopped at log-likelihood");
    // statsmodels itself reports an infinite likelihood there
    expect(recorded.get("a singular start")!.value).toBe(Number.POSITIVE_INFINITY);
  });
});

const casks = (vc_formula: Record<string, string>) =>
  fitted("pastes", "strength ~ 1", "batch", { re_formula: "1", vc_formula });
const SHARED =
  "two of the random terms, or columns of one, describe the same variation: only a sum of their variances is estimated, and how it is shared out means nothing; remove one";
const HESSIAN = [
  "ConvergenceWarning",
  "hessian",
  "The Hessian matrix at the estimated parameter values is not positive definite.",
] as const;

type Record3 = readonly [category: string, code: string, message: string];

const OURS: readonly (readonly [cause: string, action: () => Warned, expected: readonly Record3[]])[] = [
  [
    "an option that the optimiser has not",
    () => fitted("dyestuff", "Yield ~ 1", "Batch", {}, { method: "bfgs", maxls: 20, ftol: 1 }),
    [
      [
        "FutureWarning",
        "ignored",
        "Keyword arguments have been passed to the optimizer that have no effect. The list of optimizer keyword arguments that have no effect is: maxls, ftol",
      ],
    ],
  ],
  [
    "a penalty on the fixed effects",
    () => fitted("dietox", "Weight ~ Time", "Pig", {}, { fe_pen: new L2({ weights: 1e-3 }) }),
    [
      [
        "UserWarning",
        "penalised",
        "fe_pen: the fixed effects maximise the penalised log-likelihood; statsmodels leaves them at their generalised least-squares estimates",
      ],
    ],
  ],
  [
    "a fixed effect that is held",
    () => {
      const free = MixedLMParams.from_components({ fe_params: [1, 0], cov_re: [[1]] });
      const start_params = MixedLMParams.from_components({ fe_params: [15, 7], cov_re: [[1]] });
      return fitted("dietox", "Weight ~ Time", "Pig", {}, { free, start_params });
    },
    [
      [
        "UserWarning",
        "held",
        "free: fixed effects with a 0 are held at their start; statsmodels estimates them all the same, with a standard error of 0",
      ],
    ],
  ],
  [
    "two terms for the same variation",
    () => casks({ a: "0 + C(cask)", b: "0 + C(sample)" }),
    [["UserWarning", "components", SHARED], HESSIAN],
  ],
  [
    "a Hessian that is not positive definite, at a start that is no optimum",
    () => {
      const start_params = MixedLMParams.from_components({ fe_params: [0, 0], cov_re: [[1000]] });
      return fitted("sleepstudy", "Reaction ~ Days", "Subject", {}, { do_cg: false, start_params });
    },
    [HESSIAN],
  ],
  [
    "a start at zero, which statsmodels refuses, on the boundary",
    () => fitted("dyestuff2", "Yield ~ 1", "Batch", {}, { start_params: [0] }),
    [["ConvergenceWarning", "boundary", "The MLE may be on the boundary of the parameter space."]],
  ],
  [
    "a component without 0 +",
    () => fitted("pastes", "strength ~ 1", "batch", { vc_formula: { cask: "C(cask)" } }),
    [
      [
        "UserWarning",
        "component-intercept",
        "variance component `cask` (C(cask)) has an intercept in each group, with the same variance as its other columns, and leaves out each group's first level; unless that is meant, write `0 + ...`",
      ],
    ],
  ],
  [
    "two factors in one component",
    () => fitted("pastes", "strength ~ 1", "batch", { vc_formula: { cask: "0 + C(cask) + C(sample)" } }),
    [
      [
        "UserWarning",
        "component-reduced",
        "variance component `cask` (0 + C(cask) + C(sample)) has no column for the first level of `C(sample)` in each group; unless that is meant, give each categorical variable a component of its own",
      ],
    ],
  ],
  [
    "a transform that each group learns anew",
    () => fitted("dietox", "Weight ~ Time", "Pig", { re_formula: "1", vc_formula: { t: "0 + center(Time)" } }),
    [
      [
        "UserWarning",
        "component-state",
        "`center(Time)` in variance component `t` (0 + center(Time)) learns anew in each group, as in statsmodels; unless that is meant, compute it as a column first for the mean of all rows",
      ],
    ],
  ],
  [
    "a mean of all rows",
    () => fitted("dietox", "Weight ~ I(Time - np.mean(Time))", "Pig"),
    [
      [
        "UserWarning",
        "aggregate-kept",
        "`I(Time - np.mean(Time))` depends on all rows; on new data it keeps what was worked out here, where patsy takes the new rows; unless that is meant, compute it as a column in each table",
      ],
    ],
  ],
  [
    "a test of a variance",
    () => tools().t_test("Subject Var = 0"),
    [
      [
        "UserWarning",
        "variance",
        "Subject Var: tested as divided by the residual variance, as in `params`, and as if estimates of variances were normal; a profile of the likelihood says more",
      ],
    ],
  ],
];

describe("our own records, where statsmodels says nothing or fails", () => {
  test.each(OURS)("%s", (_, action, expected) => {
    expect(action().warnings.map(({ category, code, message }) => [category, code, message])).toEqual(expected);
  });

  test("a regularised fit whose descent is cut short", () => {
    const model = mixedlm("Weight ~ Time + C(Evit) + C(Cu)", readCsv(loadData("dietox")), "Pig");
    const [left, ...others] = model.fit_regularized({ alpha: 20, maxit: 1 }).warnings;
    expect(others).toEqual([]);
    expect(left).toMatchObject({ category: "ConvergenceWarning", code: "descent-left" });
    const excess = (left!.data.excess as number).toPrecision(3);
    expect(left!.message).toBe(
      `statsmodels' coordinate descent runs out of rounds ${excess} above the minimum of its loss; these fixed effects are those of the minimum`,
    );
  });
});

test("the records of a result cannot be changed", () => {
  expect(Object.isFrozen(tools().warnings)).toBe(true);
});
