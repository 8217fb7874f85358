/**
 * The content security policy of the frame and of its worker, which inherits it. Nothing can be loaded and nothing can be sent:
 * the only scripts are the frame's own one, the worker, and what the worker compiles.
 */
export function sandboxPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'unsafe-eval'`,
    "worker-src blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The script of the frame: it starts the worker that the page sends, and connects it with the page. */
const frameScript = `
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  const { source, program } = event.data;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  new Worker(url).postMessage(program, event.ports);
}, { once: true });
`;

/** Returns the document of the frame. It has no origin of its own, so it reaches neither the page nor its storage. */
export function sandboxDocument(nonce: string): string {
  return `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="${sandboxPolicy(nonce)}">
<title>Sandbox of the playground</title>
<script nonce="${nonce}">${frameScript}</script>`;
}
