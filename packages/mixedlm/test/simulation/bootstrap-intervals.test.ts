// Intervals of recorded replicates are boot::boot.ci's, to rounding.
import { describe, expect, test } from "vitest";
import { type Bootstrap, bootstrapIntervals } from "../../src/index.ts";
import { loadNative } from "../native-fits.ts";
import type { BootstrapRecords } from "./bootstrap-records.ts";

const { recorded } = loadNative<BootstrapRecords>("bootstrap");

/** A bootstrap of one parameter with given replicates. */
function bootstrapOf(estimate: number, values: readonly number[]): Bootstrap {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  const stdError = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (known.length - 1));
  const count = known.length;
  const parameter = {
    name: "x",
    kind: "fixed" as const,
    estimate,
    mean,
    bias: mean - estimate,
    stdError,
    count,
    values,
  };
  return {
    ...{ formula: "", criterion: "REML", replicates: values.length, seed: 0, objective: [], theta: [] },
    ...{ rows: [parameter], singular: 0, failed: 0, failures: [] },
  };
}

describe("bootstrap intervals", () => {
  for (const { estimate, values, intervals } of recorded)
    for (const { alpha, ...theirs } of intervals)
      for (const type of ["percentile", "basic", "normal"] as const)
        test(`${values.length} replicates, ${type}, alpha ${alpha.toFixed(2)}`, () => {
          const [{ lower, upper }] = bootstrapIntervals(bootstrapOf(estimate, values), { alpha, type }).rows;
          // written with 17 digits; a few roundings of numbers about 10 are between them
          expect(lower).toBeCloseTo(theirs[type][0], 12);
          expect(upper).toBeCloseTo(theirs[type][1], 12);
        });

  test("replicates without a value are left out and counted", () => {
    const { estimate, values } = recorded[1]!;
    const gaps = [Number.NaN, ...values, Number.NaN];
    expect(bootstrapIntervals(bootstrapOf(estimate, gaps))).toEqual(bootstrapIntervals(bootstrapOf(estimate, values)));
    expect(bootstrapIntervals(bootstrapOf(estimate, gaps)).rows[0]!.count).toBe(values.length);
  });

  test("quantiles beyond the outermost replicates are those, and it is said", () => {
    const [own] = bootstrapIntervals(bootstrapOf(0, [3, 1, 2]), { alpha: 0.1 }).rows;
    expect(own).toMatchObject({ lower: 1, upper: 3, isExtreme: true });
    const enough = bootstrapIntervals(bootstrapOf(recorded[1]!.estimate, recorded[1]!.values), { alpha: 0.1 });
    expect(enough.rows[0]!.isExtreme).toBe(false);
    expect(String(enough)).not.toContain("too few");
  });

  test("a parameter without any value has no interval, and one without an estimate none that needs it", () => {
    const none = bootstrapIntervals(bootstrapOf(Number.NaN, [Number.NaN])).rows[0]!;
    expect(none).toMatchObject({ estimate: null, lower: null, upper: null, count: 0 });
    const { values } = recorded[1]!;
    const unknown = bootstrapOf(Number.NaN, values);
    expect(bootstrapIntervals(unknown, { type: "basic" }).rows[0]).toMatchObject({ lower: null, upper: null });
    expect(bootstrapIntervals(unknown).rows[0]!.lower).not.toBeNull();
  });

  test("of a bootstrap that was written as JSON are the same: null is no replicate", () => {
    const { estimate, values } = recorded[1]!;
    for (const own of [bootstrapOf(estimate, [Number.NaN, ...values]), bootstrapOf(Number.NaN, values)])
      for (const type of ["percentile", "basic", "normal"] as const)
        expect(bootstrapIntervals(JSON.parse(JSON.stringify(own)), { type })).toEqual(
          bootstrapIntervals(own, { type }),
        );
  });

  test("something else is refused by name", () => {
    const broken = { rows: [null] } as never;
    expect(() => bootstrapIntervals(broken)).toThrow(expect.objectContaining({ code: "not-a-bootstrap" }));
    expect(() => bootstrapIntervals({} as never)).toThrow(expect.objectContaining({ code: "not-a-bootstrap" }));
    expect(() => bootstrapIntervals(bootstrapOf(0, [1]), { level: 0.9 } as never)).toThrow(
      expect.objectContaining({ code: "unknown-option" }),
    );
  });
});
