import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SavedSession, SessionKeeper } from "./browser-sessions.ts";

function isSaved(value: unknown): value is SavedSession {
  const saved = value as Partial<SavedSession> | null;
  return (
    typeof saved?.hash === "string" &&
    /^[0-9a-f]{64}$/.test(saved.hash) &&
    typeof saved.userName === "string" &&
    typeof saved.idleUntil === "number" &&
    typeof saved.endsOn === "number"
  );
}

/** Keeps sessions (hashes only) in a file, so that a restart of the server logs nobody out. */
export function sessionFile(path: string, onError: (error: unknown) => void): SessionKeeper {
  return {
    load() {
      try {
        const content: unknown = JSON.parse(readFileSync(path, "utf8"));
        return Array.isArray(content) ? content.filter(isSaved) : [];
      } catch {
        // No file, or one that cannot be used: everybody logs in anew.
        return [];
      }
    },
    save(sessions) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.new`, JSON.stringify(sessions), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        // Nobody loses the present session by this; only a restart would end it.
        onError(error);
      }
    },
  };
}
