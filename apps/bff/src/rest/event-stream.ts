import type { Request, Response } from "express";
import { requestIdOf } from "./caller.ts";
import { fromCode, problemOf, toApiError } from "./problem.ts";

/** Proxies cut what is silent for a minute; a comment now and then keeps the line. */
const keepAliveMs = 15_000;

export interface StreamItem {
  /** What `Last-Event-ID` may name later. */
  readonly id?: string | undefined;
  readonly event?: string | undefined;
  readonly data: unknown;
}

/** Whether the caller asked for newline-delimited JSON instead of Server-Sent Events. @throws ApiError for neither */
function wantsLines(request: Request): boolean {
  const type = request.accepts(["text/event-stream", "application/x-ndjson"]);
  if (type === false)
    throw fromCode("NOT_ACCEPTABLE", { detail: "There are text/event-stream and application/x-ndjson." });
  return type === "application/x-ndjson";
}

/**
 * Sends items as they come until they end or the caller goes, at the speed of the caller: nothing is queued.
 * As Server-Sent Events, or one JSON text a line for `Accept: application/x-ndjson`. A failure after the beginning is
 * the last item: event `error`, or a line `{"problem": …}`.
 */
export async function sendStream(
  request: Request,
  response: Response,
  open: (signal: AbortSignal) => AsyncIterable<StreamItem>,
): Promise<void> {
  const lines = wantsLines(request);
  const gone = new AbortController();
  response.on("close", () => gone.abort(new Error("the caller has gone")));
  const items = open(gone.signal)[Symbol.asyncIterator]();
  // The first item decides whether the answer is an error: a refusal must be a plain problem document.
  const pending = items.next();
  const early = await Promise.race([pending.then(() => "item" as const), afterMs(250, gone.signal)]);
  if (early === "item") await pending;
  begin(response, lines);
  const timer = lines ? undefined : setInterval(() => response.write(": keep-alive\n\n"), keepAliveMs);
  try {
    for (let next = await pending; !next.done; next = await items.next()) {
      if (!response.write(lines ? lineOf(next.value.data) : eventOf(next.value))) await drained(response);
    }
  } catch (error) {
    if (!gone.signal.aborted)
      writeFailure(response, lines, problemOf(toApiError(error), requestIdOf(request)));
  } finally {
    clearInterval(timer);
    gone.abort();
    await items.return?.().catch(() => {});
    response.end();
  }
}

function begin(response: Response, lines: boolean): void {
  response.status(200);
  response.setHeader("Content-Type", lines ? "application/x-ndjson" : "text/event-stream");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
}

function lineOf(data: unknown): string {
  return `${JSON.stringify(data)}\n`;
}

function eventOf(item: StreamItem): string {
  const id = item.id === undefined ? "" : `id: ${item.id}\n`;
  const event = item.event === undefined ? "" : `event: ${item.event}\n`;
  return `${id}${event}data: ${JSON.stringify(item.data)}\n\n`;
}

function writeFailure(response: Response, lines: boolean, problem: object): void {
  response.write(lines ? lineOf({ problem }) : eventOf({ event: "error", data: problem }));
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}

function afterMs(ms: number, signal: AbortSignal): Promise<"waited"> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("waited"), ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve("waited");
    });
  });
}

/** Turns callbacks into items: what is pushed waits, at most so many, then the stream ends with an error. */
export class ItemQueue {
  readonly #items: StreamItem[] = [];
  readonly #limit: number;
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: unknown;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(item: StreamItem): void {
    if (this.#ended) return;
    if (this.#items.length >= this.#limit) this.fail(new Error("the caller did not read fast enough"));
    else this.#items.push(item);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamItem> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
