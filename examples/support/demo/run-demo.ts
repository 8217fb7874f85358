import { DemoClient } from "./client.ts";
import { openGateway } from "./gateway.ts";
import { showLife } from "./life.ts";
import { describeError, printLine, Steps } from "./steps.ts";

/** Runs the demo, and returns whether every check passed and nothing is left behind. */
export async function runDemo(): Promise<boolean> {
  const steps = new Steps();
  try {
    let isClean: boolean;
    const gateway = await openGateway();
    try {
      printLine(`The life of an OAuth client, on ${gateway.about} at ${gateway.url}`);
      const client = new DemoClient(gateway);
      try {
        await showLife(client, steps);
      } finally {
        const { failed, done } = await client.cleanUp();
        isClean = failed === undefined;
        printLine(failed === undefined ? `\n${done}` : `\nNot cleaned up: ${failed}`);
      }
    } finally {
      await gateway.close();
    }
    printLine(steps.summary(), isClean ? "green" : "red");
    return isClean;
  } catch (error) {
    // A failed step has printed its reason. Other errors come from before the first step or after the last one.
    printLine(
      steps.failure === undefined ? `Failed: ${describeError(error)}` : steps.summary(),
      "red",
    );
    return false;
  } finally {
    steps.stopListening();
  }
}
