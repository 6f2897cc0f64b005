import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  absoluteMs,
  BrowserSessions,
  csrfTokenOf,
  idleMs,
  type SavedSession,
} from "../../src/auth/browser-sessions.ts";
import { sessionFile } from "../../src/auth/session-file.ts";

class Clock {
  monotonic = 1000;
  wall = 1_700_000_000_000;
  pass(ms: number): void {
    this.monotonic += ms;
    this.wall += ms;
  }
}

function setup(clock = new Clock(), saved: readonly SavedSession[] = []) {
  let kept = saved;
  const keeper = {
    load: () => kept,
    save: (sessions: readonly SavedSession[]) => {
      kept = sessions;
    },
  };
  const sessions = new BrowserSessions({
    monotonic: () => clock.monotonic,
    wall: () => clock.wall,
    keeper,
  });
  return { sessions, clock, kept: () => kept };
}

describe("browser sessions", () => {
  it("ends after the idle time, which starts anew with each request", () => {
    const { sessions, clock } = setup();
    const { secret, session } = sessions.start("alice");
    for (let round = 0; round < 3; round++) {
      clock.pass(idleMs - 1);
      expect(sessions.find(secret)?.id).toBe(session.id);
    }
    clock.pass(idleMs);
    expect(sessions.find(secret)).toBeUndefined();
    expect(session.ended.aborted).toBe(true);
  });

  it("ends after its longest time whatever happens", () => {
    const { sessions, clock } = setup();
    const { secret } = sessions.start("alice");
    for (let at = 0; at < absoluteMs; at += idleMs - 1) {
      expect(sessions.find(secret)).toBeDefined();
      clock.pass(idleMs - 1);
    }
    expect(sessions.find(secret)).toBeUndefined();
  });

  it("does not mind a clock that jumps", () => {
    const { sessions, clock } = setup();
    const { secret } = sessions.start("alice");
    clock.wall += 30 * 86_400_000;
    expect(sessions.find(secret)).toBeDefined();
    clock.wall -= 60 * 86_400_000;
    expect(sessions.find(secret)).toBeDefined();
  });

  it("survives a restart of the server, with the time that was left", () => {
    const first = setup();
    const { secret } = first.sessions.start("alice");
    first.clock.pass(idleMs - 5000);
    // A new process counts its monotonic time from another zero.
    const clock = new Clock();
    clock.wall = first.clock.wall;
    clock.monotonic = 7;
    const again = setup(clock, first.kept());
    clock.pass(4000);
    expect(again.sessions.find(secret)).toBeDefined();
    clock.pass(idleMs + 1);
    expect(again.sessions.find(secret)).toBeUndefined();
  });

  it("ends at logout, after a restart too", () => {
    const first = setup();
    const { secret, session } = first.sessions.start("alice");
    first.sessions.end(session.id);
    expect(session.ended.aborted).toBe(true);
    expect(setup(first.clock, first.kept()).sessions.find(secret)).toBeUndefined();
  });

  it("is of who signed in: those of others end, after a restart too", () => {
    const first = setup();
    const mine = first.sessions.start("alice");
    const { secret, session } = first.sessions.start("bob");
    expect(setup(first.clock, first.kept()).sessions.find(secret)?.userName).toBe("bob");
    first.sessions.endOthersThan("alice");
    expect([session.ended.aborted, mine.session.ended.aborted]).toEqual([true, false]);
    expect(first.sessions.find(secret)).toBeUndefined();
    expect(first.sessions.find(mine.secret)?.userName).toBe("alice");
  });

  it("keeps nothing by which somebody could log in", () => {
    const { sessions, kept } = setup();
    const { secret } = sessions.start("alice");
    expect(JSON.stringify(kept())).not.toContain(secret);
    expect(sessions.find(kept()[0]!.hash)).toBeUndefined();
  });

  it("gives each session its own token against forgery", () => {
    const { sessions } = setup();
    const [a, b] = [sessions.start("alice").secret, sessions.start("alice").secret];
    expect(csrfTokenOf(a)).not.toBe(csrfTokenOf(b));
    expect(csrfTokenOf(a)).not.toContain(a);
  });
});

describe("session file", () => {
  it("is for its owner alone and survives nonsense", () => {
    const path = join(mkdtempSync(join(tmpdir(), "stackdeck-sessions-")), "deep", "sessions.json");
    const errors: unknown[] = [];
    const keeper = sessionFile(path, (error) => errors.push(error));
    expect(keeper.load()).toEqual([]);
    const saved = { hash: "a".repeat(64), userName: "alice", idleUntil: 1, endsOn: 2 };
    keeper.save([saved]);
    expect(keeper.load()).toEqual([saved]);
    expect(statSync(path).mode & 0o077).toBe(0);
    writeFileSync(path, '[{"hash":"short"},7,null]');
    expect(keeper.load()).toEqual([]);
    writeFileSync(path, "not json");
    expect(keeper.load()).toEqual([]);
    expect(errors).toEqual([]);
    expect(readFileSync(path, "utf8")).toBe("not json");
  });
});
