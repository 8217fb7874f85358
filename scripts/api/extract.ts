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
 * Writes a report of the public types of each entry, as the `dist/` of a folder has them: what a user can name and what it is made of, in the
 * order of the alphabet, without comments.
 */
export function extractReports(folder: string, packageFolder: string = root): void {
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) {
    const problems: string[] = [];
    const { succeeded } = Extractor.invoke(
      ExtractorConfig.prepare({
        configObject: configOf(entry, folder, packageFolder),
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
    // That a report was not what was there before is what this is for.
    const real = problems.filter((problem) => !problem.includes("console-api-report-"));
    if (real.length > 0 || (!succeeded && problems.length === 0))
      throw new Error(`The public types of ${entry} cannot be told:\n${real.join("\n")}`);
  }
}

function configOf(entry: string, folder: string, packageFolder: string): IConfigFile {
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
      // With them a report compiles by itself, so that it can be compared with a later one.
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
