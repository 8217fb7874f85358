/** A prepared program, and what its reader sees when it runs. */
export interface Scene {
  /** The name of its file in `programs/`, and its name in links. */
  readonly id: string;
  readonly title: string;
  /** What the reader will see, in one or two sentences. */
  readonly summary: string;
  /** The number of its trap in docs/gateway-traps.md. */
  readonly trap: number;
  /** Everything that the program prints, line by line. */
  readonly prints: readonly string[];
}
