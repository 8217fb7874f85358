declare module "virtual:playground/worker" {
  /** The bundled text of `worker/main.ts`. */
  const source: string;
  export default source;
}

declare module "virtual:playground/data" {
  import type { Completions } from "./build/read-completions.ts";

  const data: {
    readonly completions: Completions;
    readonly advice: Readonly<Record<string, string>>;
  };
  export default data;
}
