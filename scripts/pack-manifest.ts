// Makes `npm pack` and `npm publish` pack a package.json without the fields that only a clone needs. `prepack` calls it with
// "trim", and `postpack` with "restore".
import { restoreManifest, trimManifest } from "./support/packed-manifest.ts";

const [action] = process.argv.slice(2);
if (action === "trim") trimManifest();
else if (action === "restore") restoreManifest();
else throw new Error('pass "trim" or "restore"');
