// One check of options for all packages: what it lets through, and what it says.
import { describe, expect, test } from "vitest";
import { checkOptions, FormulaError, isRecord, type OptionCheck } from "../src/index.ts";
import { errorOf } from "./error-of.ts";

const CHECKS: Readonly<Record<string, OptionCheck>> = {
  alpha: [(v) => typeof v === "number" && v > 0 && v < 1, "a number more than 0 and less than 1"],
  name: [(v) => (v as string).startsWith("x"), "a text that begins with x"],
};

function check(options: unknown): void {
  checkOptions("tidy", options, CHECKS, FormulaError);
}

describe("options are taken", () => {
  test("when all are known and of their kind; undefined counts as left out", () => {
    for (const options of [{}, { alpha: 0.1 }, { alpha: undefined, name: "x1" }, Object.create(null)])
      expect(() => check(options)).not.toThrow();
  });
});

describe("options are refused", () => {
  test("with the nearest name when one is unknown", () => {
    const error = errorOf(() => check({ Alpha: 0.1 }));
    expect([error.code, error.message]).toEqual([
      "unknown-option",
      "`Alpha` is not an option of tidy; did you mean `alpha`? (options: alpha, name)",
    ]);
    expect(error.data).toEqual({ call: "tidy", option: "Alpha", candidates: ["alpha"], known: ["alpha", "name"] });
  });

  test("under the names of what every object has", () => {
    for (const name of ["constructor", "toString", "__proto__"])
      expect(errorOf(() => check(Object.fromEntries([[name, 1]]))).code).toBe("unknown-option");
  });

  test("when a value is of another kind, or fails the test by an exception", () => {
    const error = errorOf(() => check({ alpha: "0.1" }));
    expect([error.code, error.message]).toEqual([
      "option-type",
      'option `alpha` of tidy is "0.1", expected a number more than 0 and less than 1',
    ]);
    expect(errorOf(() => check({ name: 5 })).message).toBe(
      "option `name` of tidy is 5, expected a text that begins with x",
    );
  });

  test("when they are no record", () => {
    for (const [options, text] of [
      [null, "null"],
      [[], "an array of 0"],
      [new Map(), "a Map"],
      ["alpha", '"alpha"'],
    ]) {
      const error = errorOf(() => check(options));
      expect([error.code, error.message]).toEqual([
        "option-type",
        `the options of tidy are ${text}, expected an object (options: alpha, name)`,
      ]);
    }
  });

  test("when they cannot be read, with what was thrown as the cause", () => {
    const cause = new RangeError("not today");
    const options = {
      get alpha(): number {
        throw cause;
      },
    };
    const error = errorOf(() => check(options));
    expect([error.code, error.message, error.cause]).toEqual([
      "option-type",
      "the options of tidy cannot be read: not today; give a plain object (options: alpha, name)",
      cause,
    ]);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(errorOf(() => check(proxy)).code).toBe("option-type");
  });
});

test("a record is an object of entries of its own, and nothing that throws when asked", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const others = [null, undefined, [], new Date(0), new Map(), "a", () => 1, proxy];
  expect([{}, Object.create(null)].map(isRecord)).toEqual([true, true]);
  expect(others.map(isRecord)).toEqual(others.map(() => false));
});
