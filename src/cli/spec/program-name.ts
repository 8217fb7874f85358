/** The name of the program. */
export const programName: string = "tyk-oauth";
