// Models with hardly more rows than random effects, whose likelihood has several optima. Expected: the lowest that
// lme4 1.1-31 finds from its own start and from others, `bobyqa` with a final radius of 1e-10.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { fewRowsStarts, hasFewRows } from "../../src/search/few-rows-starts.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { defaultStart, startUnit } from "../../src/search/other-starts.ts";
import { search } from "../../src/search/search.ts";
import { fitted } from "../model-cache.ts";

const MODELS = [
  {
    name: "random lines that meet in one point, of which two are good",
    formula: "y ~ 0 + c + (1 + x1 | g)",
    options: { reml: true },
    lowest: 73.957093184,
    table: {
      y: [
        9.869, 9.744, 6.683, 9.936, 15.567, 6.006, 2.433, -6.672, 0.533, 14.5, 13.126, 4.227, 14.106, 7.646, 2.56,
        16.472, 17.209, 4.019, 13.512, 10.602, 19.93, 12.817, 15.148,
      ],
      x1: [
        3.18, 2.897, 1.832, 2.896, 4.879, 1.809, 0.571, -2.058, 0.41, 4.592, 3.92, 1.131, 4.393, 2.429, 0.565, 5.117,
        5.536, 1.015, 3.93, 3.161, 6.138, 4.019, 4.653,
      ],
      c: [..."caaaababbcaacaccacccacc"],
      g: [..."aaaabccdddeaffagghhiijj"],
    },
  },
  {
    name: "a variance beside another that explains more without it",
    formula: "y ~ x1 + x3 + (1 | g) + (0 + I(x1 ** 2) | g)",
    options: { reml: false, weights: "w" },
    lowest: 73.7676944627,
    table: {
      y: [
        0.457, -0.998, 3.337, 0.454, -1.529, -2.503, 0.212, -0.004, 2.266, 0.366, -3.512, 1.6, -0.108, 0.894, 0.429,
        1.123, 2.529, -1.586, 0.072, -2.729, 0.576,
      ],
      x1: [
        0.653, 2.052, 8.508, -0.865, -0.385, -0.694, -0.545, 9.334, -4.609, -2.723, -0.302, -0.396, 0.865, -3.638,
        -9.208, -0.221, 0.506, 3.966, 1.523, 5.596, -0.575,
      ],
      x3: [
        0.318, -0.59, -3.133, 0.733, -4.431, -0, -0.69, 2.673, 0.31, -1.795, 5.485, -0.933, -0.439, 0.856, -0.745,
        0.391, -1.013, 0.959, -0.764, -3.9, -0.509,
      ],
      w: [
        1.416, 2.067, 0.812, 0.368, 2.744, 0.824, 2.679, 2.686, 2.084, 1.578, 0.236, 0.466, 1.38, 0.29, 1.042, 1.049,
        1.601, 1.151, 2.794, 0.564, 1.436,
      ],
      g: [..."abcdebfgcfhijkldgfllf"],
    },
  },
  {
    name: "slopes whose correlation is better perfect",
    formula: "y ~ I(x1 ** 2) + x1 + (0 + x2 + x3 | g)",
    options: { reml: false, weights: "w", offset: "o" },
    lowest: 63.313752182,
    table: {
      y: [1.183, 2.798, -1.433, 2.463, 1.818, -2.73, -0.681, -1.156, 0.922, 0.257, 4.585, -0.274, 0.371, -1.427],
      x1: [1.603, -0.499, 2.132, 0.208, -1.109, -2.498, -0.009, 1.44, 1.511, -0.484, -1.187, -1.406, -2.641, -0.945],
      x2: [-0.022, -1.531, 0.395, -0.827, -0.223, 0.188, -0.613, -1.536, 1.161, -0.239, -0.475, 0.652, -1.109, -0.053],
      x3: [1.603, -0.499, 2.132, 0.208, -1.109, -2.498, -0.009, 1.44, 1.511, -0.484, -1.187, -1.406, -2.641, -0.945],
      w: [1.354, 2.604, 0.282, 2.936, 0.606, 1.928, 0.113, 1.129, 1.667, 3.042, 3.034, 1.184, 0.162, 0.876],
      o: [-1.139, -0.431, 0.096, 1.036, -0.418, -1.506, 0.189, -1.041, 1.488, 0.532, -0.211, 3.119, -0.429, -0.86],
      g: [..."abcbadefbfbgga"],
    },
  },
];

describe.each(MODELS)("$name", ({ formula, options, lowest, table }) => {
  const fit = lmm(formula as string, table, options);

  test("the lowest optimum is found", () => {
    expect(fit.objective).toBeCloseTo(lowest, 8);
    expect(fit.status.kind).toBe("boundary");
  });

  test("from the moment start or from unit variances, a single search ends in another", () => {
    const { engine, reml } = fit;
    const starts = [
      momentStart(engine, "y").parameters,
      defaultStart(engine.products.terms, startUnit(engine.products)),
    ];
    const alone = starts.map((start) => search(engine, reml, start));
    expect(alone.map(({ converged }) => converged)).toEqual([true, true]);
    expect(Math.max(...alone.map(({ objective }) => objective))).toBeGreaterThan(lowest + 0.1);
  });
});

test("only models with few rows beside their random effects are looked at again", () => {
  const [narrow] = MODELS;
  expect(hasFewRows(lmm(narrow!.formula as string, narrow!.table, narrow!.options).engine.products)).toBe(true);
  for (const [name, model] of [
    ["sleepstudy", "slope-reml"],
    ["dyestuff", "intercept-reml"],
    ["pastes", "cask-ml"],
  ] as const)
    expect(hasFewRows(fitted(name, model).fit.engine.products)).toBe(false);
});

test("a matrix of two columns is tried at zero, without either axis, small and large; and all together", () => {
  const { products } = fitted("sleepstudy", "slope-reml").fit.engine;
  const starts = fewRowsStarts(products, Float64Array.of(1, 0.5, 2));
  expect(starts).toHaveLength(1 + 2 + 2 + 3);
  const determinants = starts.slice(0, 3).map((own) => own[0]! * own[2]!);
  expect(determinants).toEqual([0, 0, 0]);
});
