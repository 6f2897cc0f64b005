import { type MethodName, type MethodRow, methods, type Problem } from "@stackdeck/api-types";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Answer, type CallOptions, callMethod, readText } from "./call.ts";
import { problemOf } from "./http.ts";

type Request = Readonly<Record<string, unknown>>;

/** Key of an answer in the cache: made from the same parts as the call, so they can not disagree. */
function keyOfCall(name: MethodName, request: Request, id?: string): readonly unknown[] {
  return ["method", name, id ?? "", request];
}

/** Reads with a method of the table and caches the answer. */
export function useMethodQuery<N extends MethodName>(
  name: N,
  request: Request,
  options: { readonly id?: string; readonly enabled?: boolean; readonly refetchMs?: number } = {},
): UseQueryResult<Answer<N>, Error> {
  const { id } = options;
  return useQuery({
    queryKey: keyOfCall(name, request, id),
    queryFn: ({ signal }) => callMethod(name, request, id === undefined ? { signal } : { signal, id }),
    enabled: options.enabled ?? true,
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
  });
}

/** Reads a text with a method of the table (a log, user data). */
export function useMethodText(
  name: MethodName,
  request: Request,
  enabled = true,
): UseQueryResult<string, Error> {
  return useQuery({
    queryKey: ["text", ...keyOfCall(name, request)],
    queryFn: ({ signal }) => readText(name, request, signal),
    enabled,
  });
}

/** A call that a person makes: its row of the table, whether it runs, and what went wrong the last time. */
export interface MethodCall<N extends MethodName> {
  readonly row: MethodRow;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly answer: Answer<N> | undefined;
  /** Resolves to the answer, or undefined when it failed (then `problem` says why). */
  readonly run: (request: Request, options?: CallOptions) => Promise<Answer<N> | undefined>;
  readonly reset: () => void;
}

/** Gives a screen a method of the table to call. */
export function useMethod<N extends MethodName>(name: N): MethodCall<N> {
  const [state, setState] = useState<{ busy: boolean; problem?: Problem; answer?: Answer<N> }>({
    busy: false,
  });
  return {
    row: methods[name],
    busy: state.busy,
    problem: state.problem,
    answer: state.answer,
    reset: () => setState({ busy: false }),
    run: async (request, options) => {
      setState({ busy: true });
      try {
        const answer = await callMethod(name, request, options);
        setState({ busy: false, answer });
        return answer;
      } catch (error) {
        setState({ busy: false, problem: problemOf(error) });
        return undefined;
      }
    },
  };
}
