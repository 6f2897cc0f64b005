import type { LiveClientEvents, LiveServerEvents, LiveTopic } from "@stackdeck/api-types";
import { Value } from "../ui/subscribable.ts";
import { KeptWindows } from "./kept-windows.ts";
import { LiveSubscription, type ParamsOf } from "./live-subscription.ts";

/** The part of a socket.io client that we use: tests bring their own. */
export interface LiveSocket {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on<E extends keyof LiveServerEvents>(event: E, listener: LiveServerEvents[E]): unknown;
  on(event: "connect", listener: () => void): unknown;
  on(event: "disconnect", listener: (reason: string) => void): unknown;
  on(event: "connect_error", listener: (error: Error) => void): unknown;
  emit<E extends keyof LiveClientEvents>(event: E, ...args: Parameters<LiveClientEvents[E]>): unknown;
}

/** Time from outside, so that tests need not wait. */
export interface LiveClock {
  now(): number;
  every(milliseconds: number, run: () => void): () => void;
  after(milliseconds: number, run: () => void): () => void;
}

export type ConnectionState =
  | { readonly kind: "connecting"; readonly since: number }
  | { readonly kind: "live"; readonly roundTripMs: number | undefined }
  | { readonly kind: "catching-up"; readonly since: number }
  | { readonly kind: "stale"; readonly since: number; readonly reason: string }
  | { readonly kind: "signed-out"; readonly reason: string };

/** Heartbeat: also keeps proxies awake, which cut idle connections after 20 s or more. */
const heartbeatMs = 15_000;
/** A live connection answers an echo within this time. */
const echoDeadlineMs = 5_000;
/** A gap between two ticks longer than this means the computer slept. */
const sleepGapMs = 10_000;
const tickMs = 1_000;

/**
 * The one live connection of the page. Subscriptions outlive cuts: after each connect all of them are sent again with
 * the revision they have, and the server answers with what changed since.
 */
export class LiveConnection {
  readonly state: Value<ConnectionState>;
  readonly #socket: LiveSocket;
  readonly #clock: LiveClock;
  readonly #subscriptions = new Map<number, LiveSubscription<LiveTopic>>();
  readonly #kept = new KeptWindows();
  readonly #stops: (() => void)[] = [];
  #nextId = 1;
  #lastTick: number;
  #lastEcho: number;
  #pending = 0;

  constructor(socket: LiveSocket, clock: LiveClock) {
    this.#socket = socket;
    this.#clock = clock;
    this.#lastTick = clock.now();
    this.#lastEcho = clock.now();
    this.state = new Value<ConnectionState>({ kind: "connecting", since: clock.now() });
    socket.on("connect", () => this.#connected());
    socket.on("disconnect", (reason) => this.#cut(reason));
    socket.on("connect_error", (error) => this.#cut(error.message));
    socket.on("delta", (delta) => this.#subscriptions.get(delta.id)?.changed(delta));
    socket.on("snapshot", (id, snapshot) => this.#subscriptions.get(id)?.replaced(snapshot));
    socket.on("session-ended", (reason) => this.#ended(reason));
    this.#stops.push(clock.every(tickMs, () => this.#tick()));
  }

  open(): void {
    this.#socket.connect();
  }

  subscribe<T extends LiveTopic>(topic: T, params: ParamsOf<T>): LiveSubscription<T> {
    const id = this.#nextId++;
    const subscription = new LiveSubscription<T>({
      id,
      topic,
      params,
      kept: this.#kept.find(topic, params),
      host: { send: (it) => this.#send(it), drop: (it) => this.#drop(it) },
    });
    this.#subscriptions.set(id, subscription as unknown as LiveSubscription<LiveTopic>);
    this.#send(subscription as unknown as LiveSubscription<LiveTopic>);
    return subscription;
  }

  /** Looks at once whether the other end is there: after sleep, on return to the tab, when the network came back. */
  wake(): void {
    if (this.state.get().kind === "signed-out") return;
    if (!this.#socket.connected) {
      this.#socket.connect();
      return;
    }
    this.#echo();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#subscriptions.clear();
    this.#socket.disconnect();
  }

  #send(subscription: LiveSubscription<LiveTopic>): void {
    if (!this.#socket.connected) return;
    const { generation } = subscription;
    const resume = subscription.resumePoint();
    this.#pending += 1;
    const request = { id: subscription.id, topic: subscription.topic, params: subscription.params };
    this.#socket.emit("subscribe", resume ? { ...request, resume } : request, (answer) => {
      this.#pending -= 1;
      subscription.answered(answer, generation);
      if (this.#pending === 0 && this.state.get().kind === "catching-up")
        this.state.set({ kind: "live", roundTripMs: undefined });
    });
  }

  #drop(subscription: LiveSubscription<LiveTopic>): void {
    this.#subscriptions.delete(subscription.id);
    const { topic, params, current } = subscription;
    if (current !== undefined) this.#kept.keep(topic, params, current);
    if (this.#socket.connected) this.#socket.emit("unsubscribe", subscription.id);
  }

  #connected(): void {
    this.#pending = 0;
    this.state.set(
      this.#subscriptions.size > 0
        ? { kind: "catching-up", since: this.#clock.now() }
        : { kind: "live", roundTripMs: undefined },
    );
    for (const subscription of this.#subscriptions.values()) this.#send(subscription);
    this.#lastEcho = this.#clock.now();
  }

  #cut(reason: string): void {
    const state = this.state.get();
    if (state.kind === "signed-out" || state.kind === "stale") return;
    this.state.set(
      state.kind === "connecting" && this.#subscriptions.size === 0
        ? state
        : { kind: "stale", since: this.#clock.now(), reason },
    );
  }

  #ended(reason: string): void {
    this.#kept.clear();
    this.state.set({ kind: "signed-out", reason });
    this.#socket.disconnect();
  }

  #tick(): void {
    const now = this.#clock.now();
    // A clock that was set back must not put off the next sign of life.
    const slept = now - this.#lastTick > sleepGapMs || now < this.#lastTick;
    this.#lastTick = now;
    if (slept) this.wake();
    else if (this.#socket.connected && now - this.#lastEcho >= heartbeatMs) this.#echo();
  }

  #echo(): void {
    const sent = this.#clock.now();
    this.#lastEcho = sent;
    let answered = false;
    this.#socket.emit("echo", () => {
      answered = true;
      const state = this.state.get();
      if (state.kind === "live") this.state.set({ kind: "live", roundTripMs: this.#clock.now() - sent });
    });
    this.#clock.after(echoDeadlineMs, () => {
      if (answered || !this.#socket.connected) return;
      // A half-open connection: cut it ourselves, a new one resumes by revision.
      this.#cut("no answer");
      this.#socket.disconnect();
      this.#socket.connect();
    });
  }
}
