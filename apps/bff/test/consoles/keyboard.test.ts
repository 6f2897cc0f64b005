import { describe, expect, it } from "vitest";
import { Keyboard, type KeyboardUser } from "../../src/consoles/keyboard.ts";

const user = (id: string, more: Partial<KeyboardUser> = {}): KeyboardUser => ({
  id,
  userName: id,
  mayWrite: true,
  mayTake: false,
  ...more,
});

describe("keyboard", () => {
  it("goes to the first who wants it; the second watches", () => {
    const keyboard = new Keyboard();
    keyboard.join(user("watcher"), false);
    keyboard.join(user("alice"), true);
    keyboard.join(user("bob"), true);
    expect(keyboard.holder).toBe("alice");
  });

  it("is asked for and given", () => {
    const keyboard = new Keyboard();
    keyboard.join(user("alice"), true);
    keyboard.join(user("bob"), true);
    expect(keyboard.ask("bob")).toEqual({ answer: { ok: true }, tell: "alice" });
    expect(keyboard.give("bob", "bob").ok).toBe(false);
    expect(keyboard.give("alice", "bob").ok).toBe(true);
    expect(keyboard.holder).toBe("bob");
  });

  it("goes to whoever asked first when its holder leaves", () => {
    const keyboard = new Keyboard();
    for (const name of ["alice", "bob", "carol"]) keyboard.join(user(name), true);
    keyboard.ask("carol");
    keyboard.ask("bob");
    keyboard.leave("alice");
    expect(keyboard.holder).toBe("carol");
    keyboard.release("carol");
    expect(keyboard.holder).toBe("bob");
  });

  it("is taken by role, from one's own other window, or when free; not otherwise", () => {
    const keyboard = new Keyboard();
    keyboard.join(user("alice"), true);
    keyboard.join(user("bob"), true);
    expect(keyboard.take("bob")).toEqual({ ok: false, reason: "alice has the keyboard: ask for it." });
    keyboard.join(user("alice2", { userName: "alice" }), false);
    expect(keyboard.take("alice2").ok).toBe(true);
    keyboard.join(user("boss", { mayTake: true }), false);
    expect(keyboard.take("boss").ok).toBe(true);
    keyboard.leave("boss");
    expect(keyboard.take("bob").ok).toBe(true);
  });

  it("never goes to one who may only watch", () => {
    const keyboard = new Keyboard();
    keyboard.join(user("guest", { mayWrite: false }), true);
    expect(keyboard.holder).toBeUndefined();
    expect(keyboard.ask("guest").answer.ok).toBe(false);
    expect(keyboard.take("guest").ok).toBe(false);
    keyboard.join(user("alice"), true);
    expect(keyboard.give("alice", "guest").ok).toBe(false);
  });
});
