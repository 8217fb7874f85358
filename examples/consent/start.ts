// Starts the example and prints its addresses.
//
//   npm run example:consent
import { startExample } from "./start-example.ts";

const example = await startExample(Number(process.env["PORT"] ?? 0));
console.log(`The shop:    ${example.shopUrl}  (begin here)
The account: ${example.loginUrl}
The gateway: ${example.gatewayUrl}
Stop with Ctrl-C.`);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void example.close();
  });
