import { describe, expect, it } from "vitest";
import { hasPart, togglePart, yoursTerm } from "./yours.ts";

describe("the VMs that are yours", () => {
  const alice = yoursTerm({ UserName: "alice", Groups: ["team-a", "on call"] });

  it("are owned by your name or by a group of yours", () => {
    expect(yoursTerm({ UserName: "alice", Groups: [] })).toBe("owner:alice");
    const [quote, backslash] = ['the "new" ones', "a\\b"];
    expect(yoursTerm({ UserName: quote, Groups: [backslash] })).toBe(
      '(owner:"the \\"new\\" ones" | group:"a\\\\b")',
    );
    expect(alice).toBe('(owner:alice | group:team-a | group:"on call")');
  });

  it.each(["", "state:running", "web | db"])("are searched for beside “%s”, and no longer", (before) => {
    const yours = togglePart(before, alice);
    expect(hasPart(before, alice)).toBe(false);
    expect(hasPart(yours, alice)).toBe(true);
    const after = togglePart(yours, alice);
    expect(hasPart(after, alice)).toBe(false);
    expect(after.replace(/^\((.*)\)$/, "$1")).toBe(before);
  });
});
