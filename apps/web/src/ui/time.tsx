import { appearance } from "./appearance.ts";
import { formatAge, formatTime, isAhead, isNever } from "./format.ts";
import { useNow } from "./use-now.ts";
import { useValue } from "./use-value.ts";

/** How long ago something was; the exact time is in its tooltip. */
export function Age({ time, suffix = "" }: { readonly time: string | undefined; readonly suffix?: string }) {
  const now = useNow(5000);
  const { timeZone } = useValue(appearance);
  if (!time || isNever(time)) return <span className="muted">never</span>;
  const ahead = isAhead(time, now);
  const title = `${formatTime(time, timeZone)}${ahead ? ", by a clock that is ahead of this device's" : ""}`;
  return (
    <time dateTime={time} title={title} className="num nowrap">
      {formatAge(time, now)}
      {!ahead && suffix}
    </time>
  );
}

/** A moment in full, in the zone the user chose. */
export function Moment({ time }: { readonly time: string | number | undefined }) {
  const { timeZone } = useValue(appearance);
  return <span className="num nowrap">{formatTime(time, timeZone)}</span>;
}
