// What the page and its worker say to each other.

/** From the page: a table as text, and what to do with it. */
export interface Task {
  readonly csv: string;
  readonly formula: string;
  readonly replicates: number;
}

/** From the worker: how far it is, the printed intervals, or why there are none. */
export type Answer =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "result"; readonly text: string }
  | { readonly kind: "error"; readonly message: string };
