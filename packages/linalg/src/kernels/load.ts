// The memory and the kernels that the next large operation uses: WebAssembly where it may be compiled, TypeScript
// otherwise. Nothing happens on import; the module (less than the 4 KB that browsers compile synchronously on the main
// thread) is compiled at the first use. A refusal, by an old engine or by a content-security policy, is no error.
import type { Kernels } from "./kernels.ts";
import { KERNELS_BASE64 } from "./module.ts";
import { scalarKernels } from "./scalar.ts";
import type { SparseKernels } from "./sparse-kernels.ts";

/** Which kernels answer: `pending` is TypeScript now and, if the engine permits, WebAssembly in a moment. */
export type KernelStatus = "wasm" | "typescript" | "pending";

/** Memory of at least the size asked for, and the kernels that work in it. Valid until the next call. */
export interface Workspace {
  readonly w: Float64Array;
  readonly kernels: Kernels;
}

/** Which kernels large operations use at this moment. */
export function kernelStatus(): KernelStatus {
  start();
  return forced ? "typescript" : status;
}

/**
 * Waits until it is settled which kernels large operations use: some engines compile WebAssembly only in the
 * background.
 *
 * @returns `wasm` or `typescript`; it never rejects.
 */
export async function loadKernels(): Promise<KernelStatus> {
  start();
  await settled;
  return kernelStatus();
}

/** `typescript` makes large operations use the TypeScript kernels, `wasm` those of WebAssembly if there are any. */
export function useKernels(which: "wasm" | "typescript"): void {
  forced = which === "typescript";
}

/**
 * The memory for one operation, and its kernels.
 *
 * There is one memory for each make of kernels. It grows to the largest size that was asked for, is used again by every
 * operation and never shrinks: at most one matrix (in an inversion: a factor and its inverse, each half a matrix) and
 * panels of 256 rows stand in it. An engine that refuses the size gets the TypeScript kernels for this operation.
 *
 * @param size - in doubles.
 */
export function workspace(size: number): Workspace {
  start();
  if (!forced && wasm !== undefined && growTo(wasm, size)) return wasm;
  if (typescript === undefined || typescript.w.length < size) {
    const w = new Float64Array(size);
    typescript = { w, kernels: scalarKernels(w) };
  }
  return typescript;
}

/**
 * Memory for a sparse operation, as doubles and as integers from the same first byte, and the kernels that work in it.
 */
export interface SparseWorkspace {
  readonly w: Float64Array;
  readonly ints: Int32Array;
  readonly kernels: SparseKernels;
}

/**
 * The memory for one operation on a sparse factor, apart from that of {@link workspace}, which dense blocks of the
 * factor go through meanwhile. It grows and is used again in the same way; null where there is no WebAssembly.
 *
 * @param size - in doubles.
 */
export function sparseWorkspace(size: number): SparseWorkspace | null {
  start();
  if (forced || compiled === undefined || typeof WebAssembly === "undefined") return null;
  try {
    sparse ??= wasmWorkspace(new WebAssembly.Instance(compiled).exports);
  } catch {
    return null;
  }
  return growTo(sparse, size) ? sparse : null;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

type WasmExports = Kernels & SparseKernels & { readonly base: { readonly value: number }; readonly memory: WasmMemory };

interface WasmInstance {
  readonly exports: WasmExports;
}

// The part of the engine's interface that is used here: the types of a browser are no dependency of this package.
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => WasmInstance;
      instantiate(bytes: Uint8Array): Promise<{ readonly instance: WasmInstance; readonly module: object }>;
    }
  | undefined;
declare function atob(base64: string): string;

interface WasmWorkspace {
  w: Float64Array;
  ints: Int32Array;
  readonly kernels: WasmExports;
}

const PAGE = 65536;

let status: KernelStatus = "typescript";
let settled: Promise<void> | undefined;
let forced = false;
let compiled: object | undefined;
let wasm: WasmWorkspace | undefined;
let sparse: WasmWorkspace | undefined;
let typescript: Workspace | undefined;

function start(): void {
  if (settled !== undefined) return;
  settled = Promise.resolve();
  if (typeof WebAssembly === "undefined" || typeof atob === "undefined") return;
  const bytes = Uint8Array.from(atob(KERNELS_BASE64), (character) => character.charCodeAt(0));
  try {
    const module = new WebAssembly.Module(bytes);
    adopt(module, new WebAssembly.Instance(module));
  } catch {
    status = "pending";
    settled = WebAssembly.instantiate(bytes).then(
      ({ instance, module }) => adopt(module, instance),
      () => {
        status = "typescript";
      },
    );
  }
}

function adopt(module: object, { exports }: WasmInstance): void {
  compiled = module;
  wasm = wasmWorkspace(exports);
  status = "wasm";
}

function wasmWorkspace(kernels: WasmExports): WasmWorkspace {
  return { ...viewsOf(kernels), kernels };
}

function growTo(workspace: WasmWorkspace, size: number): boolean {
  if (workspace.w.length >= size) return true;
  const { memory } = workspace.kernels;
  try {
    memory.grow(Math.ceil((8 * (size - workspace.w.length)) / PAGE));
  } catch {
    return false;
  }
  Object.assign(workspace, viewsOf(workspace.kernels));
  return true;
}

function viewsOf({ memory, base }: WasmExports): { w: Float64Array; ints: Int32Array } {
  const bytes = memory.buffer.byteLength - base.value;
  return {
    w: new Float64Array(memory.buffer, base.value, Math.floor(bytes / 8)),
    ints: new Int32Array(memory.buffer, base.value, Math.floor(bytes / 4)),
  };
}
