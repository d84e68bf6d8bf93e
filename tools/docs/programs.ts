// A page of documentation -> the same page with what its TypeScript prints. The blocks of a page are one program, in
// their order; it runs in a process of its own, from the root of the workspace, so that readers see what they would see.
// A `text` block right after a `ts` block holds what that block prints; a block without one prints nothing.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const FOLDER = "node_modules/.cache/mixedlm/pages";
const BLOCK = /```ts\n([\s\S]*?)```\n(\n```text\n[\s\S]*?```\n)?/g;

// no text of a page holds this character
const MARK = "\u0001";

/**
 * Runs the program of a page and writes its output into the page.
 *
 * @param page - Markdown.
 * @param name - the page's file name, for the program's.
 * @returns the page with the text after each block that prints replaced.
 * @throws Error when the program fails, or a block prints and has no place for it.
 */
export function withOutputs(page: string, name: string): string {
  const printed = run(programOf(page), `${basename(name, ".md")}.ts`).split(`${MARK}\n`);
  let block = 0;
  return page.replace(BLOCK, (_, code: string, place: string | undefined) => {
    const text = printed[block++]!.trimEnd();
    if (text !== "" && place === undefined) throw new Error(`block ${block} of ${name} prints, and no text follows it`);
    if (text === "" && place !== undefined) throw new Error(`block ${block} of ${name} prints nothing`);
    return `\`\`\`ts\n${code}\`\`\`\n${text === "" ? "" : `\n\`\`\`text\n${text}\n\`\`\`\n`}`;
  });
}

/** The blocks of a page as one program, with a mark after what each of them prints. */
export function programOf(page: string): string {
  const blocks = Array.from(page.matchAll(BLOCK), ([, code]) => code!);
  return blocks.map((code) => `${code}\nconsole.log(${JSON.stringify(MARK)});\n`).join("\n");
}

function run(program: string, file: string): string {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${file}`, program);
  return execFileSync(process.execPath, ["tools/run.mjs", `${FOLDER}/${file}`], { encoding: "utf8" });
}
