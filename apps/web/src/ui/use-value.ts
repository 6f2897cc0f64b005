import { useSyncExternalStore } from "react";
import type { Value } from "./subscribable.ts";

/** The value of a store that lives outside React, kept current. */
export function useValue<T>(store: Pick<Value<T>, "get" | "subscribe">): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
