import type { LiveDelta, LiveResume, LiveSnapshot, LiveTopic, LiveTopics } from "@stackdeck/api-types";
import { Value } from "../ui/subscribable.ts";
import { applyDelta, keyOfRow, type LiveWindow, windowFromSnapshot } from "./live-window.ts";

export type LiveState<Row> =
  | { readonly status: "loading"; readonly window?: LiveWindow<Row> | undefined }
  | { readonly status: "ready"; readonly window: LiveWindow<Row> }
  | {
      readonly status: "error";
      readonly code: string;
      readonly message: string;
      readonly window?: LiveWindow<Row> | undefined;
    };

type RowOf<T extends LiveTopic> = LiveTopics[T]["row"];
export type ParamsOf<T extends LiveTopic> = LiveTopics[T]["params"];

/** What a subscription needs of the connection that owns it. */
export interface SubscriptionHost {
  /** Sends (or repeats) the subscription; answers when the server did. Does nothing while there is no connection. */
  send(subscription: LiveSubscription<LiveTopic>): void;
  drop(subscription: LiveSubscription<LiveTopic>): void;
}

/**
 * One subscription: a topic with parameters, and the window the server keeps in step. Old rows stay while a new
 * window is on its way, so nothing flickers.
 */
export class LiveSubscription<T extends LiveTopic> {
  readonly state: Value<LiveState<RowOf<T>>>;
  readonly id: number;
  readonly topic: T;
  params: ParamsOf<T>;
  /** Raised with each change of parameters: answers to older requests are then of no interest. */
  generation = 0;
  /** Unix milliseconds of the last word about this subscription. */
  lastHeard = 0;
  readonly #host: SubscriptionHost;
  #paramsText: string;
  /** Set while the window no longer answers to the parameters. */
  #stale = false;

  constructor(options: {
    id: number;
    topic: T;
    params: ParamsOf<T>;
    host: SubscriptionHost;
    /** What was there when the same was last followed: shown until the server has answered. */
    kept?: LiveWindow<unknown> | undefined;
  }) {
    const window = options.kept as LiveWindow<RowOf<T>> | undefined;
    this.state = new Value<LiveState<RowOf<T>>>({ status: "loading", window });
    this.#stale = window !== undefined;
    this.id = options.id;
    this.topic = options.topic;
    this.params = options.params;
    this.#paramsText = JSON.stringify(options.params);
    this.#host = options.host;
  }

  /** Other parameters for the same subscription (another filter, another window). */
  change(params: ParamsOf<T>): void {
    const text = JSON.stringify(params);
    if (text === this.#paramsText) return;
    this.#paramsText = text;
    this.params = params;
    this.generation += 1;
    this.#stale = true;
    this.#host.send(this as unknown as LiveSubscription<LiveTopic>);
  }

  /** What answers to the present parameters; undefined while that is on its way. */
  get current(): LiveWindow<unknown> | undefined {
    const state = this.state.get();
    return state.status === "ready" && !this.#stale ? state.window : undefined;
  }

  /** What to resume from; none when there is nothing to continue. */
  resumePoint(): { epoch: string; revision: number } | undefined {
    const { window } = this.state.get();
    return window && !this.#stale ? { epoch: window.epoch, revision: window.revision } : undefined;
  }

  answered(answer: LiveResume<unknown>, generation: number): void {
    if (generation !== this.generation) return;
    if (answer.kind === "snapshot") this.replaced(answer.snapshot);
    else if (answer.kind === "error")
      this.state.set({
        status: "error",
        code: answer.code,
        message: answer.message,
        window: this.state.get().window,
      });
  }

  replaced(snapshot: LiveSnapshot<unknown>): void {
    this.#stale = false;
    const before = this.state.get().window;
    const window = windowFromSnapshot(snapshot as LiveSnapshot<RowOf<T>>, keyOfRow[this.topic], before);
    this.state.set({ status: "ready", window });
  }

  /** Applies a delta; asks for everything again when it does not fit. */
  changed(delta: LiveDelta<unknown>): void {
    const { window } = this.state.get();
    if (!window || this.#stale) return;
    const next = applyDelta(window, delta as LiveDelta<RowOf<T>>, keyOfRow[this.topic]);
    if (next === "resync") {
      this.#stale = true;
      this.#host.send(this as unknown as LiveSubscription<LiveTopic>);
    } else this.state.set({ status: "ready", window: next });
  }

  dispose(): void {
    this.#host.drop(this as unknown as LiveSubscription<LiveTopic>);
  }
}
