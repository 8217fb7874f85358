/** The part of `process` that this package uses. Node, Bun and Deno have it. */
export interface ProcessLike {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly type?: unknown;
  readonly versions?: { readonly node?: string; readonly bun?: string; readonly undici?: string };
  getBuiltinModule?(name: string): unknown;
}

const noProcess: ProcessLike = {};

/** Returns the runtime's `process`, or an empty object if there is none. */
export function currentProcess(): ProcessLike {
  return (globalThis as { readonly process?: ProcessLike }).process ?? noProcess;
}
