// The workspace -> what a registry would be given: each package's tarball, as the list of its files. pnpm writes them,
// because it replaces `workspace:` and `catalog:` by versions and takes `publishConfig` over; nothing is published.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPackageFromTarballData } from "@arethetypeswrong/core";

/**
 * @typedef {object} Tarball
 * @property {string} name - file of the tarball.
 * @property {Uint8Array} data
 * @property {ReadonlyMap<string, string>} files - path inside the package -> text.
 * @property {any} manifest - the package.json inside.
 * @property {import("@arethetypeswrong/core").Package} contents - the same files, as attw reads them.
 */

/** @returns {Promise<Tarball[]>} */
export async function packedWorkspace() {
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  try {
    const pack = ["-y", "pnpm@12", "-r", "--filter", "./packages/*", "pack", "--pack-destination", folder];
    const { status, stdout, stderr } = spawnSync("npx", pack, { encoding: "utf8" });
    if (status !== 0) throw new Error(`pnpm pack failed\n${stdout}\n${stderr}`);
    const names = (await readdir(folder)).sort();
    return await Promise.all(names.map(async (name) => tarball(name, await readFile(join(folder, name)))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns {Tarball} */
function tarball(name, data) {
  const contents = createPackageFromTarballData(new Uint8Array(data));
  const root = `/node_modules/${contents.packageName}/`;
  const files = new Map(contents.listFiles().map((path) => [path.slice(root.length), contents.readFile(path)]));
  return { name, data, files, manifest: JSON.parse(files.get("package.json")), contents };
}
