import { AxiosHeaders } from "axios";
import type { OAuthClient } from "../../generated/index.ts";
import { newClient } from "../gateway/answers.ts";
import type { Calls } from "./contender.ts";
import { stubAdapter } from "./stub-adapter.ts";

/** The stub of axios by hand: what of axios' time is the stub's and the JSON's. */
export function connect(): Calls {
  const headers = new AxiosHeaders();
  const read = async (data?: string): Promise<OAuthClient> => {
    const answer = await stubAdapter({ headers, data });
    return JSON.parse(answer.data) as OAuthClient;
  };
  return { get: () => read(), create: () => read(JSON.stringify(newClient)) };
}
