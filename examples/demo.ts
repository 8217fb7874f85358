// The life of an OAuth client, from its making to its end, over real HTTP. `npm run demo` builds the package and runs it.
//
// It runs on the embedded gateway, or on the one that TYK_TEST_GATEWAY_URL names (see support/demo/gateway.ts), which must be
// set up as support/demo/setup.ts says. Every step checks what it says; the exit code is 0 only if all of it is so.
import { DemoClient } from "./support/demo/client.ts";
import { openGateway } from "./support/demo/gateway.ts";
import { live } from "./support/demo/life.ts";
import { line, reason, Steps } from "./support/demo/steps.ts";

const steps = new Steps();
try {
  const gateway = await openGateway();
  try {
    line(`The life of an OAuth client, on ${gateway.about} at ${gateway.url}`);
    const client = new DemoClient(gateway);
    try {
      await live(client, steps);
    } finally {
      const { failed, done } = await client.cleanUp();
      if (failed !== undefined) process.exitCode = 1;
      line(failed === undefined ? `\n${done}` : `\nNot cleaned up: ${failed}`);
    }
  } finally {
    await gateway.close();
  }
  line(steps.summary(), process.exitCode === 1 ? "red" : "green");
} catch (error) {
  process.exitCode = 1;
  // A step that failed has said why; all else that can fail is before the first and after the last.
  line(steps.failure === undefined ? `Failed: ${reason(error)}` : steps.summary(), "red");
}
