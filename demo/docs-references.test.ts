// What the pages of documentation refer to is there: links, anchors, files, scripts, functions; and all their code is run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import * as design from "@mixedlm/design";
import * as formula from "@mixedlm/formula";
import * as linalg from "@mixedlm/linalg";
import * as moments from "@mixedlm/moments";
import * as smf from "@mixedlm/smf";
import * as mixedlm from "mixedlm";
import { expect, test } from "vitest";
import { functionNames } from "../packages/design/src/functions/functions.ts";
import { anchorsOf, blocksOf, linksOf, pagePaths, proseOf, readPage, spansOf } from "../tools/docs/pages.ts";
import { programOf } from "../tools/docs/programs.ts";

const paths = pagePaths();

test("the pages are found", () => {
  expect(paths).toEqual(expect.arrayContaining(["README.md", "docs/architecture.md", "docs/guides/first-model.md"]));
});

test.each(paths)("every block of %s is run, printed by what is run, commands, or a part of a file", (path) => {
  const page = readPage(path);
  const program = programOf(page);
  for (const { language, code, from, isOutput } of blocksOf(page)) {
    if (from !== null) expect(readFileSync(from, "utf8"), `${from} holds the block`).toContain(code);
    else if (language === "ts") expect(program).toContain(code);
    else if (language === "text" || language === "")
      expect(isOutput, `follows the code that prints it:\n${code}`).toBe(true);
    else expect(language, `a block that nothing runs or compares:\n${code}`).toBe("sh");
  }
});

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const PNPM = ["install", "pack", "exec", "add"];

test.each(paths)("every script and program that %s names is there", (path) => {
  const page = readPage(path);
  const commands = [
    ...spansOf(proseOf(page)),
    ...blocksOf(page)
      .filter(({ language }) => language === "sh")
      .map(({ code }) => code.replace(/#.*$/gm, "")),
  ];
  for (const command of commands) {
    for (const [, script] of command.matchAll(/\bpnpm(?:@\d+)? ((?!-)[\w:]+)/g))
      expect([...Object.keys(scripts), ...PNPM], command).toContain(script);
    for (const [, file] of command.matchAll(/\b(?:bash|python3|node|Rscript --vanilla) ([\w/]+[\w./-]*\.\w+)/g))
      expect(existsSync(file!), command).toBe(true);
  }
});

test.each(paths)("every link of %s leads somewhere", (path) => {
  const page = readPage(path);
  for (const { path: target, anchor } of linksOf(page)) {
    const file = target === "" ? path : normalize(join(dirname(path), target));
    expect(existsSync(file), `${target} is there`).toBe(true);
    if (anchor !== "") expect([...anchorsOf(readPage(file))], `${target}#${anchor}`).toContain(anchor);
  }
});

const files = ["packages", "tools", "docs", "demo", "bench", "fixtures"].flatMap((root) => [root, ...filesOf(root)]);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", "dist"].includes(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? [path, ...filesOf(path)] : [path];
  });
}

test.each(paths)("every file of the workspace that %s names is there", (path) => {
  for (const span of spansOf(proseOf(readPage(path)))) {
    if (!/^[\w./-]+\.(?:ts|mjs|ohm|py|R|sh)$|^(?:packages|tools|docs|demo|bench|fixtures)\/[\w./-]*$/.test(span))
      continue;
    const name = span.replace(/\/$/, "");
    expect(
      files.some((file) => file === name || file.endsWith(`/${name}`)),
      `\`${span}\``,
    ).toBe(true);
  }
});

const fit = mixedlm.lmm("y ~ x + (1 | g)", { y: [1, 3, 2, 5, 4, 7], x: [0, 1, 0, 1, 0, 2], g: [1, 1, 2, 2, 3, 3] });
const result = smf.mixedlm("y ~ x", { y: [1, 3, 2, 5, 4, 7], x: [0, 1, 0, 1, 0, 2], g: [1, 1, 2, 2, 3, 3] }, "g").fit();
const packages = [design, formula, linalg, moments, smf, mixedlm];
const classes = packages.flatMap((names) => Object.values(names).filter((value) => typeof value === "function"));

/** What a page may call: exports, methods of what they make, functions of formulas, and what belongs to others. */
const known = new Set([
  ...packages.flatMap((names) => Object.keys(names)),
  ...classes.flatMap((one) => [...Object.getOwnPropertyNames(one), ...Object.getOwnPropertyNames(one.prototype ?? {})]),
  ...[fit, mixedlm.summary(fit), result].flatMap((one) => [...Object.getOwnPropertyNames(one), ...methodsOf(one)]),
  ...functionNames(),
  ..."offset poly lag us diag homdiag cs homcs ar1 category structure".split(" "),
  ..."array parse stringify fetch log median print seed scale sqrt std lmer".split(" "),
]);

function methodsOf(value: object): string[] {
  const above = Object.getPrototypeOf(value);
  return above === Object.prototype ? [] : [...Object.getOwnPropertyNames(above), ...methodsOf(above)];
}

/** What stands before a dot in the pages, by the name that they give it everywhere. */
const receivers = new Map<string, object>([
  ["fit", fit],
  ["result", result],
  ["smf", smf],
]);

test.each(paths)("every function that %s calls in its sentences exists", (path) => {
  const sentences = proseOf(readPage(path)).replace(/^\|.*$/gm, "");
  const unknown = spansOf(sentences).filter((span) => {
    const [, receiver, name] = /^(?:(\w+)\.)?(?:\w+\.)*(\w+)\(/.exec(span) ?? [];
    if (name === undefined) return false;
    const owner = receivers.get(receiver ?? "");
    return owner !== undefined && span.startsWith(`${receiver}.${name}(`) ? !(name in owner) : !known.has(name);
  });
  expect(unknown).toEqual([]);
});
