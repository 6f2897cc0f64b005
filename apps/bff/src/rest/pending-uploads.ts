import type { Upload } from "@stackdeck/hypervisor-client";
import type { Request } from "express";
import { invalidInput } from "./api-error.ts";
import { fromCode } from "./problem.ts";

/** What can be uploaded to an operation that announced it. */
export type UploadSlot = "image" | "secondary-volumes";

interface Waiting {
  readonly length: number;
  readonly userName: string;
  readonly deliver: (upload: Upload) => void;
  readonly fail: (error: Error) => void;
  readonly finished: Promise<void>;
}

/** Time an operation waits for an upload to begin, in milliseconds. */
const beginWithinMs = 120_000;

/** Uploads that operations wait for: the request announces a size, the bytes come in a request of their own. */
export class PendingUploads {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Waits for the bytes of a slot. The work calls `done` when it has ended: only then is the upload answered.
   * @throws ApiError when no upload begins within two minutes
   */
  expect(
    key: { operation: string; slot: UploadSlot; userName: string },
    length: number,
    signal: AbortSignal,
  ): { upload: Promise<Upload>; done: () => void } {
    const id = `${key.operation}/${key.slot}`;
    let done = () => {};
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const upload = new Promise<Upload>((resolve, reject) => {
      const fail = (error: Error) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        reject(error);
      };
      const timer = setTimeout(() => fail(fromCode("UPLOAD_MISSING")), beginWithinMs);
      signal.addEventListener("abort", () => fail(new Error("cancelled")), { once: true });
      const deliver = (given: Upload) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(given);
      };
      this.#waiting.set(id, { length, userName: key.userName, deliver, fail, finished });
    });
    return { upload, done };
  }

  /**
   * Hands the body of a request to the operation that waits for it; resolves when the operation has taken it all or has
   * ended.
   * @throws ApiError when nothing waits for it or its size is not the announced one
   */
  async accept(
    key: { operation: string; slot: UploadSlot; userName: string },
    request: Request,
  ): Promise<void> {
    const id = `${key.operation}/${key.slot}`;
    const waiting = this.#waiting.get(id);
    if (waiting === undefined || waiting.userName !== key.userName)
      throw fromCode("CONFLICT", { detail: "No operation waits for this upload." });
    const length = Number(request.get("Content-Length") ?? Number.NaN);
    if (length !== waiting.length) {
      throw invalidInput([
        { field: "Content-Length", message: `must be ${waiting.length}, as the operation announced` },
      ]);
    }
    waiting.deliver({ length, bytes: request });
    await waiting.finished;
  }
}
