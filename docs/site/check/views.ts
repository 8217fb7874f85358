import type { Page } from "playwright-core";

/** How a page is viewed. */
export interface View {
  readonly name: ViewName;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
}

export type ViewName = "desktop light" | "desktop dark" | "phone light" | "phone dark";

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

export const views: Readonly<Record<ViewName, View>> = {
  "desktop light": { name: "desktop light", viewport: desktop, colorScheme: "light" },
  "desktop dark": { name: "desktop dark", viewport: desktop, colorScheme: "dark" },
  "phone light": { name: "phone light", viewport: phone, colorScheme: "light" },
  "phone dark": { name: "phone dark", viewport: phone, colorScheme: "dark" },
};

/** Views a page in another size and theme, without loading it again. The theme follows the browser's setting. */
export async function show(page: Page, { viewport, colorScheme }: View): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}
