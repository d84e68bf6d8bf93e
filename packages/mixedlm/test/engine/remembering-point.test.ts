// Remembering a point changes how often it is factorised, and nothing else.
import { describe, expect, test } from "vitest";
import type { Engine, Lambda } from "../../src/engine/engine.ts";
import { rememberingPoint } from "../../src/engine/remembering-point.ts";
import { engineFor } from "../../src/search/engine-for.ts";
import { lmmOf } from "../lmm-record.ts";

/** An engine that counts, and the same remembering its point. */
function counting(): { engine: Engine; remembering: Engine; factorised: Lambda[] } {
  const engine = engineFor(lmmOf("sleepstudy/slope-reml").fit.engine.products);
  const factorised: Lambda[] = [];
  const factorise = (lambda: Lambda) => {
    factorised.push(lambda);
    return engine.factorise(lambda);
  };
  return { engine, remembering: rememberingPoint({ ...engine, factorise }), factorised };
}

const at = (value: number): Lambda => [Float64Array.of(value, 0.1, 0, value / 2)];

describe("an engine that remembers its point", () => {
  test("factorises a point once that is asked for twice in a row", () => {
    const { remembering, factorised } = counting();
    const first = remembering.factorise(at(0.7));
    expect(remembering.factorise(at(0.7))).toBe(first);
    expect(factorised).toHaveLength(1);
  });

  test("factorises a point again after another one", () => {
    const { engine, remembering, factorised } = counting();
    for (const value of [0.7, 0.8, 0.7]) remembering.factorise(at(value));
    expect(factorised).toHaveLength(3);
    const { logdetV, r2 } = remembering.factorise(at(0.7))!;
    expect({ logdetV, r2 }).toEqual({ logdetV: engine.factorise(at(0.7))!.logdetV, r2: engine.factorise(at(0.7))!.r2 });
  });

  test("is not deceived by an array that was written to", () => {
    const { remembering, factorised } = counting();
    const point = at(0.7);
    const before = remembering.factorise(point)!.logdetV;
    point[0]![0] = 3;
    expect(remembering.factorise(point)!.logdetV).not.toBe(before);
    expect(factorised).toHaveLength(2);
  });

  test("forgets its point when another one does not exist", () => {
    const { remembering, factorised } = counting();
    remembering.factorise(at(0.7));
    expect(remembering.factorise(at(Number.NaN))).toBeNull();
    expect(remembering.factorise(at(0.7))).not.toBeNull();
    expect(factorised).toHaveLength(3);
  });
});
