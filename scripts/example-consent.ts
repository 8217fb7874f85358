// Starts examples/consent, with its libraries installed.
import { installLibraries } from "./support/install-libraries.ts";
import { linkPackage } from "./support/link-package.ts";

installLibraries("examples/consent");
linkPackage("examples/consent");
await import("../examples/consent/start.ts");
