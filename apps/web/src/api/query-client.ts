import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./http.ts";

/** Reads that failed for a reason of ours (4xx) are not repeated: the answer would be the same. */
function worthRetrying(count: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status } = error.problem;
  return count < 2 && (status === 0 || status >= 502);
}

/** Cache of everything read over REST; live lists have their own connection. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: worthRetrying, refetchOnWindowFocus: true } },
});
