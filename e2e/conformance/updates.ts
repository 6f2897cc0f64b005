/** Follows the update stream of a hypervisor during a test. */
import { check, eventually } from "./checks.ts";
import type { Client, Message, OpenCall } from "./client.ts";
import type { TestContext } from "./context.ts";

export class Updates {
  readonly call: OpenCall;
  readonly first: Message;
  readonly #later: Message[] = [];
  #ended = false;

  constructor(call: OpenCall, first: Message) {
    this.call = call;
    this.first = first;
    void this.#read();
  }

  /** Waits for something in the messages after the first; what `find` returned. */
  until<T>(what: string, find: (update: Message) => T | undefined | false): Promise<T> {
    return eventually(what, async () => {
      for (const update of this.#later) {
        const found = find(update);
        if (found !== undefined && found !== false) return found;
      }
      check(!this.#ended, `${what}, but the stream ended`);
      return undefined;
    });
  }

  /** Waits until a message about this VM satisfies `holds`. */
  async untilVm(ip: string, what: string, holds: (vm: Message) => boolean): Promise<void> {
    await this.until(what, (update) => {
      const vm = ((update.VMs ?? {}) as Record<string, Message>)[ip];
      return vm !== undefined && holds(vm);
    });
  }

  /** Reads always: a hypervisor closes the stream of a reader that does not keep up. */
  async #read(): Promise<void> {
    try {
      for (;;) {
        const update = await this.call.receive(20 * 60_000);
        if (update === undefined) break;
        this.#later.push(update);
      }
    } catch {
      // Closing the call at the end of the test ends up here; `until` reports an early end.
    }
    this.#ended = true;
  }
}

/** Subscribes until the test ends; the first message has been read. */
export async function watchUpdates(context: TestContext, client: Client): Promise<Updates> {
  const call = await client.open("GetUpdates");
  context.onEnd(() => call.close());
  await call.send({});
  return new Updates(call, await call.expect());
}
