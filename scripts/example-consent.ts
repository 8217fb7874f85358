// Starts examples/consent, with its libraries installed.
import { installLibraries } from "./browser/install-libraries.ts";

installLibraries("examples/consent");
await import("../examples/consent/start.ts");
