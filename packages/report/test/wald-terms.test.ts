import { describe, expect, test } from "vitest";
import { frameHtml } from "../src/pandas/frame-html.ts";
import { frameText } from "../src/pandas/frame-text.ts";
import { waldTermsFrame } from "../src/wald-terms.ts";
import { readSimpleTableCases } from "./helpers.ts";

const cases = readSimpleTableCases("wald");

describe("statsmodels' tests of terms, character for character", () => {
  test("the fixtures hold both distributions, as numbers and as arrays", () => {
    expect(cases.length).toBeGreaterThan(80);
    const kinds = new Set(cases.map(({ record }) => `${record.distribution} ${record.scalar}`));
    expect([...kinds].sort()).toEqual(["F false", "F true", "chi2 false", "chi2 true"]);
  });

  for (const [i, { about, record, text, html }] of cases.entries()) {
    test(`${i}: ${about}`, () => {
      const frame = waldTermsFrame(record);
      expect(frameText(frame, { display: "whole" })).toBe(text);
      expect(frameHtml(frame)).toBe(html);
    });
  }
});
