import { spawn } from "@lydell/node-pty";

/** A key press, when the terminal shows a text. */
export interface Answer {
  readonly when: string;
  readonly type: string;
}

/** Runs the built command on a terminal, with real key presses. Returns everything that it wrote. */
export function record(
  words: readonly string[],
  options: {
    readonly program: string;
    readonly folder: string;
    readonly env: Readonly<Record<string, string>>;
    readonly columns: number;
    readonly answer?: Answer;
  },
): Promise<string> {
  const { program, folder, env, columns, answer } = options;
  const pty = spawn(process.execPath, [program, ...words], {
    cols: columns,
    rows: 50,
    cwd: folder,
    env: { PATH: process.env["PATH"], TERM: "xterm", ...env },
  });
  let written = "";
  let isAnswered = answer === undefined;
  pty.onData((data) => {
    written += data;
    if (isAnswered || answer === undefined || !written.includes(answer.when)) return;
    isAnswered = true;
    pty.write(answer.type);
  });
  return new Promise((resolve, reject) => {
    pty.onExit(({ exitCode }) => {
      // 2 stands for findings.
      if (exitCode === 0 || exitCode === 2) resolve(written);
      else reject(new Error(`${words.join(" ")}: exit code ${exitCode}\n${written}`));
    });
  });
}
