import { expect, test } from "vitest";
import { shownValue } from "../../src/index.ts";

test.each<[unknown, string]>([
  ["x", '"x"'],
  [-0.5, "-0.5"],
  [10n, "10n"],
  [null, "null"],
  [undefined, "undefined"],
  [Symbol("y"), "Symbol(y)"],
  [[1, 2, 3], "an array of 3"],
  [() => 1, "a function"],
  [class {}, "a function"],
  [{ a: 1 }, "an object"],
  [Object.create(null), "an object"],
  [new Date(0), "a Date"],
  [new Map(), "a Map"],
  [new Uint8Array(2), "a Uint8Array"],
  [new ArrayBuffer(2), "an ArrayBuffer"],
  [/x/, "a RegExp"],
])("%o is shown as it could be typed, or by its kind", (value, text) => {
  expect(shownValue(value)).toBe(text);
});

test("a long text and a kind with a long name are shortened", () => {
  expect(shownValue("x".repeat(200))).toBe(`"${"x".repeat(40)}..." (200 characters)`);
  expect(shownValue({ [Symbol.toStringTag]: "y".repeat(200) }).length).toBeLessThan(80);
});

test("what throws when it is looked at is shown all the same", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const tagged = Object.defineProperty({}, Symbol.toStringTag, {
    get: () => {
      throw new Error("no");
    },
  });
  expect([shownValue(proxy), shownValue(tagged)]).toEqual(Array(2).fill("an object that cannot be read"));
});
