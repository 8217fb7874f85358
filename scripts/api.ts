// Writes docs/api/: the public types of each entry. Its diff shows reviewers what changes for users. Needs a fresh build.
import { extractReports } from "./api/extract-reports.ts";
import { reportFolder } from "./api/entries.ts";
import { root } from "./support/root.ts";

process.chdir(root);
extractReports(reportFolder);
