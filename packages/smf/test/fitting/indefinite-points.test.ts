// Covariances that are none, against statsmodels: its values and scores there, and fits whose search passes them.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { indefinitePoints } from "../../src/fitting/indefinite-points.ts";
import { MixedLMParams, mixedlm, readCsv } from "../../src/index.ts";

interface Case {
  readonly dataset: string;
  readonly formula: string;
  readonly groups: string;
  readonly re_formula: string | null;
  readonly vc_formula?: Record<string, string> | null;
  readonly reml: boolean;
  readonly points: readonly { packed: number[]; loglike: number | null; score: number[] }[];
}

interface Search extends Omit<Case, "dataset" | "points"> {
  readonly data: Record<string, (number | string)[]>;
  readonly summary: string;
}

function recordedIn<T>(file: string): T[] {
  const url = new URL(`../../../../fixtures/indefinite-points/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: T[] }).cases;
}

const cases = recordedIn<Case>("cases.json");
const searches = recordedIn<Search>("searches.json");

const modelOf = (
  { formula, groups, re_formula, vc_formula = {}, reml: _ }: Omit<Case, "dataset" | "points">,
  table: object,
) =>
  mixedlm(formula, table as Record<string, number[]>, groups, {
    re_formula,
    vc_formula: vc_formula === null || Object.keys(vc_formula).length === 0 ? null : vc_formula,
    use_sqrt: false,
  });

describe("at a covariance that is none", () => {
  test.each(cases.map((recorded): [string, Case] => [recorded.dataset, recorded]))(
    "%s has statsmodels' value and score",
    (_, recorded) => {
      const model = modelOf(recorded, readCsv(loadData(recorded.dataset)));
      const at = indefinitePoints(model, recorded.reml);
      for (const { packed, loglike, score } of recorded.points) {
        const { value, slopes } = at(MixedLMParams.from_packed(packed, 0, model.k_re, false, false))!;
        if (loglike === null) expect(value).toBeNaN();
        else expect(Math.abs(value - loglike)).toBeLessThanOrEqual(1e-9 * Math.abs(loglike));
        const size = Math.max(...score.map(Math.abs));
        expect(slopes.length).toBe(score.length);
        score.forEach((slope, j) => {
          expect(Math.abs(slopes[j]! - slope)).toBeLessThanOrEqual(1e-8 * size);
        });
      }
    },
  );

  test("some of the recorded values are NaN and some are numbers", () => {
    const values = cases.flatMap(({ points }) => points.map(({ loglike }) => loglike));
    expect(values).toContain(null);
    expect(values.filter((value) => value !== null).length).toBeGreaterThanOrEqual(4);
  });

  test("groups of more than 60 random columns are not evaluated", () => {
    const table = { y: [...Array(122).keys()].map((i) => (i * 7) % 11), g: [...Array(122).keys()].map((i) => i % 61) };
    const ones = new Array<number>(122).fill(1);
    const model = mixedlm("y ~ 1", table, ones, { vc_formula: { g: "0 + C(g)" }, use_sqrt: false });
    expect(indefinitePoints(model, true)(MixedLMParams.from_components({ vcomp: [-0.1] }))).toBe(null);
  });
});

describe("a search without square roots that passes such points", () => {
  test.each(searches.map((recorded): [string, Search] => [recorded.formula, recorded]))(
    "%s prints statsmodels' text",
    (_, recorded) => {
      const result = modelOf(recorded, recorded.data).fit({ reml: recorded.reml });
      expect(`${result.summary()}`).toBe(recorded.summary);
    },
  );

  test("and ends there, gives the optimum and says why", () => {
    const table = readCsv(loadData("bodyweight"));
    const model = mixedlm("weight ~ Time", table, "Rat", { re_formula: "~Time", use_sqrt: false });
    const { warnings, llf, fit } = model.fit();
    const left = warnings.filter(({ code }) => code === "path-left");
    expect(left).toHaveLength(1);
    expect(left[0]!.message).toContain("ended where a variance is negative or a correlation is beyond 1");
    expect(llf).toBe(fit.logLik);
  });
});
