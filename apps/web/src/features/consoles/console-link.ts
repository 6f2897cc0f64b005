/** A connection to a console, as the sessions see it. */
export interface ConsoleLink {
  sendBytes(bytes: Uint8Array): void;
  sendText(text: string): void;
  /** Bytes handed over and not yet on the network. */
  readonly waiting: number;
  close(): void;
}

export interface ConsoleLinkEvents {
  readonly opened: () => void;
  readonly bytes: (bytes: Uint8Array) => void;
  readonly text: (text: string) => void;
  /** Called once, also when it was never opened. */
  readonly closed: (code: number, reason: string) => void;
}

/** How sessions reach the server; a fake in tests. */
export type ConsoleTransport = (path: string, events: ConsoleLinkEvents) => ConsoleLink;

/** Time as a dependency. */
export interface ConsoleClock {
  /** Runs once after so many milliseconds; the returned function cancels. */
  after(milliseconds: number, run: () => void): () => void;
}

export const browserClock: ConsoleClock = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Consoles over the page's own server. */
export const webSocketTransport: ConsoleTransport = (path, events) => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === "string") events.text(data);
    else events.bytes(new Uint8Array(data));
  };
  socket.onclose = ({ code, reason }) => events.closed(code, reason);
  return {
    sendBytes: (bytes) => socket.send(bytes as Uint8Array<ArrayBuffer>),
    sendText: (text) => socket.send(text),
    get waiting() {
      return socket.bufferedAmount;
    },
    close: () => socket.close(1000),
  };
};

/** Address of a console's WebSocket. */
export const consolePath = (ip: string, kind: "serial" | "vnc" | "manager"): string =>
  `/api/v1/vms/${encodeURIComponent(ip)}/console/${kind}`;
