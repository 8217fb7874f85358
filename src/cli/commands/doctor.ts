import { diagnose } from "../doctor/diagnose.ts";
import type { Finding } from "../doctor/finding.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Checks the connection to a gateway, and what the gateway can do and prove. */
export const doctor: CommandSpec = {
  name: "doctor",
  summary: "check the connection, and what the gateway can do and prove",
  details: [
    "The first command to run. It changes nothing. Each line says whether something is ok, should be changed (warn) or keeps the other commands from working (fail), and what to set.",
  ],
  options: [{ flags: "--strict", description: "exit with 3 if a finding is a warning" }],
  examples: [
    {
      text: "Check the gateway of the environment variables",
      command: "tyk-oauth doctor",
    },
    {
      text: "Check a gateway whose secret is in a vault",
      command:
        'tyk-oauth doctor --url https://gateway.example:8080 --secret-command "vault kv get -field=secret tyk"',
    },
  ],
  json: "{ gateway, ok, findings: [{ check, status, message, fix? }], capabilities? }",
  exits: { unproved: "--strict, and a finding is a warning" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const connection = await context.connect();
    const findings: Finding[] = [];
    const gateway = new URL(connection.settings.url).origin;
    const print = (capabilities?: unknown): boolean => {
      const ok = !findings.some(({ status }) => status === "fail");
      output.result(
        { gateway, ok, findings, ...(capabilities === undefined ? {} : { capabilities }) },
        () => {
          for (const { check, status, message, fix } of findings)
            output.finding(status, check, message, fix);
        },
      );
      return ok;
    };
    try {
      const capabilities = await diagnose(connection, (finding) => findings.push(finding));
      if (!print(capabilities)) return "failed";
    } catch (error) {
      print();
      throw error;
    }
    const hasWarning = findings.some(({ status }) => status === "warn");
    return hasWarning && input.flag("--strict") ? "unproved" : "done";
  },
};
