/** An API of the demo's gateway. */
interface DemoApi {
  readonly api_id: string;
  readonly org_id: string;
  readonly listen_path: string;
  readonly use_oauth2: boolean;
  readonly use_keyless: boolean;
  readonly use_standard_auth: boolean;
}

/**
 * The APIs and policies that a gateway for the demo must have. Others are not allowed, so that the demo never runs on a gateway in real
 * use. It is the setup of the recordings.
 */
export const setup: {
  readonly apis: readonly DemoApi[];
  readonly policies: Readonly<
    Record<string, { readonly org_id: string; readonly access_rights: readonly string[] }>
  >;
} = {
  apis: [
    createApi("orders", { use_oauth2: true }),
    createApi("billing", { use_oauth2: true }),
    createApi("open", { use_keyless: true }),
    createApi("vault", { use_standard_auth: true }),
  ],
  policies: {
    gold: { org_id: "acme", access_rights: ["orders", "billing"] },
    "orders-only": { org_id: "acme", access_rights: ["orders"] },
    "billing-only": { org_id: "acme", access_rights: ["billing"] },
    nothing: { org_id: "acme", access_rights: [] },
  },
};

function createApi(api_id: string, access: Partial<DemoApi>): DemoApi {
  return {
    api_id,
    org_id: "acme",
    listen_path: `/${api_id}/`,
    use_oauth2: false,
    use_keyless: false,
    use_standard_auth: false,
    ...access,
  };
}
