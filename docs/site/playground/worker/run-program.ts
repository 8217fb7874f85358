import type { GatewayOptions } from "@tyk-oauth/sdk/testing";
import type { PrintLevel, RunEvent } from "../run/events.ts";
import type { GatewaySettings } from "../run/settings.ts";
import { formatPrinted } from "./format-value.ts";
import { GatewayObserver } from "./observe-gateway.ts";
import type { ObservedGateway } from "./observe-gateway.ts";
import { programName, showError } from "./show-error.ts";

/** What a program can import. */
export type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ProgramInput {
  readonly code: string;
  readonly settings: GatewaySettings;
  readonly modules: Modules;
  /** Turns the program into JavaScript that gets its imports from `require`, line by line. */
  readonly compile: (code: string) => string;
  readonly report: (event: RunEvent) => void;
}

const testing = "@tyk-oauth/sdk/testing";

/** Runs a program to its end, and reports what it does. Never rejects. Returns the gateway that the program created last. */
export async function runProgram(input: ProgramInput): Promise<ObservedGateway | undefined> {
  const { code, settings, modules, compile, report } = input;
  const observer = new GatewayObserver(settings, report);
  const observed: Modules = {
    ...modules,
    [testing]: {
      ...modules[testing],
      createGateway: (options?: GatewayOptions) => observer.create(options),
    },
  };
  report({ type: "started" });
  try {
    const run = new AsyncFunction(
      "require",
      "exports",
      "console",
      `${compile(code)}\n//# sourceURL=${programName}`,
    );
    await run((name: string) => requireModule(observed, name), {}, createConsole(report));
  } catch (error) {
    report({ type: "error", error: showError(error) });
  }
  report({ type: "done" });
  return observer.latest;
}

type AsyncFunctionConstructor = new (
  ...parts: readonly string[]
) => (...args: readonly unknown[]) => Promise<void>;

// No global name leads to this constructor, and TypeScript has no type for it.
const AsyncFunction = (async () => Promise.resolve())
  .constructor as unknown as AsyncFunctionConstructor;

function requireModule(modules: Modules, name: string): unknown {
  if (Object.hasOwn(modules, name)) return modules[name];
  throw new Error(
    `"${name}" cannot be imported here. The playground has ${Object.keys(modules).join(", ")}`,
  );
}

/** Creates the console of a program. Methods that it does not have do nothing. */
export function createConsole(report: (event: RunEvent) => void): Partial<Console> {
  const print =
    (level: PrintLevel) =>
    (...values: readonly unknown[]) => {
      report({ type: "print", level, text: formatPrinted(values) });
    };
  const log = print("log");
  const methods = {
    log,
    info: log,
    debug: log,
    dir: log,
    table: log,
    warn: print("warn"),
    error: print("error"),
  };
  return new Proxy(methods, {
    get: (target, name) => (Reflect.get(target, name) as unknown) ?? (() => undefined),
  });
}
