/** Holds the token of somebody who has signed in. */
export const sessionCookie = "hearten-session";

/** Holds what a sign-in under way must come back with. */
export const signInCookie = "hearten-sign-in";

/** The value of a cookie by name; `undefined` where it was not sent, or sent twice and so not to be trusted. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const found = (header ?? "").split(";").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

type CookieRules = { readonly maxAgeSeconds: number; readonly isSecure: boolean };

/** A cookie that no script can read and no other site's form sends along. */
export function setCookie(name: string, value: string, { maxAgeSeconds, isSecure }: CookieRules): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
