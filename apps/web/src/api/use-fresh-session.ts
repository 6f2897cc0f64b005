import type { SessionInfo } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { sendJson } from "./http.ts";
import { useSession } from "./use-session.ts";

const everyMs = 60_000;

/** Who is signed in, asked again now and then: certificates are replaced while pages stay open for days. */
export function useFreshSession(): SessionInfo {
  const known = useSession();
  const { data } = useQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => sendJson<SessionInfo>("/api/v1/session", { signal }),
    refetchInterval: everyMs,
  });
  return data ?? known;
}
