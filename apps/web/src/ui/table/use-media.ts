import { useSyncExternalStore } from "react";

interface Watched {
  readonly get: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

const watched = new Map<string, Watched>();

/** One list for each query: asking the browser anew at each drawing costs more than the drawing. */
function watch(query: string): Watched {
  const known = watched.get(query);
  if (known) return known;
  const media = matchMedia(query);
  const made: Watched = {
    get: () => media.matches,
    subscribe: (listener) => {
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
  };
  watched.set(query, made);
  return made;
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const { subscribe, get } = watch(query);
  return useSyncExternalStore(subscribe, get);
}
