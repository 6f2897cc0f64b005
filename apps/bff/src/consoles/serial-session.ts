import { randomUUID } from "node:crypto";
import type { SerialClientMessage } from "@stackdeck/api-types";
import { calmPlace, searchBytes } from "./calm-place.ts";
import type { Clock } from "./clock.ts";
import type { BootLogs, ConsoleCaller, ConsoleChannels, ConsoleVm } from "./console-ports.ts";
import { KeyboardDesk } from "./keyboard-desk.ts";
import { snapshotOf } from "./screen-snapshot.ts";
import type { SerialHistory } from "./serial-history.ts";
import type { SerialLimits } from "./serial-limits.ts";
import { SerialUpstream, type UpstreamStatus } from "./serial-upstream.ts";
import { SerialViewer, type ViewerWish } from "./serial-viewer.ts";
import type { ScreenSize } from "./traced-terminal.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** What a viewer asks for when it attaches. */
export interface SerialAttachRequest extends ViewerWish {
  /** Where it was, when it was here before. */
  readonly resume: { readonly epoch: string; readonly offset: number } | undefined;
  readonly wantsKeyboard: boolean;
  readonly size: ScreenSize;
  /** All bytes there are, instead of a screen. */
  readonly wholeHistory: boolean;
}

export interface SerialSessionOptions {
  readonly vm: ConsoleVm;
  readonly history: SerialHistory;
  readonly limits: SerialLimits;
  readonly clock: Clock;
  readonly channels: ConsoleChannels;
  readonly bootLogs: BootLogs;
  /** The stream has grown or a mark was set. */
  readonly onGrowth: () => void;
  readonly onKeyboard: (caller: ConsoleCaller, what: string) => void;
}

/** Ctrl-C, Ctrl-Z, Ctrl-\\. */
const interrupts = [0x03, 0x1a, 0x1c];

/** One VM's serial port: one upstream, its history, and everybody who looks at it. */
export class SerialSession {
  readonly #o: SerialSessionOptions;
  readonly #viewers = new Map<string, SerialViewer>();
  readonly #desk: KeyboardDesk;
  readonly #upstream: SerialUpstream;
  #vm: ConsoleVm;

  constructor(options: SerialSessionOptions) {
    this.#o = options;
    this.#vm = options.vm;
    const { history } = options;
    this.#desk = new KeyboardDesk({
      viewers: this.#viewers,
      vm: () => this.#vm,
      onChange: options.onKeyboard,
    });
    this.#upstream = new SerialUpstream({
      ipAddress: options.vm.ipAddress,
      channels: options.channels,
      bootLogs: options.bootLogs,
      bootLogMemory: history.bootLog,
      clock: options.clock,
      typedBytes: options.limits.typedBytes,
      onBytes: (bytes) => {
        history.ring.append(bytes);
        this.#grown();
      },
      onMark: (kind, text) => {
        history.mark(kind, text, options.clock.now());
        this.#grown();
      },
      onStatus: (status) => this.#tellStatus(status),
    });
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  get history(): SerialHistory {
    return this.#o.history;
  }

  get vm(): ConsoleVm {
    return this.#vm;
  }

  /** Begins to attach to the VM. */
  open(): void {
    this.#upstream.vmChanged(this.#vm);
  }

  /** A viewer arrives. */
  attach(socket: ViewerSocket, caller: ConsoleCaller, request: SerialAttachRequest): SerialViewer {
    const { history, limits } = this.#o;
    const id = randomUUID();
    const stream = { ring: history.ring, marks: history.marks, limits };
    const elapsed = (): number => this.#o.clock.elapsed();
    const viewer = new SerialViewer({ id, caller, socket, wish: request, stream, elapsed });
    this.#viewers.set(id, viewer);
    this.#desk.join(viewer, request.wantsKeyboard);
    this.#begin(viewer, request).catch(() => this.#beginAt(viewer, history.ring.start, false));
    return viewer;
  }

  /** A viewer's connection has ended. */
  detach(viewer: SerialViewer): void {
    viewer.gone();
    if (!this.#viewers.delete(viewer.id)) return;
    this.#desk.leave(viewer);
  }

  /** A viewer has typed. */
  type(viewer: SerialViewer, bytes: Buffer): void {
    const reason = this.#desk.whyNotType(viewer) ?? this.#upstream.type(bytes);
    if (reason !== undefined) viewer.send({ type: "rejected", bytes: bytes.length, reason });
    else if (interrupts.some((byte) => bytes.includes(byte))) viewer.interrupted();
  }

  /** A viewer has sent a message. */
  message(viewer: SerialViewer, message: SerialClientMessage): void {
    switch (message.type) {
      case "drawn":
        viewer.drawn(message.bytes);
        break;
      case "ping":
        viewer.send({ type: "pong", id: message.id, end: this.#o.history.ring.end });
        break;
      case "retry":
        this.#upstream.retry();
        break;
      default:
        this.#desk.message(viewer, message);
    }
  }

  /** The inventory has news of the VM: whoever may no longer look is sent away. */
  vmChanged(vm: ConsoleVm): void {
    this.#vm = vm;
    for (const viewer of [...this.#viewers.values()]) {
      if (!viewer.caller.may("watch", vm)) this.#closeViewer(viewer, 4403, "You may no longer see this VM.");
    }
    this.#upstream.vmChanged(vm);
  }

  /** Ends for everybody. What was received before is sent first. */
  close(code: number, reason: string): void {
    this.#upstream.close();
    for (const viewer of [...this.#viewers.values()]) this.#closeViewer(viewer, code, reason);
  }

  #closeViewer(viewer: SerialViewer, code: number, reason: string): void {
    viewer.close(code, reason);
    this.detach(viewer);
  }

  async #begin(viewer: SerialViewer, request: SerialAttachRequest): Promise<void> {
    const { ring, marks } = this.#o.history;
    const { resume } = request;
    const place = resume && this.#o.history.placeOf(resume.epoch, resume.offset);
    if (place !== undefined) return this.#beginAt(viewer, place, true, marks.firstAt(place));
    if (request.plain || request.wholeHistory || ring.size <= this.#o.limits.replayBytes)
      return this.#beginAt(viewer, ring.start, false);
    // The end is replayed byte for byte, behind the screen as it was before.
    const replayFrom = calmPlace(
      ring,
      Math.max(ring.start, ring.end - this.#o.limits.replayBytes - searchBytes),
    );
    const screen = await snapshotOf(this.#o.history, request.size, replayFrom);
    if (viewer.closed) return;
    const { before, text, offset } = screen;
    this.#greet(viewer, offset, false);
    if (before !== undefined) {
      viewer.send({ type: "screen", text: before.text });
      const { kind, on, text: said } = before.boot;
      viewer.send({ type: "mark", kind, on, text: said, offset });
    }
    viewer.send({ type: "screen", text });
    viewer.start(offset, marks.firstAt(offset));
  }

  #beginAt(viewer: SerialViewer, offset: number, resumed: boolean, mark = 0): void {
    this.#greet(viewer, offset, resumed);
    const setBefore = resumed ? "" : this.#o.history.setBefore();
    if (setBefore !== "") viewer.send({ type: "screen", text: setBefore });
    viewer.start(offset, mark);
  }

  #greet(viewer: SerialViewer, offset: number, resumed: boolean): void {
    const { epoch } = this.#o.history;
    viewer.send({ type: "attached", epoch, offset, resumed, viewerId: viewer.id });
    viewer.send({ type: "state", ...this.#upstream.status, vmState: this.#vm.state });
    this.#desk.tellViewers();
  }

  #grown(): void {
    for (const viewer of this.#viewers.values()) viewer.pump();
    this.#o.onGrowth();
  }

  #tellStatus(status: UpstreamStatus): void {
    for (const viewer of this.#viewers.values())
      viewer.send({ type: "state", ...status, vmState: this.#vm.state });
  }
}
