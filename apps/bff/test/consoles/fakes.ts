import type { Clock } from "../../src/consoles/clock.ts";
import { SerialHub } from "../../src/consoles/serial-hub.ts";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import type { SerialAttachRequest } from "../../src/consoles/serial-session.ts";

import { FakeHypervisor, FakeVms } from "./fake-hypervisor.ts";
import { caller, FakeSocket, freshRequest } from "./fake-viewers.ts";

/** Time that passes when told to. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers: { at: number; action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, timer by timer, and everything that follows from it. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.action();
      await settle();
    }
    this.#now = until;
  }
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** A hub with everything around it faked. */
export function fakeHub(options: Partial<ConstructorParameters<typeof SerialHub>[0]> = {}) {
  const clock = new FakeClock();
  const hypervisor = new FakeHypervisor();
  const vms = new FakeVms();
  const hub = new SerialHub({
    vms,
    channels: hypervisor,
    bootLogs: hypervisor,
    journals: undefined,
    limits: defaultSerialLimits,
    clock,
    onKeyboard: () => undefined,
    ...options,
  });
  const attach = async (userName: string, request: Partial<SerialAttachRequest> = {}, rights?: string[]) => {
    const socket = new FakeSocket();
    const seat = await hub.attach("10.0.0.7", caller(userName, rights), socket, {
      ...freshRequest,
      ...request,
    });
    await settle();
    return { socket, seat };
  };
  return { clock, hypervisor, vms, hub, attach };
}
