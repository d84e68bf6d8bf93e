// Exact deletion against lme4: every model refitted without the rows and polished to about 1e-8 of theta; Cook's distances
// and dfbetas by lme4's methods for such records.
import { describe, expect, test } from "vitest";
import { influence } from "../../src/index.ts";
import { positions } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface RecordedInfluence {
  readonly model: string;
  readonly by: string;
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly beta: readonly (readonly number[])[];
  readonly dfbetas: readonly (readonly number[])[];
  readonly cooks: readonly number[];
  readonly covRatio: readonly number[];
  readonly covTrace: readonly number[];
  readonly sigma: readonly number[];
}

const { cases } = loadNative<{ cases: readonly RecordedInfluence[] }>("influence");

describe.each(cases)("$model by $by", (recorded) => {
  test("refits without rows are lme4's", () => {
    const fit = nativeFit(recorded.model);
    const own = influence(fit, { by: recorded.by, refit: "exact" });
    expect(own.failures).toEqual([]);
    const order = positions(fit.names, recorded.names);
    const m = own.labels.length;
    expect(m).toBe(recorded.labels.length);
    let worst = 0;
    const see = (a: number, b: number, unit: number): void => {
      worst = Math.max(worst, Math.abs(a - b) / unit);
    };
    own.labels.forEach((label, i) => {
      const at = recorded.by === "row" ? i : recorded.labels.indexOf(String(label));
      order.forEach((r, j) => {
        see(own.beta[i]![j]!, recorded.beta[at]![r]!, fit.stdError[j]!);
        see(own.dfbetas[i]![j]!, -recorded.dfbetas[at]![r]!, 1);
      });
      // lme4's own factor
      const factor = (m - fit.p) / m;
      see(own.cooksDistance[i]! * factor, recorded.cooks[at]!, Math.max(1, Math.abs(recorded.cooks[at]!)));
      see(own.covRatio[i]!, recorded.covRatio[at]!, recorded.covRatio[at]!);
      see(own.covTrace[i]!, recorded.covTrace[at]!, fit.p);
      see(own.sigma[i]!, recorded.sigma[at]!, recorded.sigma[at]!);
    });
    // that of lme4's polished optima
    expect(worst).toBeLessThan(1e-7);
  });
});
