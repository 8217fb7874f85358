/** The major version of the Node that runs the tests. */
export const node: number = Number(process.versions.node.split(".", 1).join(""));
