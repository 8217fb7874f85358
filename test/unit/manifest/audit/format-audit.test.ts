import { describe, expect, test } from "vitest";
import { formatAudit } from "../../../../src/manifest/index.ts";
import type { AuditFinding, AuditReport } from "../../../../src/manifest/index.ts";
import { auditRules } from "../../../../src/manifest/audit/rules.ts";
import { createFinding } from "../../../../src/manifest/audit/finding.ts";

const hostile = "<img src=x onerror=alert(1)> `code` [link](javascript:alert(1)) | cell\n# head";
const finding: AuditFinding = createFinding(
  "redirect-uri-http",
  { apiId: "orders", clientId: hostile },
  `the redirect URI of ${hostile} is not https`,
);
const report: AuditReport = {
  version: 1,
  auditedAt: "2030-01-01T00:00:00.000Z",
  apis: ["orders"],
  clientCount: 2,
  findings: [finding],
  accepted: [createFinding("secret-short", { clientId: "c1" }, "the secret of c1 is short")],
  staleKeys: ["old"],
  gaps: [{ what: "tokens", reason: "not read" }],
};

describe("formatAudit", () => {
  test("writes the report as JSON", () => {
    expect(JSON.parse(formatAudit(report, "json"))).toEqual(report);
  });

  test("writes Markdown in which ids are no markup", () => {
    const text = formatAudit(report, "markdown");
    expect(text).toContain("2 clients of 1 API");
    expect(text).toContain("## 1 finding");
    expect(text).toContain("- tokens: not read");
    expect(text).not.toContain("<img");
    expect(text).not.toMatch(/^# head/m);
    expect(text).not.toMatch(/[^\\]\]\(javascript:/);
    expect(formatAudit({ ...report, findings: [] }, "markdown")).toContain("No findings.");
  });

  test("writes SARIF with every rule, each finding, the accepted ones suppressed, and the gaps", () => {
    const { runs } = JSON.parse(formatAudit(report, "sarif")) as SarifLog;
    const [run] = runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(auditRules));
    expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["redirect-uri-http", "error"],
      ["secret-short", "warning"],
    ]);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run?.results.map(({ suppressions }) => suppressions?.length ?? 0)).toEqual([0, 1]);
    expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain("not read");
  });

  test("an id that is not well-formed Unicode has a key too", () => {
    const { key } = createFinding("id-unusable", { clientId: "a\ud800" }, "bad id");
    expect(key).toBe("id-unusable::a%EF%BF%BD");
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly {
      readonly toolExecutionNotifications: readonly {
        readonly message: { readonly text: string };
      }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly suppressions?: readonly unknown[];
    }[];
  }[];
}
