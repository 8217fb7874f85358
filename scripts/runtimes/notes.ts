/** The last column of the table: what to know about a host. */
export const notes: Readonly<Record<string, string>> = {};
