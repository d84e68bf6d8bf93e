// That what is built is plain JavaScript for any engine: no file asks for Node or compiles text, and each entry of each
// package loads as a module in a bare Node process and in one of its workers. In: `packages/*/dist`. Throws what it finds.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import ts from "typescript";

/** Names that mean something only in Node, or that make code of text, wherever they are no property's name. */
const FOREIGN = new Set(["eval", "Function", "process", "Buffer", "require", "__dirname", "setImmediate"]);

/** Checks every built file; returns how many there are. */
export function checkBuiltFiles() {
  const files = builtFiles();
  for (const file of files) {
    const found = foreignIn(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true));
    if (found !== undefined)
      throw new Error(`${file} uses ${found.getText()}: ${found.parent.getText().slice(0, 200)}`);
  }
  const imports = files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});`).join("");
  const worker = `data:text/javascript,${encodeURIComponent(imports)}`;
  const inWorker = `new (await import("node:worker_threads")).Worker(new URL(${JSON.stringify(worker)}));`;
  for (const program of [imports, inWorker])
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "ignore", "pipe"] });
  return files.length;
}

function builtFiles() {
  return readdirSync("packages").flatMap((name) =>
    readdirSync(`packages/${name}/dist`)
      .filter((file) => file.endsWith(".js"))
      .map((file) => `packages/${name}/dist/${file}`),
  );
}

/** The first use of a foreign name, or the first module of Node that is imported. */
function foreignIn(node) {
  const isForeign = ts.isIdentifier(node) ? FOREIGN.has(node.text) && !isPropertyName(node) : isNodeModule(node);
  return isForeign ? node : ts.forEachChild(node, foreignIn);
}

function isPropertyName(node) {
  const { parent } = node;
  return parent.name === node && !ts.isVariableDeclaration(parent) && !ts.isParameter(parent);
}

function isNodeModule(node) {
  return ts.isStringLiteral(node) && node.text.startsWith("node:");
}
