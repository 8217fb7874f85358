import { expect, test } from "vitest";
import { bundledLibraries } from "../../scripts/notice/bundled-libraries.ts";
import { createNotice } from "../../scripts/notice/notice.ts";
import { readDocument } from "../support/docs/markdown.ts";

test("NOTICE has the licence of each library that is bundled", () => {
  const notice = createNotice();
  expect(readDocument("NOTICE")).toBe(notice);
  const sections = notice.split(/^(?=dist\/.+ contains? code of)/m).slice(1);
  expect(sections).toHaveLength(bundledLibraries.length);
  for (const section of sections)
    expect(section).toMatch(/Copyright[\s\S]*(?:WITHOUT WARRANTY|AS IS)/);
});
