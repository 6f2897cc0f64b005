import type { Problem } from "@stackdeck/api-types";
import { beforeEach, describe, expect, it } from "vitest";
import {
  announce,
  announcements,
  markSeen,
  rawWords,
  recordProblem,
  toasts,
  unseenFailures,
} from "./toasts.ts";

const problem = {
  type: "/api/docs/errors#CONFLICT",
  title: "It was refused.",
  status: 409,
  detail: "The hypervisor refused: no matching subnet",
  code: "CONFLICT",
  hypervisorError: "no matching subnet",
  requestId: "7f",
} as Problem;

it("crowds out what passes by itself, never an error", () => {
  toasts.set([]);
  for (const tone of ["bad", "good", "info", "bad", "good", "good", "info"] as const)
    announce({ tone, title: tone });
  expect(toasts.get().map((toast) => toast.tone)).toEqual(["bad", "bad", "good", "good", "info"]);
  for (let index = 0; index < 6; index += 1) announce({ tone: "bad", title: "more" });
  expect(toasts.get().filter((toast) => toast.tone === "bad")).toHaveLength(8);
  toasts.set([]);
  announcements.set([]);
});

describe("problems that are shown in a dialog", () => {
  beforeEach(() => announcements.set([]));

  it("are kept in the history, once each, without a toast", () => {
    recordProblem(problem);
    recordProblem(problem);
    recordProblem({ ...problem, requestId: "80" });
    expect(announcements.get().map((entry) => entry.problem?.requestId)).toEqual(["80", "7f"]);
    expect(toasts.get()).toEqual([]);
  });

  it("are counted until somebody has looked", () => {
    recordProblem({ ...problem });
    expect(unseenFailures(announcements.get())).toBe(1);
    markSeen();
    expect(unseenFailures(announcements.get())).toBe(0);
    recordProblem({ ...problem });
    expect(unseenFailures(announcements.get())).toBe(1);
  });

  it("do not push the history beyond its bound", () => {
    for (let index = 0; index < 250; index += 1) recordProblem({ ...problem });
    expect(announcements.get()).toHaveLength(200);
  });

  it.each([
    [problem, undefined],
    [{ ...problem, hypervisorError: "no matching subnet\n" }, undefined],
    [{ ...problem, detail: "It was refused" }, "no matching subnet"],
    [{ ...problem, detail: undefined }, "no matching subnet"],
    [undefined, undefined],
  ])("say the hypervisor's words once", (given, raw) => {
    expect(rawWords(given as Problem | undefined)).toBe(raw);
  });
});
