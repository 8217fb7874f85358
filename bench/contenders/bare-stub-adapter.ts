import { AxiosHeaders } from "axios";
import type { OAuthClient } from "../../generated/index.ts";
import { newClient } from "../gateway/responses.ts";
import type { Calls } from "./contender.ts";
import { stubAdapter } from "./stub-adapter.ts";

/** The stub adapter without axios. It measures the part of axios' time that the stub and the JSON take. */
export function connect(): Calls {
  const headers = new AxiosHeaders();
  const read = async (data?: string): Promise<OAuthClient> => {
    const response = await stubAdapter({ headers, data });
    return JSON.parse(response.data) as OAuthClient;
  };
  return { get: () => read(), create: () => read(JSON.stringify(newClient)) };
}
