import { expect, it } from "vitest";
import { formatPanes, parsePanes, parseWorkspaceSearch, withPane } from "./workspace-search.ts";

it("reads consoles from an address, each once, and leaves out the rest", () => {
  const open = "serial:10.0.0.7,vnc:fd00::1,serial:10.0.0.7,evil:10.0.0.9,serial:../x,";
  expect(formatPanes(parsePanes(open))).toBe("serial:10.0.0.7,vnc:fd00::1");
});

it("takes no more than it can show", () => {
  const many = Array.from({ length: 50 }, (_, index) => `serial:10.0.0.${index}`).join(",");
  expect(parsePanes(many)).toHaveLength(16);
});

it("adds a console in front", () => {
  const search = parseWorkspaceSearch({ open: "serial:10.0.0.7", layout: "grid", more: 1 });
  expect(withPane(search, { kind: "vnc", ip: "10.0.0.8" })).toEqual({
    open: "serial:10.0.0.7,vnc:10.0.0.8",
    layout: "grid",
    active: "vnc:10.0.0.8",
  });
});
