// What predictions are uncertain by, on random designs (see `random-designs.ts`): every structure, crossed and nested, weights,
// components, zero variances, both engines, against the covariance of (beta_hat, b_hat - b) as dense matrices. Rows are those
// of the design, and rows that put together levels which no row has together.
import { matrix } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { internalLambda } from "../../src/coordinates/coordinates.ts";
import { relativeJointVariances } from "../../src/prediction/joint-covariance.ts";
import { rowsInside } from "../../src/rows/internal-rows.ts";
import type { RandomEntries } from "../../src/rows/model-rows.ts";
import { uniform } from "../models.ts";
import { denseJoint, denseLeverage, quadratic } from "../oracle-joint.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, type EngineName, engineOf, type TestModel, type WrittenModel } from "../written-model.ts";

const designs: [name: string, design: (random: () => number) => WrittenModel, engines: EngineName[]][] = [
  ["one grouping factor", oneFactorDesign, ["blocks", "sparse"]],
  ["several grouping factors", crossedDesign, ["blocks", "dense", "sparse"]],
];

/** What elimination of dense matrices with variances up to 9 and as many rows as columns loses. */
const CLOSE = 1e-7;

describe.each(designs)("random designs with %s", { timeout: 60_000 }, (_, design, names) => {
  test.each(names)("variances of predictions are those of the dense joint covariance: %s", (name) => {
    let compared = 0;
    for (let seed = 2; seed <= 400; seed += 13) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engine = engineOf(model, name);
      if (engine === null) continue;
      compared += 1;
      const rows = [...model.written.X.map((x, i) => ({ x, z: rowOf(model, i) })), ...mixedRows(model, random)];
      const theirs = denseJoint(model.dense, model.relative(lambda));
      const X = matrix(rows.length, rows[0]!.x.length);
      rows.forEach(({ x }, i) => {
        x.forEach((value, j) => {
          X.data[j * rows.length + i] = value;
        });
      });
      const Z = entriesOf(
        model,
        rows.map(({ z }) => z),
      );
      const at = engine.factorise(internalLambda(engine.products, lambda))!;
      const ours = relativeJointVariances(engine, at, rowsInside(engine.products, null, { n: rows.length, X, Z }));
      rows.forEach(({ x, z }, i) => {
        const expected = quadratic(theirs, [...x, ...z]);
        if (!(Math.abs(ours[i]! - expected) < CLOSE * (1 + expected)))
          expect.fail(`seed ${seed}, row ${i}: ${ours[i]} is not ${expected}`);
      });
      const hat = denseLeverage(model.dense, model.relative(lambda));
      hat.forEach((value, i) => {
        const weight = model.written.weights?.[i] ?? 1;
        if (!(Math.abs(weight * ours[i]! - value) < CLOSE)) expect.fail(`seed ${seed}, leverage of row ${i}`);
      });
    }
    expect(compared).toBeGreaterThan(20);
  });
});

/** Row i of the dense Z, without the root of its weight. */
function rowOf({ dense, written }: TestModel, i: number): number[] {
  const root = Math.sqrt(written.weights?.[i] ?? 1);
  return dense.Z[i]!.map((value) => value / root);
}

/** Rows whose levels of each factor are those of another row: pairs that may have no row, with another row's x. */
function mixedRows(model: TestModel, random: () => number): { x: readonly number[]; z: number[] }[] {
  const n = model.written.y.length;
  const any = (): number => Math.floor(random() * n);
  const factors = Math.max(...model.places.map(({ factor }) => factor)) + 1;
  return Array.from({ length: 15 }, () => {
    const from = Array.from({ length: factors }, any);
    return { x: model.written.X[any()]!, z: model.places.map(({ factor }, j) => rowOf(model, from[factor]!)[j]!) };
  });
}

/** Rows of dense entries as the package has them. */
function entriesOf(model: TestModel, rows: readonly (readonly number[])[]): RandomEntries {
  const { factors } = model.moments.layout;
  const start = [0];
  const list: { factor: number; level: number; at: number; value: number }[] = [];
  for (const z of rows) {
    z.forEach((value, j) => {
      const { factor, at } = model.places[j]!;
      if (value !== 0) list.push({ factor, level: Math.floor(at / factors[factor]!.s), at, value });
    });
    start.push(list.length);
  }
  return {
    start: Int32Array.from(start),
    factor: Int32Array.from(list, ({ factor }) => factor),
    level: Int32Array.from(list, ({ level }) => level),
    at: Int32Array.from(list, ({ at }) => at),
    value: Float64Array.from(list, ({ value }) => value),
  };
}
