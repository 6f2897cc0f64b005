import { useEffect, useState } from "react";
import type { KeptConsoles } from "./kept-consoles.ts";

/** The console of a VM while the component is shown; undefined in the moment before it is there. */
export function useKeptConsole<Console extends { readonly ip: string }>(
  consoles: KeptConsoles<Console>,
  ip: string,
): Console | undefined {
  const [mine, setMine] = useState<Console | undefined>(undefined);
  useEffect(() => {
    const acquired = consoles.acquire(ip);
    setMine(acquired);
    return () => {
      setMine(undefined);
      consoles.release(acquired);
    };
  }, [consoles, ip]);
  return mine;
}
