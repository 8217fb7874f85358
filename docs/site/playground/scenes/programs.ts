const files = import.meta.glob<string>("./programs/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Returns the program of a scene, or `undefined` if there is no such scene. */
export function programOf(id: string): string | undefined {
  const path = `./programs/${id}.ts`;
  return Object.hasOwn(files, path) ? files[path]?.trimEnd() : undefined;
}
