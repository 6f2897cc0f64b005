import { describe, expect, it } from "vitest";
import { completeQmpCommand, parseQmpCommand, prettyLine } from "./qmp-commands.ts";

describe("monitor commands", () => {
  it("takes a bare name, a name with arguments, and whole JSON", () => {
    expect(parseQmpCommand(" query-status ")).toEqual({
      json: '{"execute":"query-status"}',
      name: "query-status",
      disruptive: false,
    });
    expect(parseQmpCommand('qom-list {"path": "/"}')).toMatchObject({
      json: '{"execute":"qom-list","arguments":{"path":"/"}}',
    });
    expect(parseQmpCommand('{"execute": "quit"}')).toMatchObject({ name: "quit", disruptive: true });
  });

  it("refuses the rest with a reason", () => {
    expect(parseQmpCommand("qom-list {path}")).toEqual({ error: "The arguments are not valid JSON." });
    expect(parseQmpCommand("[1]")).toHaveProperty("error");
    expect(parseQmpCommand('{"execute": 1}')).toHaveProperty("error");
  });

  it("shows JSON over several lines and anything else as it is", () => {
    expect(prettyLine('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyLine("VM manager closed")).toBe("VM manager closed");
  });
});

it.each([
  ["query-st", "query-status"],
  ["query-v", undefined],
  ["query-ver", "query-version"],
  ["query-mem", undefined],
  ["system_p", "system_powerdown"],
  ["sys", "system_"],
  ["quit", undefined],
  ["nonsense", undefined],
  ["", undefined],
  ['qom-list {"path"', undefined],
])("Tab makes of %j: %j", (typed, completed) => {
  expect(completeQmpCommand(typed)).toBe(completed);
});
