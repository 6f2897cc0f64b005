import type { Problem } from "@stackdeck/api-types";
import { Value } from "../ui/subscribable.ts";
import { csrfHeader, problemFromText } from "./http.ts";

export type UploadState =
  | { readonly kind: "sending"; readonly sent: number; readonly total: number }
  /** Everything has been sent; the server has not said yet that it has it all. */
  | { readonly kind: "finishing" }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "cancelled" };

/** A file on its way to an operation that waits for it. Lives on when its screen is left. */
export class Upload {
  readonly state: Value<UploadState>;
  readonly file: File;
  readonly operation: string;
  readonly #request = new XMLHttpRequest();

  constructor(operation: string, slot: "image" | "secondary-volumes", file: File) {
    this.file = file;
    this.operation = operation;
    this.state = new Value<UploadState>({ kind: "sending", sent: 0, total: file.size });
    const request = this.#request;
    request.open("PUT", `/api/v1/operations/${encodeURIComponent(operation)}/uploads/${slot}`);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) =>
      this.#set({ kind: "sending", sent: event.loaded, total: event.total }),
    );
    request.upload.addEventListener("load", () => this.#set({ kind: "finishing" }));
    request.addEventListener("load", () => {
      if (request.status < 300) this.#set({ kind: "done" });
      else
        this.#set({
          kind: "failed",
          problem: problemFromText(request.status, request.statusText, request.responseText),
        });
    });
    request.addEventListener("error", () =>
      this.#set({
        kind: "failed",
        problem: problemFromText(0, "The connection broke before everything had arrived.", ""),
      }),
    );
    request.addEventListener("abort", () => this.#set({ kind: "cancelled" }));
    request.send(file);
  }

  cancel(): void {
    this.#request.abort();
  }

  get active(): boolean {
    const { kind } = this.state.get();
    return kind === "sending" || kind === "finishing";
  }

  #set(state: UploadState): void {
    this.state.set(state);
  }
}

/** Uploads since the page was loaded. */
export const uploads = new Value<readonly Upload[]>([]);

/** Begins an upload and guards the page against being left while it runs. */
export function startUpload(operation: string, slot: "image" | "secondary-volumes", file: File): Upload {
  const upload = new Upload(operation, slot, file);
  uploads.update((list) => [...list, upload]);
  const guard = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener("beforeunload", guard);
  const stop = upload.state.subscribe(() => {
    if (upload.active) return;
    removeEventListener("beforeunload", guard);
    stop();
  });
  return upload;
}
