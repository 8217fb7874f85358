import { generate } from "selfsigned";

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

interface Made {
  /** The signer; self-signed if left out. */
  readonly by?: Identity;
  readonly notAfterDate?: Date;
  readonly passphrase?: string;
}

const before = new Date(Date.now() - 2 * 86_400_000);

/** Creates a certificate authority for tests. */
export function makeAuthority(name: string): Promise<Identity> {
  return make(name, {}, [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
  ]);
}

/** Creates a server's certificate for a host name and 127.0.0.1. */
export function makeServer(host: string, made: Made): Promise<Identity> {
  return make(host, made, [
    { name: "extKeyUsage", serverAuth: true },
    {
      name: "subjectAltName",
      altNames: [
        { type: 2, value: host },
        { type: 7, ip: "127.0.0.1" },
      ],
    },
  ]);
}

/** Creates a client's certificate. */
export function makeClient(name: string, made: Made): Promise<Identity> {
  return make(name, made, [{ name: "extKeyUsage", clientAuth: true }]);
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>["extensions"]>;

async function make(
  commonName: string,
  { by, notAfterDate, passphrase }: Made,
  extensions: Extensions,
): Promise<Identity> {
  const made = await generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions,
    notBeforeDate: before,
    ...(by === undefined ? {} : { ca: by }),
    ...(notAfterDate === undefined ? {} : { notAfterDate }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  return { cert: made.cert, key: made.private };
}
