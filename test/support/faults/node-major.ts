/** The major version of the Node that runs the tests. */
export const nodeMajor: number = Number(process.versions.node.split(".", 1).join(""));
