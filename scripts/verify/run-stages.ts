/** Runs a step. The output of one that runs alone can be shown while it runs. */
export type RunStep = (step: string, isAlone: boolean) => Promise<boolean>;

/**
 * Runs the stages in order. A stage is a list of lanes that run side by side, and a lane a list of steps that run in order. After a
 * stage with a failed step no further stage runs. Returns the failed steps.
 */
export async function runStages(
  stages: readonly (readonly (readonly string[])[])[],
  runStep: RunStep,
): Promise<string[]> {
  const failed: string[] = [];
  for (const lanes of stages) {
    if (failed.length > 0) break;
    await Promise.all(
      lanes.map(async (lane) => {
        // A failed step does not hide what the other steps of its stage find.
        for (const step of lane) if (!(await runStep(step, lanes.length === 1))) failed.push(step);
      }),
    );
  }
  return failed;
}
