import { describe, expect, test } from "vitest";
import { toHtml } from "../../src/writers/html.ts";
import { readLayoutCases } from "../helpers.ts";

const cases = readLayoutCases();
const hasMarkup = ({ table }: (typeof cases)[number]) => /[<&]/.test(JSON.stringify(table));

describe("statsmodels' as_html, character for character", () => {
  test.each(cases)("verbatim, $name", ({ table, html }) => {
    expect(toHtml(table, { verbatim: true })).toBe(html);
  });

  test.each(cases.filter((layout) => !hasMarkup(layout)))("$name", ({ table, html }) => {
    expect(toHtml(table)).toBe(html);
  });
});

describe("by default texts with markup characters differ from statsmodels by their escapes and padding only", () => {
  const unescaped = (html: string) => html.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
  const packed = (html: string) => html.replace(/ +/g, "");

  test.each(cases.filter(hasMarkup))("$name", ({ table, html }) => {
    expect(packed(unescaped(toHtml(table)))).toBe(packed(html));
  });

  test("a name cannot close its cell", () => {
    const rows = [{ name: "</th><script>", cells: ["&"] }];
    const html = toHtml({ title: "", info: [], columns: ["a"], rows });
    expect(html).toContain("<th>&lt;/th>&lt;script></th>");
    expect(html).toContain("<td>&amp;</td>");
  });
});
