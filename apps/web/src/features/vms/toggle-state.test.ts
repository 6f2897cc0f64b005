import { expect, it } from "vitest";
import { toggleState } from "./toggle-state.ts";

it.each([
  ["", "running", "state:running"],
  ["web", "failed to start", 'web state:"failed to start"'],
  ["web state:running", "running", "web"],
  ["state:running web", "stopped", "web state:stopped"],
  ['state:"failed to start"', "failed to start", ""],
])("%j with %s is %j", (query, state, next) => expect(toggleState(query, state)).toBe(next));
