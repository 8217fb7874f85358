/** The injection token of the service's configuration. `TykOAuth` is a class, and is its own token. */
export const configToken = Symbol("config");
