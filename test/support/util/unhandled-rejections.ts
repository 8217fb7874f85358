import { onTestFinished } from "vitest";

/** The rejections that nobody handled while the test runs. */
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
