// Writes docs/api/: the public types of each entry, whose diff shows in review what changes for users. Wants a fresh build.
import { extractReports } from "./api/extract.ts";
import { reportFolder } from "./api/entries.ts";
import { root } from "./support/root.ts";

process.chdir(root);
extractReports(reportFolder);
