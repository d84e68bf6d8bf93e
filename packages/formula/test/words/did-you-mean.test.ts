import { expect, test } from "vitest";
import { didYouMean, nearest } from "../../src/index.ts";

test("the question names every candidate between the quotes that are asked for", () => {
  expect(didYouMean(["alpha", "beta"])).toBe("; did you mean `alpha` or `beta`?");
  expect(didYouMean(["holm"], '"')).toBe('; did you mean "holm"?');
  expect(didYouMean(nearest(5, ["alpha"]))).toBe("");
});
