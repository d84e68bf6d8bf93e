import { readCsv } from "@mixedlm/design";
import { fitMoments } from "mixedlm";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { mixedlm } from "../../src/mixedlm.ts";
import type { MixedLM } from "../../src/model/model.ts";
import { responseMoments } from "../../src/simulation/response-source.ts";
import { withResponse } from "../with-response.ts";

const dietox = readCsv(loadData("dietox"));
const columns = (): Record<string, unknown[]> =>
  Object.fromEntries(dietox.columnNames().map((name) => [name, Array.from(dietox.array(name) as ArrayLike<unknown>)]));

/** Another response, made of the old one's row: any will do. */
const other = (y: number, i: number): number => 3 * y + Math.sin(i);

function model(data: Record<string, unknown[]>, formula: string): MixedLM {
  return mixedlm(formula, data as Record<string, number[]>, "Pig", { re_formula: "~Time", missing: "drop" });
}

describe.each(["Weight ~ Time", "np.log(Weight) ~ Time + Feed", "Weight ~ I(Time + 1e6) + I((Time + 1e6) ** 2)"])(
  "%s with another response",
  (formula) => {
    const before = model(columns(), formula);
    const y = Array.from(before.endog, other);
    // the same model written with a column of its own; rows without a value stay without one
    const data = { ...columns(), hidden: new Array<number | null>(dietox.numRows()).fill(null) };
    for (const [i, row] of before.endog.index.entries()) data.hidden[row as number] = y[i]!;
    const written = model(data, formula.replace(/^.* ~/, "hidden ~"));

    test("is the model whose formula names a column with it", () => {
      const made = withResponse(before, y);
      expect(Array.from(made.endog)).toEqual(Array.from(written.endog));
      expect(made.endog.index).toEqual(written.endog.index);
      expect(made.exog.values).toEqual(written.exog.values);
      expect(made.fit().llf).toBe(written.fit().llf);
    });

    test("keeps the response's name, and leaves the first model as it was", () => {
      const own = Array.from(before.endog);
      expect(withResponse(before, y).endog_names).toBe(before.endog_names);
      expect(Array.from(before.endog)).toEqual(own);
    });

    test("has the same optimum from moments alone", () => {
      const { logLik, beta } = fitMoments(responseMoments(before)(y));
      const whole = fitMoments(written.moments);
      expect(Math.abs(logLik - whole.logLik)).toBeLessThan(1e-9 * Math.abs(whole.logLik));
      for (const [j, b] of whole.beta.entries()) expect(Math.abs(beta[j]! - b)).toBeLessThan(1e-7 * whole.stdError[j]!);
    });
  },
);

describe("another response", () => {
  const before = model(columns(), "Weight ~ Time");

  test("may be given to a model that has another response already", () => {
    const y = Array.from(before.endog, other);
    const twice = withResponse(withResponse(before, y), Array.from(before.endog));
    expect(twice.fit().llf).toBe(before.fit().llf);
  });

  test.each([
    ["of another length", [1, 2, 3], "response-length"],
    ["with a missing value", Array.from(before.endog, (y, i) => (i === 5 ? Number.NaN : y)), "not-finite"],
    ["with an infinite value", Array.from(before.endog, (y, i) => (i === 5 ? 1 / 0 : y)), "not-finite"],
  ] as const)("%s is refused", (_, y, code) => {
    expect(() => withResponse(before, y)).toThrow(expect.objectContaining({ name: "SmfError", code }));
    expect(() => responseMoments(before)(y)).toThrow(expect.objectContaining({ name: "SmfError", code }));
  });
});
