// The page: reads a table, fits a model in both vocabularies and prints the tables; leaves what takes long to a worker, and
// ends the worker when that is no longer wanted.
import * as smf from "@mixedlm/smf";
import { lmm, readCsv } from "mixedlm";
import type { Answer, Task } from "./messages.ts";

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

const csv = await (await fetch("dietox.csv")).text();
const pigs = readCsv(csv);
show("lmm", String(lmm("Weight ~ Time + (1 | Pig)", pigs)));
show("mixedlm", String(smf.mixedlm("Weight ~ Time", pigs, "Pig").fit().summary()));

let worker: Worker | undefined;
const [start, cancel] = [element<HTMLButtonElement>("start"), element<HTMLButtonElement>("cancel")];

start.addEventListener("click", () => {
  const task: Task = { csv, formula: "Weight ~ Time + (1 + Time | Pig)", replicates: 2000 };
  worker = new Worker("worker.js", { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => receive(data));
  worker.addEventListener("error", ({ message }) => receive({ kind: "error", message }));
  worker.postMessage(task);
  setRunning(true, "running");
});

cancel.addEventListener("click", () => {
  worker?.terminate();
  setRunning(false, "cancelled");
});

function receive(answer: Answer): void {
  if (answer.kind === "progress") {
    element<HTMLProgressElement>("progress").value = answer.done / answer.total;
    return;
  }
  worker?.terminate();
  setRunning(false, answer.kind === "result" ? "done" : answer.message);
  if (answer.kind === "result") show("intervals", answer.text);
}

function setRunning(isRunning: boolean, state: string): void {
  start.disabled = isRunning;
  cancel.disabled = !isRunning;
  element("state").textContent = state;
}

function show(id: string, text: string): void {
  const place = element(id);
  place.textContent = text;
  place.hidden = false;
  place.removeAttribute("aria-busy");
}
