import { systemClock } from "../consoles/clock.ts";
import type { ConsoleContext } from "../fleet/byte-channels.ts";
import { type ScreenRun, type Thumbnail, Thumbnails } from "./thumbnails.ts";

/** What the routes may do with pictures of screens. */
export interface ThumbnailAccess {
  /** Whether pictures are taken. */
  readonly on: boolean;
  get(screen: ScreenRun): Promise<Thumbnail>;
}

/** With `auto` no pictures are taken in a fleet of more VMs than this. */
const autoLimit = 1000;

/** Pictures of screens as the server is set. */
export function thumbnailAccess(o: {
  readonly mode: "auto" | "on" | "off";
  readonly context: Pick<ConsoleContext, "channels">;
  readonly fleetSize: () => number;
}): ThumbnailAccess {
  const { channels } = o.context;
  const thumbnails = new Thumbnails({
    open: async (ipAddress, signal) => (await channels.open(ipAddress, "vnc", { signal })).duplex(),
    clock: systemClock,
  });
  return {
    get on() {
      return o.mode === "on" || (o.mode === "auto" && o.fleetSize() <= autoLimit);
    },
    get: (screen) => thumbnails.get(screen),
  };
}
