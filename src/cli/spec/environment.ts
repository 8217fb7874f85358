/** A variable that the command reads. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly description: string;
}

/** Every variable that the command reads. */
export const environmentVariables: readonly EnvironmentVariable[] = [
  { name: "TYK_GATEWAY_URL", description: "address of the control API" },
  { name: "TYK_GATEWAY_SECRET", description: "the gateway's secret" },
  { name: "TYK_GATEWAY_SECRET_FILE", description: "a file with the gateway's secret" },
  { name: "TYK_GATEWAY_ORG_ID", description: "the organisation" },
  {
    name: "TYK_GATEWAY_ALLOW_HTTP",
    description: "allows plain http beyond this machine: true, or host patterns with commas",
  },
  { name: "TYK_OAUTH_PROFILE", description: "the profile to use; it replaces the variables above" },
  {
    name: "TYK_OAUTH_PROFILES",
    description: "the profile file (default: ~/.config/tyk-oauth/profiles.yaml)",
  },
  { name: "TYK_OAUTH_PROXY", description: "an HTTP proxy, with its credentials if it has some" },
  { name: "XDG_CONFIG_HOME", description: "the folder of the profile file, instead of ~/.config" },
  { name: "NO_COLOR", description: "switches colours off" },
  { name: "FORCE_COLOR", description: "switches colours on, also without a terminal" },
  { name: "CI", description: "switches colours and questions off" },
];
