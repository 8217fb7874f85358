import { onTestFinished } from "vitest";

/** Collects the unhandled rejections until the end of the test. */
export function unhandledRejections(): unknown[] {
  const seen: unknown[] = [];
  const keep = (reason: unknown): void => {
    seen.push(reason);
  };
  process.on("unhandledRejection", keep);
  onTestFinished(() => {
    process.off("unhandledRejection", keep);
  });
  return seen;
}
