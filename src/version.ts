/** The version of this package, as in its package.json; a test holds the two together. */
export const version: string = "0.1.0";
