import { formatTerm, queryParts, type SessionInfo, withoutPart, withPart } from "@stackdeck/api-types";

/** A name is meant as it is written, whatever signs it has. */
const termOf = (key: string, name: string) =>
  formatTerm({
    key,
    operator: ":",
    values: [{ text: name, quoted: !/^[\w.-]+$/.test(name), from: 0, to: 0 }],
  });
const bare = (text: string) => text.replace(/^\((.*)\)$/, "$1");

/** The search for the VMs that somebody owns, by name or by a group. */
export function yoursTerm({ UserName, Groups }: Pick<SessionInfo, "UserName" | "Groups">): string {
  const terms = [termOf("owner", UserName), ...Groups.map((group) => termOf("group", group))];
  return terms.length === 1 ? terms.join("") : `(${terms.join(" | ")})`;
}

/** Whether a search has a part, with or without parentheses around it. */
export function hasPart(query: string, term: string): boolean {
  return queryParts(query).some((part) => bare(part.text) === bare(term));
}

/** The search with a part more, or without it when it was there. */
export function togglePart(query: string, term: string): string {
  const at = queryParts(query).findIndex((part) => bare(part.text) === bare(term));
  return at < 0 ? withPart(query, term) : withoutPart(query, at);
}
