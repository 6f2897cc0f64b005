import type { LiveTopic } from "@stackdeck/api-types";
import type { LiveWindow } from "./live-window.ts";

/** Windows kept at once; the one that was left longest ago goes first. */
const mostKept = 12;

/**
 * Topics whose last rows may stand until new ones come. Not the single VM or hypervisor: dialogs fill their fields from
 * it, and must not from what was true a while ago.
 */
const keptTopics: ReadonlySet<LiveTopic> = new Set(["vms", "hypervisors", "operations", "events", "fleet"]);

/** What lists showed when they were left: shown again at once on coming back, also while the server is away. */
export class KeptWindows {
  readonly #windows = new Map<string, LiveWindow<unknown>>();

  keep(topic: LiveTopic, params: unknown, window: LiveWindow<unknown>): void {
    if (!keptTopics.has(topic)) return;
    const key = keyOf(topic, params);
    this.#windows.delete(key);
    this.#windows.set(key, window);
    const oldest = this.#windows.keys().next().value;
    if (this.#windows.size > mostKept && oldest !== undefined) this.#windows.delete(oldest);
  }

  find(topic: LiveTopic, params: unknown): LiveWindow<unknown> | undefined {
    return this.#windows.get(keyOf(topic, params));
  }

  clear(): void {
    this.#windows.clear();
  }
}

function keyOf(topic: LiveTopic, params: unknown): string {
  return `${topic} ${JSON.stringify(params)}`;
}
