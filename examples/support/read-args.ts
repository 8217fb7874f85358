/**
 * Returns the script's arguments, one per name. If an argument is missing, prints the usage and exits with code 2.
 *
 * @param names - The name of each argument for the usage, such as `"api id"`.
 */
export function readArgs<const Names extends readonly string[]>(
  ...names: Names
): { [Index in keyof Names]: string } {
  const args = process.argv.slice(2);
  if (args.length < names.length || args.some((arg) => arg === "")) {
    const usage = names.map((name) => `<${name}>`).join(" ");
    console.error(`Usage: node ${process.argv[1] ?? ""} ${usage}`);
    process.exit(2);
  }
  // The check above ensures one argument per name.
  return args as { [Index in keyof Names]: string };
}
