import type { ApiToken } from "@stackdeck/api-types";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { sendJson } from "../../api/http.ts";

const key = ["tokens"] as const;

/** The user's tokens, and the two things that can be done with them. */
export function useTokens() {
  const client = useQueryClient();
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => sendJson<{ Items: readonly ApiToken[] }>("/api/v1/tokens", { signal }),
  });
  const refresh = () => client.invalidateQueries({ queryKey: key });
  return {
    list,
    create: async (wish: { Name: string; Days: number; MayChange: boolean }): Promise<string> => {
      const made = await sendJson<{ Secret: string }>("/api/v1/tokens", { method: "POST", body: wish });
      await refresh();
      return made.Secret;
    },
    revoke: async (id: string): Promise<void> => {
      await sendJson(`/api/v1/tokens/${encodeURIComponent(id)}`, { method: "DELETE" });
      await refresh();
    },
  };
}
