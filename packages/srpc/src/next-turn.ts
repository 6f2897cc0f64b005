/** Resolves when everything else in the process had its turn: what takes long waits for it now and then. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
