/** The style of the pages. The colours have a contrast of at least 4.5 to 1, in both themes. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --consent-background: #ffffff;
  --consent-text: #1f2328;
  --consent-accent: #0550ae;
  --consent-on-accent: #ffffff;
  --consent-border: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --consent-background: #0d1117;
    --consent-text: #f0f6fc;
    --consent-accent: #79c0ff;
    --consent-on-accent: #0d1117;
    --consent-border: #9198a1;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--consent-background);
  color: var(--consent-text);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: 100%;
  max-width: 28rem;
  padding: 1.5rem;
  border: 1px solid var(--consent-border);
  border-radius: 0.5rem;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button {
  flex: 1 1 8rem;
  min-height: 2.75rem;
  padding: 0.5rem 1rem;
  border: 1px solid var(--consent-accent);
  border-radius: 0.375rem;
  background: transparent;
  color: var(--consent-text);
  font: inherit;
  cursor: pointer;
}
button[value="allow"] { background: var(--consent-accent); color: var(--consent-on-accent); }
button:focus-visible { outline: 3px solid var(--consent-accent); outline-offset: 2px; }
`;
