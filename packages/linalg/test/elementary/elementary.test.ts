// All functions of `elementary/` together: values in exact arithmetic, rounded once, and what holds at the ends of their ranges.
import { readFileSync } from "node:fs";
import { acos, asin, atan, atan2, cos, exp, expm1, hypot, integerPower, log, log1p, power, sin } from "@mixedlm/linalg";
import fc from "fast-check";
import { expect, test } from "vitest";

const values: Record<string, [x: number, value: number][]> = JSON.parse(
  readFileSync(new URL("../../../../fixtures/elementary/values.json", import.meta.url), "utf8"),
);
const functions: Record<string, (x: number) => number> = { acos, asin, atan, cos, exp, expm1, log, log1p, sin };

/** The distance of a double from the next larger one in size. */
function unit(value: number): number {
  const bits = new BigInt64Array(new Float64Array([Math.abs(value)]).buffer);
  const next = new Float64Array(new BigInt64Array([bits[0]! + 1n]).buffer)[0]!;
  return (Number.isFinite(next) ? next : Number.MAX_VALUE) - Math.abs(value);
}

test.each(Object.keys(values))("%s is exact arithmetic's value within two units in the last place", (name) => {
  for (const [x, value] of values[name]!)
    expect(Math.abs(functions[name]!(x) - value) / unit(value), `${name}(${x})`).toBeLessThanOrEqual(2);
});

test.each(["exp", "log", "sin", "cos"])("%s is one of the two doubles beside exact arithmetic's value", (name) => {
  for (const [x, value] of values[name]!)
    expect(Math.abs(functions[name]!(x) - value) / unit(value), `${name}(${x})`).toBeLessThanOrEqual(1);
});

test("at the ends of their ranges they are what the language says", () => {
  const ends = [0, -0, 1, -1, 2, -2, 800, -800, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const theirs: Record<string, (x: number) => number> = { ...pick("exp", "expm1", "log", "log1p", "atan") };
  for (const [name, their] of Object.entries(theirs))
    for (const x of ends) expect(functions[name]!(x).toPrecision(14), `${name}(${x})`).toBe(their(x).toPrecision(14));
  for (const [name, own] of Object.entries(functions)) expect(own(Number.NaN), name).toBeNaN();
  for (const name of ["expm1", "log1p", "sin", "atan", "asin"])
    expect(Object.is(functions[name]!(-0), -0), name).toBe(true);
  for (const end of [1, -1]) {
    expect(asin(end)).toBe(Math.asin(end));
    expect(acos(end)).toBe(Math.acos(end));
  }
  for (const beyond of [asin(1.5), acos(-1.5), sin(Number.POSITIVE_INFINITY), cos(Number.NaN)])
    expect(beyond).toBeNaN();
});

function pick(...names: ("atan" | "exp" | "expm1" | "log" | "log1p")[]): Record<string, (x: number) => number> {
  return Object.fromEntries(names.map((name) => [name, Math[name]]));
}

test("the angle of a point is right in every quadrant and on every axis", () => {
  for (const angle of [0.1, 0.8, 1.5, 1.7, 2.9, -0.3, -1.4, -2.2, -3.1])
    expect(atan2(5 * Math.sin(angle), 5 * Math.cos(angle))).toBeCloseTo(angle, 14);
  for (const [y, x] of [
    [0, 1],
    [0, -1],
    [-0, -1],
    [1, 0],
    [-2, 0],
    [0, 0],
    [1, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
  ] as const)
    expect(Object.is(atan2(y, x), Math.atan2(y, x)), `${y}, ${x}`).toBe(true);
});

test("whole powers of numbers with few digits are exact, and powers below 0 their inverses", () => {
  expect([0, 1, 2, 5, 13].map((n) => integerPower(-3, n))).toEqual([1, -3, 9, -243, -1594323]);
  expect(integerPower(0, 0)).toBe(1);
  expect(integerPower(2, -3)).toBe(0.125);
});

test("powers that are not whole are roots and their products", () => {
  for (const x of [0.003, 0.7, 1, 2.5, 1e40]) {
    expect(power(x, 0.5) / Math.sqrt(x)).toBeCloseTo(1, 13);
    expect(power(x, 2.5) / (x * x * Math.sqrt(x))).toBeCloseTo(1, 12);
    expect(power(x, 3)).toBe(integerPower(x, 3));
  }
  expect([power(0, 0.5), power(0, -0.5), power(1, -2.3)]).toEqual([0, Number.POSITIVE_INFINITY, 1]);
});

// rounded from 60 digits of mpmath
test.each([
  [1e-300, -0.23255813953488372, 5.853853648181805e69],
  [1e300, 0.7, 9.999999999999694e209],
  [3.7, 2.5, 26.333240780428074],
  [1e-5, 4.3, 3.162277660168387e-22],
  [2.5e-310, 0.3, 1.3163822043342505e-93],
  [1e-300, 1.06, 1e-318],
  [1e150, 2.05, 3.162277660168185e307],
  [123456.789, -30.1, 5.564154585239325e-154],
  [0.999, -123.4, 1.1314067174102111],
  [1.5, 1700.5, 2.774508273377268e299],
])("%d to the power %d", (x, y, value) => {
  const ulps = Math.abs(y) < 10 ? 4 : 2 + Math.abs(y * Math.log(x));
  expect(Math.abs(power(x, y) - value)).toBeLessThanOrEqual(ulps * unit(value));
});

test("powers agree with the engine's", () => {
  const base = fc.double({ min: 1e-8, max: 1e8, noNaN: true });
  const exponent = fc.oneof(fc.double({ min: -8, max: 8, noNaN: true }), fc.integer({ min: -8, max: 8 }));
  const near = (x: number, y: number): boolean => Math.abs(power(x, y) / x ** y - 1) <= 3e-15;
  fc.assert(fc.property(base, exponent, near), { numRuns: 2000, seed: 1 });
});

test("powers of negative numbers, zeros, infinities and missing ones are C's", () => {
  const values = [-Infinity, -2, -1, -0.5, -0, 0, 0.5, 1, 2, Infinity, Number.NaN];
  for (const x of values) {
    for (const y of [...values, 3, -3, 0.25, -1.3]) {
      // C: a one is a one, whatever the exponent
      const isOne = x === 1 || (x === -1 && Math.abs(y) === Infinity);
      const [own, expected] = [power(x, y), isOne ? 1 : x ** y];
      const isNear = Math.abs(own / expected - 1) < 1e-15;
      expect([x, y, isNear ? expected : own]).toEqual([x, y, expected]);
    }
  }
});

test("the length of a pair is exact for whole triangles of any size, and elsewhere within two units in the last place", () => {
  for (const scale of [1, 2 ** 1020, 2 ** 400, 2 ** -400, 2 ** -540, 2 ** -1072]) {
    expect(hypot(3 * scale, -4 * scale)).toBe(5 * scale);
    expect(hypot(-12 * scale, 5 * scale)).toBe(13 * scale);
    expect(hypot(0, -scale)).toBe(scale);
  }
  for (let i = 1; i <= 2000; i++) {
    const [x, y] = [Math.sqrt(i) * 2 ** ((i % 41) - 20), Math.cbrt(i + 1)];
    expect(Math.abs(hypot(x, y) - Math.hypot(x, y)) / unit(Math.hypot(x, y))).toBeLessThanOrEqual(2);
  }
  expect(hypot(0, -0)).toBe(0);
  expect(hypot(Number.NEGATIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(hypot(Number.NaN, 1)).toBeNaN();
});
