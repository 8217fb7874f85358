/** Returns everything of a request in which a secret could be. */
export async function requestText(request: Request): Promise<string> {
  return JSON.stringify([request.url, ...request.headers]) + (await request.clone().text());
}
