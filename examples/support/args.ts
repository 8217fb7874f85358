/**
 * The script's arguments, one for each name. Where one is missing it says how the script is called, and ends it with exit
 * code 2.
 *
 * @param names - What each argument is, such as `"api id"`.
 */
export function args<const Names extends readonly string[]>(
  ...names: Names
): { [Place in keyof Names]: string } {
  const given = process.argv.slice(2);
  if (given.length < names.length || given.some((arg) => arg === "")) {
    const usage = names.map((name) => `<${name}>`).join(" ");
    console.error(`Usage: node ${process.argv[1] ?? ""} ${usage}`);
    process.exit(2);
  }
  // As many as there are names, as was just seen.
  return given as { [Place in keyof Names]: string };
}
