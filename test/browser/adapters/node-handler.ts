export { toNodeHandler } from "../../../examples/consent/node-handler.ts";
