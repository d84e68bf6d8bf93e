import { inspect } from "node:util";
import { expect, test } from "vitest";
import { loadData, loadLme4Case } from "../../../../tools/fixtures/load.ts";
import { mixedlm, readCsv } from "../../src/index.ts";

const sleep = readCsv(loadData("sleepstudy"));
const model = mixedlm("Reaction ~ Days", sleep, "Subject", { re_formula: "~Days" });

test("fitting again leaves earlier results as they were", () => {
  const first = model.fit();
  const before = JSON.stringify([first.llf, first.params, first.method, String(first.summary())]);
  const second = model.fit({ reml: false });
  expect(second.method).toBe("ML");
  expect(JSON.stringify([first.llf, first.params, first.method, String(first.summary())])).toBe(before);
});

test("groups by name, by array and in the options are the same model", () => {
  const byName = model.fit();
  const options = { groups: "Subject", re_formula: "~Days" };
  expect(String(mixedlm("Reaction ~ Days", sleep, options).fit())).toBe(String(byName));
  const byArray = mixedlm("Reaction ~ Days", sleep, sleep.array("Subject"), { re_formula: "~Days" }).fit();
  expect([...byArray.params]).toEqual([...byName.params]);
  expect(byArray.params.index).toEqual(["Intercept", "Days", "Group Var", "Group x Days Cov", "Days Var"]);
});

test("tables of any kind give the same fit", () => {
  const rows = sleep.objects() as { Reaction: number; Days: number; Subject: number }[];
  const columns = {
    Reaction: rows.map((row) => row.Reaction),
    Days: rows.map((row) => row.Days),
    Subject: rows.map((row) => row.Subject),
  };
  for (const data of [rows, columns])
    expect(String(mixedlm("Reaction ~ Days", data, "Subject", { re_formula: "~Days" }).fit())).toBe(
      String(model.fit()),
    );
});

test("console.log prints the table, and labelled values as pandas does", () => {
  const result = model.fit();
  expect(inspect(result)).toBe(String(result.summary()));
  expect(inspect(result.fe_params)).toBe("Intercept    251.405105\nDays          10.467286\ndtype: float64");
  expect(result.fe_params.get("Days")).toBe(result.fe_params.values[1]);
  expect(result.cov_re.get("Subject", "Days")).toBe(result.cov_re.values[0]![1]);
});

test("fitted values and residuals keep the row numbers of the table when rows are dropped", () => {
  const rows = (sleep.objects() as { Reaction: number; Days: number; Subject: number }[]).map((row, i) =>
    i % 7 === 3 ? { ...row, Days: null } : row,
  );
  const result = mixedlm("Reaction ~ Days", rows, "Subject", { missing: "drop" }).fit();
  const kept = rows.flatMap((row, i) => (row.Days === null ? [] : [i]));
  expect(result.fittedvalues.index).toEqual(kept);
  expect(result.nobs).toBe(kept.length);
  expect(result.model.design.rows.missing).toEqual({ Days: rows.length - kept.length });
  kept.forEach((row) => {
    expect(result.fittedvalues.get(row) + result.resid.get(row)).toBeCloseTo(rows[row]!.Reaction, 10);
  });
});

test("the native fit has lme4's standard errors beside statsmodels'", () => {
  const result = model.fit();
  const lme4 = loadLme4Case("sleepstudy", "slope-reml")!;
  lme4.se.forEach((se, j) => {
    expect(result.fit.stdError[j]! / se).toBeCloseTo(1, 6);
  });
  expect(result.fit.status.kind).toBe("interior");
});

test("a Hessian that is not positive definite is said to be one, and its standard errors are NaN", () => {
  const result = mixedlm("Yield ~ 1", readCsv(loadData("dyestuff2")), "Batch").fit({ reml: false });
  expect(result.cov_re.get("Batch", "Batch")).toBe(0);
  expect(result.warnings.map(({ code }) => code)).toContain("hessian");
  expect(result.bse.get("Batch Var")).toBeNaN();
  expect(Number.isFinite(result.bse.get("Intercept"))).toBe(true);
});
