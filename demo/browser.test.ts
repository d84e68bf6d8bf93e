// The demo for browsers, without one: the guide quotes its files, the page keeps its own policy, the worker answers.
import { existsSync, readFileSync } from "node:fs";
import { lmm, readCsv } from "mixedlm";
import { expect, test } from "vitest";
import { blocksOf } from "../tools/docs/pages.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const blocks = blocksOf(read("docs/guides/browser.md"));
const html = read("demo/browser/index.html");
const policyOf = (text: string): string[] => /default-src 'none'[^"\n]*/.exec(text)![0].split("; ");

test("every block of the page on browsers stands in the file of the demo that it names", () => {
  expect(blocks.length).toBeGreaterThan(5);
  for (const { code, from } of blocks) {
    expect(from, code).toMatch(/^demo\/browser\//);
    expect(read(from!)).toContain(code);
  }
});

test("the demo's page and its server have one policy, without inline code and without compiled text", () => {
  expect(policyOf(html)).toEqual(policyOf(read("demo/browser/serve.mjs")));
  expect(policyOf(html).join()).not.toContain("'unsafe-");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/);
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    expect(attributes).toContain("src=");
    expect(body).toBe("");
  }
});

test("the demo's page has every element and every file that its program asks for", () => {
  const program = read("demo/browser/page.ts");
  const asked = Array.from(program.matchAll(/(?:element(?:<\w+>)?|show)\("(\w+)"/g), ([, id]) => id);
  expect(asked.length).toBeGreaterThan(5);
  for (const id of asked) expect(html).toContain(`id="${id}"`);
  for (const [, name] of program.matchAll(/new Worker\("(\w+)\.js"/g))
    expect(existsSync(new URL(`browser/${name}.ts`, import.meta.url)), name).toBe(true);
});

test("the worker's messages lead the page from progress to printed intervals, and errors are messages", async () => {
  const { listener, answers } = await worker();
  const csv = read("fixtures/dietox/data.csv");
  const formula = "Weight ~ Time + (1 | Pig)";
  listener({ data: { csv, formula, replicates: 40 } });
  expect(answers.splice(0)).toEqual([
    { kind: "progress", done: 20, total: 40 },
    { kind: "progress", done: 40, total: 40 },
    { kind: "result", text: expect.stringContaining("sd(Intercept | Pig)") },
  ]);
  listener({ data: { csv, formula: "Weight ~ Tiem + (1 | Pig)", replicates: 40 } });
  const message = messageOf(() => lmm("Weight ~ Tiem + (1 | Pig)" as string, readCsv(csv)));
  expect(answers).toEqual([{ kind: "error", message }]);
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

/** The worker's program in this process: what it listens with, and what it posts. */
async function worker(): Promise<{ listener: (event: { data: object }) => void; answers: object[] }> {
  const answers: object[] = [];
  let listener: ((event: { data: object }) => void) | undefined;
  Object.assign(globalThis, {
    addEventListener: (_: string, listen: typeof listener) => {
      listener = listen;
    },
    postMessage: (answer: object) => answers.push(answer),
  });
  await import("./browser/worker.ts");
  return { listener: listener!, answers };
}
