import { expect, test } from "vitest";
import { directLimits, limitedValue, untilStopped } from "../src/limited-value.ts";

const sum = { value: (x: Float64Array) => x.reduce((total, entry) => total + entry, 0) };

test("values are counted, the same point anew each time, and never more of them than allowed", () => {
  const f = limitedValue(sum, 3);
  const x = Float64Array.of(1, 2);
  expect([f(x), f(x), f(x)]).toEqual([3, 3, 3]);
  expect(() => f(x)).toThrow();
  expect(f.count()).toBe(3);
});

test("the first value is given whatever the limit", () => {
  const f = limitedValue(sum, 0);
  expect(f(Float64Array.of(4))).toBe(4);
  expect(() => f(Float64Array.of(4))).toThrow();
});

test("one limit given lifts the default of the other", () => {
  expect(directLimits({}, 400)).toEqual({ maxiter: 400, maxfun: 400 });
  expect(directLimits({ maxiter: 7 }, 400)).toEqual({ maxiter: 7, maxfun: Number.POSITIVE_INFINITY });
  expect(directLimits({ maxfun: 7 }, 400)).toEqual({ maxiter: Number.POSITIVE_INFINITY, maxfun: 7 });
  expect(directLimits({ maxiter: 5, maxfun: 7 }, 400)).toEqual({ maxiter: 5, maxfun: 7 });
});

test("a run ends with its reason, with its values, or with what else is thrown", () => {
  let rounds = 0;
  expect(untilStopped(() => (++rounds === 4 ? "value" : undefined))).toBe("value");
  expect(rounds).toBe(4);
  const f = limitedValue(sum, 9);
  expect(
    untilStopped(() => {
      f(Float64Array.of(1));
      return undefined;
    }),
  ).toBe("max-evaluations");
  expect(f.count()).toBe(9);
  expect(() =>
    untilStopped(() => {
      throw new RangeError("mine");
    }),
  ).toThrow(RangeError);
});
