import { expect, test } from "vitest";
import { listed } from "../../src/index.ts";

test("ten names are listed, and of more it is said how many", () => {
  expect(listed(["a", "b"])).toBe("a, b");
  expect(listed(Array.from({ length: 13 }, (_, i) => `x${i}`))).toBe(
    "x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, ... 3 more",
  );
});
