// What both front doors hand out besides their own calls, so that a program which imports one package needs no other: the
// classes of the errors that are thrown, and columns with levels in an order.

import * as native from "mixedlm";
import { describe, expect, test } from "vitest";
import * as smf from "../src/index.ts";

const table = {
  y: [1, 3, 2, 5, 4, 7],
  x: [0, 1, 0, 1, 0, 1],
  same: [4, 4, 4, 4, 4, 4],
  g: ["a", "a", "b", "b", "c", "c"],
};

describe.each([
  ["lmm", native, (formula: string, data: object) => native.lmm(`${formula} + (1 | g)`, data as native.TableLike)],
  ["mixedlm", smf, (formula: string, data: object) => smf.mixedlm(formula, data as smf.TableLike, "g").fit()],
] as const)("%s", (_, door, fit) => {
  test.each([
    ["a formula", "FormulaError", () => fit("y ~ x ++ *", table)],
    ["a column", "DesignError", () => fit("y ~ z", table)],
    ["a model", "FitError", () => fit("same ~ x", table)],
  ] as const)("a mistake in %s is an instance of the %s that its package exports", (_, name, call) => {
    expect(call).toThrow(door[name]);
  });

  test("a category of its package puts the levels in their order", () => {
    const dose = door.category(["low", "high", "low", "high", "low", "high"], ["low", "high"]);
    const result = fit("y ~ dose", { ...table, dose });
    const names = "names" in result ? result.names : result.fe_params.index;
    expect([...names]).toEqual(["Intercept", "dose[T.high]"]);
  });
});
