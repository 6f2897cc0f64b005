import { chmodSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

/**
 * Keeps a data folder for this process until the returned function is called or the process ends, however it ends: the
 * system itself holds the lock, so nothing is left behind by a kill. Two servers on one folder would write over each
 * other's sessions, consoles and numbers of events.
 * @throws Error with one sentence for people when another process has the folder
 */
export function lockDataFolder(dataDir: string): () => void {
  const path = join(dataDir, "in-use");
  let holder: Database.Database | undefined;
  try {
    holder = new Database(path);
    chmodSync(path, 0o600);
    holder.pragma("busy_timeout = 0");
    // In this mode a database that was written once stays locked until it is closed.
    holder.pragma("locking_mode = EXCLUSIVE");
    holder.exec("BEGIN EXCLUSIVE; PRAGMA user_version = 1; COMMIT");
  } catch (error) {
    holder?.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw unusable(dataDir, error);
    throw new Error(
      `Another Stackdeck uses the data folder ${dataDir}. End it first, or name another folder with --data-dir DIR.`,
    );
  }
  const held = holder;
  return () => {
    // Closing alone lets go only when the handle is collected; the next use in the ordinary mode does so at once.
    held.pragma("locking_mode = NORMAL");
    held.pragma("user_version");
    held.close();
  };
}

function unusable(dataDir: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `The data folder ${dataDir} cannot be written (${reason}). Name another one with --data-dir DIR.`,
    { cause: error },
  );
}
