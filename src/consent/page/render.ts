import type { ConsentDetails, ConsentProblem, ConsentTexts } from "../types.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { pageStyle } from "./style.ts";

/** What each page is rendered with. */
export interface PageFrame {
  readonly texts: ConsentTexts;
  /** CSS of the caller. */
  readonly css: string;
  /** The nonce of the style in the page's Content-Security-Policy. */
  readonly nonce: string;
}

/** Renders the page that asks the user. */
export function renderConsentPage(
  frame: PageFrame,
  details: ConsentDetails,
  ticket: string,
): string {
  const { texts } = frame;
  // Without an action the form is sent to the page's own address, so the login can return to it.
  return renderPage(
    frame,
    texts.title(details),
    html`<p>${texts.request(details)}</p>
      <p>${texts.signedInAs(details)} ${texts.returnsTo(details)}</p>
      <form method="post">
        <input type="hidden" name="ticket" value="${ticket}" />
        <button name="decision" value="allow">${texts.allow}</button>
        <button name="decision" value="deny">${texts.deny}</button>
      </form>`,
  );
}

/** Renders a page about a problem. It has nothing of the request. */
export function renderProblemPage(frame: PageFrame, problem: ConsentProblem): string {
  const [heading, advice] = frame.texts.problems[problem];
  return renderPage(frame, heading, html`<p role="alert">${advice}</p>`);
}

function renderPage({ texts, css, nonce }: PageFrame, title: string, content: Html): string {
  // An end tag in the caller's CSS would end the style element.
  const style: Html = { markup: (pageStyle + css).replaceAll(/<\/(?=style)/gi, String.raw`<\/`) };
  return html`<!doctype html>
    <html lang="${texts.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${style}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.markup;
}
