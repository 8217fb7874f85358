/** The redirect URI of the clients on the embedded gateway. */
export const redirectUri = "https://app.example/cb";
