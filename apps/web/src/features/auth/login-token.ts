/** Reads the token of a login link. It is in the fragment, which browsers do not send to servers. */
export function tokenOfFragment(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("token") || undefined;
}
