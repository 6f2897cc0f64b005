import { vmFields } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { understood } from "./use-search-text.ts";

describe("what is asked for while somebody types", () => {
  it.each([
    ["a whole search", "web state:running", 17, "web state:running"],
    ["a key without a value leaves nothing out", "state:", 6, ""],
    ["nor does an operator", "web mem>=", 9, "web"],
    ["a value that is begun", "web mem>=n", 10, "web"],
    ["a value out of a list, begun", "state:run web", 9, "web"],
    ["a minus", "web -", 5, "web"],
    ["an alternative", "web |", 5, "web"],
    ["a parenthesis and what is in it", "web (name:a | ", 14, "web"],
    ["a quotation mark", 'owner:alice name:"abc', 21, "owner:alice"],
    ["a part in the middle", "web state: owner:alice", 10, "web owner:alice"],
    ["a fault where nobody types", "web mem>=lots state:running", 27, undefined],
    ["two faults, one of them elsewhere", "mem>=lots web state:", 20, undefined],
    ["an alternative whose second half is begun", "web | state:", 12, undefined],
  ])("%s: %s", (_name, text, cursor, asked) => {
    expect(understood(text, cursor, vmFields)).toBe(asked);
  });
});
