import { expect, test } from "vitest";
import { withArticle } from "../../src/index.ts";

test("the article follows the sound, and null and undefined have none", () => {
  const kinds = ["number", "object", "Array", "Uint8Array", "URL", "null", "undefined"];
  expect(kinds.map(withArticle)).toEqual([
    "a number",
    "an object",
    "an Array",
    "a Uint8Array",
    "a URL",
    "null",
    "undefined",
  ]);
});
