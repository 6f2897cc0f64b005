import type { LiveTopic, LiveTopics } from "@stackdeck/api-types";
import { useEffect, useState, useSyncExternalStore } from "react";
import { live } from "./live.ts";
import type { LiveState, LiveSubscription, ParamsOf } from "./live-subscription.ts";

type RowOf<T extends LiveTopic> = LiveTopics[T]["row"];

const idle = { status: "loading" } as const;
const never = () => () => {};

/** Subscribes to a topic while the component is shown. Parameters may change; old rows stay until new ones come. */
export function useLive<T extends LiveTopic>(topic: T, params: ParamsOf<T>): LiveState<RowOf<T>> {
  const [subscription, setSubscription] = useState<LiveSubscription<T> | undefined>(undefined);
  const text = JSON.stringify(params);
  // The subscription belongs to the mount: it follows later parameters through `change`, not by starting over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const mine = live.subscribe(topic, params);
    setSubscription(mine);
    return () => {
      setSubscription(undefined);
      mine.dispose();
    };
  }, [topic]);
  useEffect(() => {
    subscription?.change(JSON.parse(text) as ParamsOf<T>);
  }, [subscription, text]);
  return useSyncExternalStore<LiveState<RowOf<T>>>(
    subscription?.state.subscribe ?? never,
    subscription?.state.get ?? (() => idle),
  );
}

/** The single row of a one-row topic (`vm`, `hypervisor`, `fleet`), with what the subscription is doing. */
export function useLiveRow<T extends "vm" | "hypervisor" | "fleet">(
  topic: T,
  params: ParamsOf<T>,
): { readonly row: RowOf<T> | undefined; readonly state: LiveState<RowOf<T>> } {
  const state = useLive(topic, params);
  const key = state.window?.keys[0];
  return { row: key === undefined ? undefined : state.window?.rows.get(key), state };
}
