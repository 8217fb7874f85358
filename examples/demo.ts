// Shows the life of an OAuth client, from creation to deletion, over real HTTP. `npm run demo` builds the package and runs it.
//
// It runs on the embedded gateway, or on the gateway in TYK_TEST_GATEWAY_URL (see support/demo/gateway.ts), which must have the setup
// of support/demo/setup.ts. Every step checks what it prints. The exit code is 0 only if every check passes.
import { runDemo } from "./support/demo/run-demo.ts";

if (!(await runDemo())) process.exitCode = 1;
