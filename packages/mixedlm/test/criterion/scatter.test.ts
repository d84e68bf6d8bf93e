// What Hessians are made of where it does not exist: no numbers, rather than wrong ones.
import { expect, test } from "vitest";
import { tracesOf } from "../../src/criterion/scatter.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { factorised } from "../../src/engine/factorised.ts";

test("traces that were not worked out, or of which one is no number, are none", () => {
  expect(tracesOf({ tracePP: null })).toBeNull();
  expect(tracesOf({ tracePP: Float64Array.of(1, Number.NaN) })).toBeNull();
  const tracePP = Float64Array.of(1, 2);
  expect(tracesOf({ tracePP })).toBe(tracePP);
});

test("a point that has no factorisation although it must is an error with a code", () => {
  const engine = { factorise: () => null } as unknown as Engine;
  expect(() => factorised(engine, [])).toThrow(expect.objectContaining({ code: "no-factorisation" }));
});
