// What results hold of each group: shared labels, and clear errors where an answer would not fit into memory.
import { expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { mixedlm, readCsv, SmfError } from "../../src/index.ts";

/** Rows of one group; every level has a row, and the first fifty have two. */
function manyLevels(levels: number) {
  const rows = Array.from({ length: levels + 50 }, (_, i) => i);
  return {
    y: rows.map((i) => Math.sin(i) + 2 * Math.sin(3 * (i % levels))),
    u: rows.map((i) => `u${i % levels}`),
    g: rows.map(() => 1),
  };
}

function caught(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

test("matrices of more than 1e8 numbers are errors that say how many they are, and the rest works", () => {
  const levels = 10_050;
  const model = mixedlm("y ~ 1", manyLevels(levels), "g", { vc_formula: { u: "0 + C(u)" } });
  const result = model.fit();
  const written = caught(() => model.exog_vc);
  expect(written).toBeInstanceOf(SmfError);
  expect(written).toMatchObject({ code: "too-large", data: { numbers: levels * (levels + 50), most: 1e8 } });
  const covariances = caught(() => result.random_effects_cov);
  expect(covariances).toBeInstanceOf(SmfError);
  expect(covariances).toMatchObject({ code: "too-large", data: { numbers: levels ** 2, most: 1e8 } });
  expect(result.random_effects.get(1)).toHaveLength(levels);
});

test("groups with the same random effects share their labels, which nobody can change", () => {
  const result = mixedlm("Weight ~ Time", readCsv(loadData("dietox")), "Pig", { re_formula: "~Time" }).fit();
  const lists = new Set(Array.from(result.random_effects.values(), ({ index }) => index));
  expect(lists.size).toBe(1);
  const [labels] = lists;
  expect(labels).toEqual(["Pig", "Time"]);
  expect(Object.isFrozen(labels)).toBe(true);
});

test("crossed components inside groups: each group's covariance inverts Z'Z + inverse variances", () => {
  const [groups, widths] = [4, { a: 30, b: 25 }];
  const rows = Array.from({ length: groups * 120 }, (_, i) => i);
  const effect = (i: number): number => Math.sin(12.9898 * i) * 2;
  const table = {
    g: rows.map((i) => `g${i % groups}`),
    a: rows.map((i) => `a${(7 * i + (i % 11)) % widths.a}`),
    b: rows.map((i) => `b${(5 * i + (i % 13)) % widths.b}`),
    y: rows.map((i) => effect((i % groups) + 100 * ((7 * i + (i % 11)) % widths.a)) + effect(1000 + i)),
  };
  const model = mixedlm("y ~ 1", table, "g", { re_formula: "1", vc_formula: { a: "0 + C(a)", b: "0 + C(b)" } });
  // a point inside, whatever the optimum is
  const start_params = [0, 0.7, 0.9, 0.4];
  const inside = model.fit({ start_params, do_cg: false });
  const variances = [inside.cov_re.get("g", "g"), ...inside.vcomp.values];
  const { mats } = model.exog_vc as unknown as { mats: readonly (readonly number[][][])[] };
  model.exog_re_li!.forEach((own, g) => {
    const parts = [own, ...mats.map((of) => of[g]!)];
    const Z = own.map((_, i) => parts.flatMap((part) => Array.from(part[i]!)));
    const prior = parts.flatMap((part, k) => part[0]!.map(() => variances[k]!));
    const covariance = inside.random_effects_cov.get(model.group_labels[g]!)!.values;
    expect(prior.length).toBeGreaterThan(48);
    const precision = prior.map((variance, r) =>
      prior.map((_, c) => Z.reduce((sum, z) => sum + z[r]! * z[c]!, 0) / inside.scale + (r === c ? 1 / variance : 0)),
    );
    precision.forEach((line, r) => {
      prior.forEach((_, c) => {
        const product = line.reduce((sum, value, k) => sum + value * covariance[k]![c]!, 0);
        expect(product).toBeCloseTo(r === c ? 1 : 0, 9);
      });
    });
  });
});
