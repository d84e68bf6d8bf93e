// A random model with many equal groups, which engines treat as one.
import type { WrittenModel } from "../written-model.ts";

/** Groups of two kinds, all of a kind with the same random columns; a fixed column that is as it likes in each. */
export function balancedDesign(random: () => number): WrittenModel {
  const kinds = [0, 1].map(() => Array.from({ length: 3 }, () => [1, 2 * random()]));
  const groups = 40;
  const rows = Array.from({ length: groups }, (_, g) => kinds[g % 5 === 0 ? 1 : 0].map((z) => ({ g, z }))).flat();
  return {
    y: rows.map(({ g }) => 4 * random() + g),
    X: rows.map(({ z }) => [...z, random()]),
    groups: [{ levels: groups, codes: Int32Array.from(rows, ({ g }) => g) }],
    effects: [{ group: 0, covariance: "us", Z: rows.map(({ z }) => z) }],
    components: [],
  };
}
