// Bundles the page and its worker from the packages' `dist`, as users of the packages do, and serves them under a strict
// content-security policy: `pnpm build`, then `node demo/browser/serve.mjs`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Nothing but files of this server; of what is called unsafe, only the compiling of WebAssembly. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'";

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", csv: "text/csv", json: "application/json" };

/** One ES module for each entry: a map from the file's name to its contents. */
export async function bundle(entryPoints) {
  const { outputFiles } = await build({
    entryPoints,
    outdir: "out",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.split(/[/\\]/).at(-1), contents]));
}

/** The demo's files by name. */
export async function demoFiles() {
  const here = (name) => fileURLToPath(new URL(name, import.meta.url));
  const files = await bundle([here("page.ts"), here("worker.ts")]);
  for (const name of ["index.html", "style.css"]) files.set(name, await readFile(here(name)));
  return files.set("dietox.csv", await readFile(here("../../fixtures/dietox/data.csv")));
}

/** Serves files under a policy; port 0 is any free one. `post` is given the body of a request that posts. */
export function serve(files, { policy = POLICY, port = 0, post } = {}) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
    if (request.method === "POST") {
      let body = "";
      for await (const part of request) body += part;
      post?.(name, body);
      response.writeHead(204).end();
      return;
    }
    const type = TYPES[name.split(".").at(-1)];
    const headers = { "content-security-policy": policy, "content-type": `${type}; charset=utf-8` };
    if (files.has(name)) response.writeHead(200, headers).end(files.get(name));
    else response.writeHead(404, { "content-security-policy": policy }).end();
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve({ server, address: `http://127.0.0.1:${server.address().port}/` }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve(await demoFiles(), { port: 8080 });
  console.log(address);
}
