import { saveText } from "../../ui/save-file.ts";
import { Value } from "../../ui/subscribable.ts";
import { type Cast, formatCast } from "./asciicast.ts";

/** The recording that was made or opened last; it lasts as long as the page. */
export const latestRecording = new Value<Cast | undefined>(undefined);

/** Gives the browser a recording to save, as other players read it. */
export function saveRecording(cast: Cast): void {
  const began =
    cast.startedAt === undefined ? "" : `-${new Date(cast.startedAt * 1000).toISOString().slice(0, 19)}`;
  const name = `${cast.title || "recording"}${began}`.replace(/[^\w.-]+/g, "_");
  saveText(`${name}.cast`, formatCast(cast), "application/x-asciicast");
}
