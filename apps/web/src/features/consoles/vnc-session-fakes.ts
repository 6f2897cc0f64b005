import { FakeClock } from "./console-fakes.ts";
import { type VncClient, type VncClientEvents, VncSession } from "./vnc-session.ts";

class FakeClient implements VncClient {
  viewOnly = false;
  scaleViewport = false;
  clipViewport = false;
  dragViewport = false;
  disconnected = false;
  keys: string[] = [];
  readonly events: VncClientEvents;

  constructor(events: VncClientEvents) {
    this.events = events;
  }

  disconnect(): void {
    this.disconnected = true;
  }

  focus(): void {
    this.keys.push("focus");
  }

  sendKey(_keysym: number, code: string | null, down?: boolean): void {
    this.keys.push(`${down ? "+" : "-"}${code}`);
  }

  clipboardPasteFrom(): void {
    this.keys.push("clipboard");
  }

  poke(): void {
    this.keys.push("poke");
  }

  toBlob(callback: (blob: Blob | null) => void): void {
    callback(new Blob(["png"]));
  }
}

/** A session with everything around it faked. */
export function vncWorld() {
  const clock = new FakeClock();
  const clients: FakeClient[] = [];
  const element = { remove: () => undefined } as unknown as HTMLElement;
  const session = new VncSession({
    ip: "10.0.0.7",
    element,
    clock,
    connect: (_ip, _element, events) => {
      const client = new FakeClient(events);
      clients.push(client);
      return client;
    },
  });
  const client = (): FakeClient => clients.at(-1) as FakeClient;
  return { clock, clients, session, client };
}
