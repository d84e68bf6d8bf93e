// A page of documentation -> the same page with what its TypeScript gives. The code of a page is one program, in its
// order; it runs in a process of its own, from the root of the workspace, so that readers see what they would see.
//
// A block of text right after a `ts` block holds what that block prints; a block without one prints nothing. In a table
// whose head is `| ... | here | ... |` each cell of the second column is code too; a third column with the head `gives` names
// what it gives, any other one is left as it is. A block right after `<!-- from path -->` is a part of that file, and not
// of the program.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";

// required by name: `write.ts` is bundled itself, and esbuild cannot be
const { build } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");

const FOLDER = "node_modules/.cache/mixedlm/pages";
const KIND_OF = `import { kindOf } from "../../../../tools/docs/kind-of.ts";\n`;

const BLOCK = /(?<!<!-- from \S+ -->\n\n?)```ts\n([\s\S]*?)```\n(?:\n(```(?:text)?\n)[\s\S]*?```\n)?/;
const CALLS = /\| [\w ]+ \| here \| (?:gives|what differs) \|\n\|[-| ]+\|\n(?:\|.*\|\n)+/;
const PART = new RegExp(`${BLOCK.source}|${CALLS.source}`, "g");

// no text of a page holds this character
const MARK = "\u0001";

/**
 * Runs the program of a page and writes what it gives into the page.
 *
 * @param page - Markdown.
 * @param path - the page's path from the root of the workspace, which names the program.
 * @returns the page with the text after each block that prints, and the third column of tables of calls, replaced.
 * @throws Error when the program fails, or a block prints and has no place for it.
 */
export async function withOutputs(page: string, path: string): Promise<string> {
  if (!hasProgram(page)) return page;
  const file = programFile(path);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, programOf(page));
  const printed = (await run(file)).split(`${MARK}\n`);
  let at = 0;
  return page.replace(PART, (part) => {
    const text = printed[at++]!.trimEnd();
    if (!part.startsWith("|")) return withText(part, text);
    return isKinds(part) ? withKinds(part, text.split("\n")) : part;
  });
}

/** Whether a page has code that is run. */
export function hasProgram(page: string): boolean {
  return page.search(PART) >= 0;
}

/** The file of a page's program. */
export function programFile(path: string): string {
  return `${FOLDER}/${path.replaceAll("/", "-").replace(/\.md$/, "")}.ts`;
}

/** The code of a page as one program, with a mark after what each part of it prints. */
export function programOf(page: string): string {
  const parts = Array.from(page.matchAll(PART), ([part]) => (part.startsWith("|") ? callsOf(part) : codeOf(part)));
  return KIND_OF + parts.map((code) => `${code}\nconsole.log(${JSON.stringify(MARK)});\n`).join("\n");
}

function codeOf(block: string): string {
  return BLOCK.exec(block)![1]!;
}

function withText(block: string, text: string): string {
  const [, code, place] = BLOCK.exec(block)!;
  if ((place === undefined) !== (text === ""))
    throw new Error(`${place === undefined ? `"${text}" is` : "nothing is"} printed by\n${block}`);
  return `\`\`\`ts\n${code}\`\`\`\n${text === "" ? "" : `\n${place}${text}\n\`\`\`\n`}`;
}

/** The cells of the second column, each of which prints what kind of value it gives. */
function callsOf(table: string): string {
  const calls = rowsOf(table).map((cells) => codeSpan(cells[1]!));
  if (!isKinds(table)) return calls.map((code) => `${code};`).join("\n");
  const lines = calls.map((code) => {
    const [, name] = /^const (\w+) = /.exec(code) ?? [];
    return name === undefined ? `console.log(kindOf(${code}));` : `${code};\nconsole.log(kindOf(${name}));`;
  });
  return lines.join("\n");
}

function isKinds(table: string): boolean {
  return table.slice(0, table.indexOf("\n")).endsWith(" gives |");
}

/** What follows the kind in the third column is kept. */
function withKinds(table: string, kinds: readonly string[]): string {
  const head = table.split("\n").slice(0, 2);
  const rows = rowsOf(table).map(([theirs, ours, gives], row) => {
    const rest = gives!.replace(/^`[^`]*`/, "");
    return `| ${theirs} | ${ours} | \`${kinds[row]!.replaceAll("|", "\\|")}\`${rest} |`;
  });
  return `${[...head, ...rows].join("\n")}\n`;
}

function rowsOf(table: string): string[][] {
  const lines = table.trimEnd().split("\n").slice(2);
  // a bar inside a cell is escaped
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

function codeSpan(cell: string): string {
  const [, code] = /^`([^`]*)`$/.exec(cell) ?? [];
  if (code === undefined) throw new Error(`a cell of calls is "${cell}", expected code between back-ticks`);
  return code.replaceAll("\\|", "|");
}

/** What a program prints; it is bundled with the packages' sources, as by `tools/run.mjs`. */
async function run(program: string): Promise<string> {
  const outfile = program.replace(/\.ts$/, ".mjs");
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@mixedlm/source"],
    // the root depends on those packages only that its own programs use; this one on all
    nodePaths: ["packages/mixedlm/node_modules"],
    logLevel: "error",
  });
  return (await promisify(execFile)(process.execPath, [outfile], { maxBuffer: 1e8 })).stdout;
}
