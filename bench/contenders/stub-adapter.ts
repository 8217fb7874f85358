import { AxiosHeaders } from "axios";
import type { AxiosResponse, InternalAxiosRequestConfig } from "axios";
import { storedClient } from "../gateway/answers.ts";

/** What axios' own adapter would give for the stored client, at once and from nobody. */
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
