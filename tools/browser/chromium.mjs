// Finds a Chromium and opens pages in it, each in a fresh context, noting everything that goes wrong there.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Launches the browser that CHROMIUM names, or the first of the usual names on the PATH. */
export async function launch() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const executablePath = process.env.CHROMIUM ?? places.find(isExecutable);
  if (executablePath === undefined)
    throw new Error(`no Chromium: set CHROMIUM to its path, or install one of ${NAMES.join(", ")} on the PATH`);
  // Containers without user namespaces cannot run the sandbox; the pages are our own.
  return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens an address in a context of its own, hands the page to `use`, and returns its complaints with what `use` gave. */
export async function inFreshPage(browser, address, use) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
    page.on("requestfailed", (request) => complaints.push(`request failed: ${request.url()}`));
    await page.goto(address);
    const result = await use(page);
    return { result, complaints };
  } finally {
    await context.close();
  }
}
