// The workspace -> its pages of documentation, and a page -> what can be checked about it: blocks of code, headings, links,
// code spans. Pages are found, not listed, so that a new one is checked from its first day.
import { readdirSync, readFileSync } from "node:fs";

/** A fenced block of a page. */
export interface Block {
  /** What stands after the back-ticks, such as `ts`; empty where nothing does. */
  readonly language: string;
  readonly code: string;
  /** Path after `<!-- from path -->` on the line before the block, of the file that holds this text; null elsewhere. */
  readonly from: string | null;
  /** Whether the program of the page or an example writes it. */
  readonly isOutput: boolean;
}

/** A link to a place of the workspace: a path relative to the page (empty: the page itself) and an anchor or "". */
export interface Link {
  readonly path: string;
  readonly anchor: string;
}

// what is not ours, what is generated, and data sets, whose pages belong to them
const SKIPPED_NAMES = new Set(["node_modules", "dist"]);
const SKIPPED_PATHS = new Set(["fixtures", "docs/api"]);

/** Paths of all pages below the root of the workspace. */
export function pagePaths(folder = ""): string[] {
  return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith(".") || SKIPPED_NAMES.has(entry.name) || SKIPPED_PATHS.has(path)) return [];
      if (entry.isDirectory()) return pagePaths(path);
      return entry.name.endsWith(".md") ? [path] : [];
    })
    .sort();
}

/** A page's text, by its path from the root. */
export function readPage(path: string): string {
  return readFileSync(path, "utf8");
}

const FENCE = /^( *)(`{3,})([^\n`]*)\n([\s\S]*?)^ *\2 *$/gm;
const FROM = /<!-- from (\S+) -->\n\n?$/;
const EXAMPLE = /<!-- \w+:[\s\S]*?-->[\s\S]*?<!-- end -->/g;

/** All fenced blocks, in order. */
export function blocksOf(page: string): Block[] {
  const examples = Array.from(page.matchAll(EXAMPLE), ({ index, 0: text }) => [index, index + text.length] as const);
  let previous = { language: "", end: -1 };
  return Array.from(page.matchAll(FENCE), (match) => {
    const { index } = match;
    const language = match[3]!.trim();
    const [, from = null] = FROM.exec(page.slice(0, index)) ?? [];
    const follows = previous.language === "ts" && page.slice(previous.end, index).trim() === "";
    const isOutput = follows || examples.some(([start, end]) => start < index && index < end);
    previous = { language, end: index + match[0].length };
    return { language, code: match[4]!, from, isOutput };
  });
}

/** The page without its blocks. */
export function proseOf(page: string): string {
  return page.replace(FENCE, "").replace(/<!--[\s\S]*?-->/g, "");
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title] of proseOf(page).matchAll(/^#+ (.+)$/gm)) {
    const anchor = title!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    let name = anchor;
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

/** Links that lead to a place of the workspace; addresses of the web are left out. */
export function linksOf(page: string): Link[] {
  const targets = Array.from(proseOf(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { path, anchor };
    });
}

/** The texts between back-ticks, outside blocks and tables of calls of other programs. */
export function spansOf(prose: string): string[] {
  return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, span]) => span!);
}
