import { AxiosHeaders } from "axios";
import type { AxiosResponse, InternalAxiosRequestConfig } from "axios";
import { storedClient } from "../gateway/responses.ts";

/** Returns what axios' own adapter would return for the stored client, at once and without a network. */
export function stubAdapter(config: InternalAxiosRequestConfig): Promise<AxiosResponse<string>> {
  return Promise.resolve({
    data: storedClient,
    status: 200,
    statusText: "OK",
    headers: new AxiosHeaders({
      "content-type": "application/json",
      date: "Thu, 01 Jan 2026 00:00:00 GMT",
      "content-length": `${storedClient.length}`,
    }),
    config,
  });
}
