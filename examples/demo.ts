// Shows the life of an OAuth client, from creation to deletion, over real HTTP. `npm run demo` builds the package and runs it.
//
// It runs on the embedded gateway, or on the gateway in TYK_TEST_GATEWAY_URL (see support/demo/gateway.ts), which must have the setup
// of support/demo/setup.ts. Every step checks what it prints. The exit code is 0 only if every check passes.
import { DemoClient } from "./support/demo/client.ts";
import { openGateway } from "./support/demo/gateway.ts";
import { showLife } from "./support/demo/life.ts";
import { describeError, printLine, Steps } from "./support/demo/steps.ts";

const steps = new Steps();
try {
  const gateway = await openGateway();
  try {
    printLine(`The life of an OAuth client, on ${gateway.about} at ${gateway.url}`);
    const client = new DemoClient(gateway);
    try {
      await showLife(client, steps);
    } finally {
      const { failed, done } = await client.cleanUp();
      if (failed !== undefined) process.exitCode = 1;
      printLine(failed === undefined ? `\n${done}` : `\nNot cleaned up: ${failed}`);
    }
  } finally {
    await gateway.close();
  }
  printLine(steps.summary(), process.exitCode === 1 ? "red" : "green");
} catch (error) {
  process.exitCode = 1;
  // A failed step has printed its reason. Other errors come from before the first step or after the last one.
  printLine(
    steps.failure === undefined ? `Failed: ${describeError(error)}` : steps.summary(),
    "red",
  );
}
