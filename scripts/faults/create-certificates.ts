import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

const dayMs = 86_400_000;

/** The host and the validity of each certificate. `stranger` is like `good`, but is not trusted. */
const certificates = {
  good: { host: "localhost", fromDay: -1, toDay: 30 },
  otherName: { host: "other.example", fromDay: -1, toDay: 30 },
  expired: { host: "localhost", fromDay: -30, toDay: -1 },
  stranger: { host: "localhost", fromDay: -1, toDay: 30 },
} as const;

/**
 * Writes the servers' certificates into a folder, each with its key as `<name>.pem`, and `trusted.pem` for `NODE_EXTRA_CA_CERTS`.
 * Keeps existing certificates for seven days.
 */
export async function createCertificates(folder: string): Promise<{ readonly trusted: string }> {
  const trusted = join(folder, "trusted.pem");
  if (existsSync(trusted) && Date.now() - statSync(trusted).mtimeMs < 7 * dayMs) return { trusted };
  mkdirSync(folder, { recursive: true });
  const trustedCertificates: string[] = [];
  for (const [name, { host, fromDay, toDay }] of Object.entries(certificates)) {
    const { private: key, cert } = await generate([{ name: "commonName", value: host }], {
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate: new Date(Date.now() + fromDay * dayMs),
      notAfterDate: new Date(Date.now() + toDay * dayMs),
    });
    writeFileSync(join(folder, `${name}.pem`), `${key}\n${cert}\n`, { mode: 0o600 });
    if (name !== "stranger") trustedCertificates.push(cert);
  }
  writeFileSync(trusted, trustedCertificates.join("\n"));
  return { trusted };
}
