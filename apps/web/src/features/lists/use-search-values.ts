import type { CountedValue } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { sendJson } from "../../api/http.ts";

/** Lists whose values the server counts. */
export type SearchNoun = "vms" | "hypervisors" | "operations" | "events";

interface Answer {
  readonly Items: readonly { readonly Value: string; readonly Count: number }[];
}

interface Wanted {
  readonly key: string;
  readonly typed: string;
}

const none: readonly CountedValue[] = [];
/** The server counts for what is typed once so many ms have gone by without a key: the rows have precedence. */
const restMs = 150;

/** A key at once, what is typed of its values when the typing rests. */
function useRested(wanted: Wanted | undefined): Wanted | undefined {
  const [rested, setRested] = useState(wanted);
  const key = wanted?.key;
  const typed = wanted?.typed;
  if (rested?.key !== key) setRested(wanted);
  useEffect(() => {
    if (key === undefined || typed === undefined) return undefined;
    const timer = setTimeout(() => setRested({ key, typed }), restMs);
    return () => clearTimeout(timer);
  }, [key, typed]);
  return rested?.key === key ? rested : wanted;
}

/** Values that occur for a key in a list, the most frequent first, as the server counts them. */
export function useSearchValues(
  noun: SearchNoun | undefined,
  asked: Wanted | undefined,
  most = 20,
): readonly CountedValue[] {
  const wanted = useRested(asked);
  const query = useQuery<readonly CountedValue[], Error>({
    queryKey: ["search-values", noun, wanted?.key, wanted?.typed, most],
    enabled: noun !== undefined && wanted !== undefined,
    staleTime: 5_000,
    placeholderData: (before, beforeQuery) => (beforeQuery?.queryKey[2] === wanted?.key ? before : undefined),
    queryFn: async ({ signal }) => {
      const parameters = new URLSearchParams({
        noun: noun ?? "",
        key: wanted?.key ?? "",
        typed: wanted?.typed ?? "",
        limit: String(most),
      });
      const { Items } = await sendJson<Answer>(`/api/v1/search-values?${parameters}`, { signal });
      return Items.map(({ Value, Count }) => ({ value: Value, count: Count }));
    },
  });
  return wanted === undefined ? none : (query.data ?? none);
}

/** Names of the tags that VMs have, the most frequent first. */
export function useTagNames(): readonly string[] {
  return useSearchValues("vms", { key: "tag", typed: "" }, 200)
    .map(({ value }) => value)
    .filter((value) => !value.includes("=") && value !== "Name");
}
