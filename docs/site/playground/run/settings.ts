/** What the reader chooses for the gateway. The first choice of each leaves it to the program. */
export const choices = {
  version: ["", "5.14.0", "5.3.0", "4.3.0", "3.0.0"],
  hashing: ["", "murmur32", "murmur64", "murmur128", "sha256", "none"],
  listing: ["", "on", "off"],
  fault: ["", "storage-down", "drop", "applied-then-drop", "cut-json", "empty", "html", "503"],
  times: ["once", "always"],
} as const;

export type ChoiceName = keyof typeof choices;

/** The reader's choices, and the operation that the fault hits: empty for every request. */
export type GatewaySettings = {
  readonly [Name in ChoiceName]: (typeof choices)[Name][number];
} & { readonly operation: string };

export const defaultSettings: GatewaySettings = {
  version: "",
  hashing: "",
  listing: "",
  fault: "",
  times: "once",
  operation: "",
};

/** Returns the settings of a value that is not trusted. A wrong field gets its default. */
export function readSettings(value: unknown): GatewaySettings {
  const given: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const choice = <Name extends ChoiceName>(name: Name): GatewaySettings[Name] => {
    const values: readonly string[] = choices[name];
    const found = given[name];
    return typeof found === "string" && values.includes(found)
      ? (found as GatewaySettings[Name])
      : defaultSettings[name];
  };
  const { operation } = given;
  return {
    version: choice("version"),
    hashing: choice("hashing"),
    listing: choice("listing"),
    fault: choice("fault"),
    times: choice("times"),
    operation: typeof operation === "string" && /^\w{0,40}$/.test(operation) ? operation : "",
  };
}
