import { adjustPValues, type PValueAdjustment } from "mixedlm";
import { describe, expect, test } from "vitest";
import { multipletests } from "../../src/inference/multiple-tests.ts";
import { expectClose, recorded } from "./contrasts-record.ts";

const { vectors, cases } = recorded<{
  vectors: number[][];
  cases: {
    vector: number;
    method: string;
    alpha: number;
    reject: boolean[];
    pvals_corrected: number[];
    alphacSidak: number;
    alphacBonf: number;
  }[];
}>("multiple-tests.json");

describe.each([...new Set(cases.map(({ method }) => method))])("%s", (method) => {
  test.each(cases.filter((one) => one.method === method))(
    "adjusts vector $vector at $alpha as statsmodels does",
    ({ vector, alpha, ...expected }) => {
      const found = multipletests(vectors[vector]!, { method, alpha });
      expect(found.reject).toEqual(expected.reject);
      expected.pvals_corrected.forEach((p, i) => {
        expectClose([found.pvals_corrected[i]!], [p], 1e-13);
      });
      expectClose([found.alphacSidak, found.alphacBonf], [expected.alphacSidak, expected.alphacBonf], 1e-13);
    },
  );
});

test("Holm's adjustment is the default method's neighbour: methods have initials and other spellings", () => {
  const p = [0.01, 0.04, 0.03, 0.005];
  for (const [short, long] of [
    ["b", "bonferroni"],
    ["HS", "holm-sidak"],
    ["sh", "simes-hochberg"],
    ["fdr_twostage", "fdr_tsbky"],
    ["fdrcorr", "fdr_by"],
  ] as const) {
    expect(multipletests(p, { method: short })).toEqual(multipletests(p, { method: long }));
  }
  expect(multipletests(p)).toEqual(multipletests(p, { method: "hs", alpha: 0.05 }));
});

test("answers come sorted by p-value when asked for", () => {
  const p = [0.04, 0.01, 0.03];
  const plain = multipletests(p, { method: "bonferroni" });
  const sorted = multipletests(p, { method: "bonferroni", returnsorted: true });
  expect(sorted.pvals_corrected).toEqual(plain.pvals_corrected.slice().sort());
  expect(sorted.reject).toEqual([true, false, false]);
});

test.each([
  ["an unknown method", [0.1], { method: "holms" }, "unknown-method", "did you mean `holm`"],
  ["no p-values", [], {}, "p-value", "there are no p-values"],
  ["a p-value that is none", [0.1, Number.NaN], {}, "p-value", "p-value 1 (counted from 0) is NaN"],
  ["a p-value above 1", [1.5], {}, "p-value", "p-value 0 (counted from 0) is 1.5"],
  ["an unknown option", [0.1], { alhpa: 0.1 }, "unknown-option", "`alpha`"],
])("%s is refused", (_, p, options, code, text) => {
  expect(() => multipletests(p as number[], options as object)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});

// two tables of the same procedures: each rounds as the program does whose digits it has to have
test("the procedures that lmm's contrasts have too give the same p-values there", () => {
  const names: Record<string, PValueAdjustment> = {
    bonferroni: "bonferroni",
    sidak: "sidak",
    holm: "holm",
    "simes-hochberg": "hochberg",
    fdr_bh: "fdr",
    fdr_by: "by",
  };
  for (const [method, native] of Object.entries(names))
    for (const vector of vectors)
      expectClose(Array.from(multipletests(vector, { method }).pvals_corrected), adjustPValues(vector, native), 1e-14);
});
