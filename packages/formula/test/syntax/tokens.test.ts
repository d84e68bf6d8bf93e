import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenize } from "../../src/syntax/tokens.ts";

const texts = (text: string): string[] => tokenize(text).map((token) => token.text);
const kinds = (text: string): string[] => tokenize(text).map((token) => token.kind);

describe("tokens", () => {
  test.each([
    ["a**b*c//d/e", ["a", "**", "b", "*", "c", "//", "d", "/", "e"]],
    ["x>=1 != y<-2", ["x", ">=", "1", "!=", "y", "<", "-", "2"]],
    ["np.log10(.5e-3)", ["np", ".", "log10", "(", ".5e-3", ")"]],
    ["1_0 0x1F 0b1 0o7 1. 1.e5 2x", ["1_0", "0x1F", "0b1", "0o7", "1.", "1.e5", "2", "x"]],
    [`'it\\'s' "a 'b'"`, ["'it\\'s'", `"a 'b'"`]],
    ["b %in% a || c", ["b", "%in%", "a", "||", "c"]],
    ["größe名前 नाम _x1", ["größe名前", "नाम", "_x1"]],
  ])("of `%s` are %j", (text, expected) => expect(texts(text)).toEqual(expected));

  test("that are errors by themselves have kinds of their own", () => {
    expect(kinds("x # note")).toEqual(["name", "comment"]);
    expect(kinds("Q('x)")).toEqual(["name", "operator", "unclosed-string"]);
    expect(kinds("x $ €")).toEqual(["name", "wrong", "wrong"]);
    expect(kinds("lambda if True")).toEqual(["keyword", "keyword", "name"]);
    expect(kinds("a\u00a0b")).toEqual(["name", "wrong", "name"]);
    expect(kinds("x if $")).toEqual(["name", "keyword", "wrong"]);
  });

  test("cover every text, whatever it is, but for blanks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        let at = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(at, token.start)).toMatch(/^[ \t\f\v\r\n]*$/);
          expect(text.slice(token.start, token.end)).toBe(token.text);
          at = token.end;
        }
        expect(text.slice(at)).toMatch(/^[ \t\f\v\r\n]*$/);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
