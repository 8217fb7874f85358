import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import type { ExtractorMessage, IConfigFile } from "@microsoft/api-extractor";
import { root } from "../support/root.ts";
import { typeRoots } from "../support/type-roots.ts";
import { entries } from "./entries.ts";

const silent = { logLevel: ExtractorLogLevel.None };
const strict = { logLevel: ExtractorLogLevel.Error };

/**
 * Writes a report of the public types of each entry from the `dist/` of a package. A report has every exported name and the types that
 * it uses, in alphabetical order and without comments.
 */
export function extractReports(folder: string, packageFolder: string = root): void {
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) {
    const problems: string[] = [];
    const { succeeded } = Extractor.invoke(
      ExtractorConfig.prepare({
        configObject: createConfig(entry, folder, packageFolder),
        configObjectFullPath: undefined,
        packageJsonFullPath: join(packageFolder, "package.json"),
      }),
      {
        localBuild: true,
        messageCallback: (message: ExtractorMessage) => {
          message.handled = true;
          if (
            message.logLevel === ExtractorLogLevel.Error ||
            message.logLevel === ExtractorLogLevel.Warning
          )
            problems.push(message.formatMessageWithLocation(root));
        },
      },
    );
    // API Extractor complains about a changed report. A changed report is the purpose of this function.
    const real = problems.filter((problem) => !problem.includes("console-api-report-"));
    if (real.length > 0 || (!succeeded && problems.length === 0))
      throw new Error(`API Extractor failed on the public types of ${entry}:\n${real.join("\n")}`);
  }
}

function createConfig(entry: string, folder: string, packageFolder: string): IConfigFile {
  return {
    projectFolder: packageFolder,
    mainEntryPointFilePath: join(packageFolder, `dist/${entry}.d.ts`),
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: "es2022",
          lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
          module: "nodenext",
          moduleResolution: "nodenext",
          strict: true,
          exactOptionalPropertyTypes: true,
          types: ["node"],
          typeRoots,
          noEmit: true,
        },
        include: [join(packageFolder, "dist/*.d.ts")],
      },
    },
    apiReport: {
      enabled: true,
      reportFileName: entry,
      reportFolder: folder,
      reportTempFolder: join(root, ".cache/api"),
      // With forgotten exports a report compiles alone, so it can be compared with a later one.
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    newlineKind: "lf",
    messages: {
      compilerMessageReporting: { default: strict },
      extractorMessageReporting: {
        default: strict,
        // Everything that is exported is public.
        "ae-missing-release-tag": silent,
        "ae-undocumented": silent,
        "ae-unresolved-link": silent,
        "ae-forgotten-export": silent,
      },
      tsdocMessageReporting: { default: silent },
    },
  };
}
