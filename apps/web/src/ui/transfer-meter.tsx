import { useEffect, useRef, useState } from "react";
import { Meter } from "./meter.tsx";
import { TransferRate, transferText } from "./transfer.ts";
import { useNow } from "./use-now.ts";

/** How far a transfer is, how quickly it goes and how long it still takes. */
export function TransferMeter(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What is said before the bytes: a file's name. */
  readonly of?: string;
}) {
  const { label, done, total } = props;
  const rate = useRef<TransferRate>(undefined);
  rate.current ??= new TransferRate();
  const [perSecond, setPerSecond] = useState<number | undefined>();
  const now = useNow();
  useEffect(() => {
    rate.current?.note(now, done);
    setPerSecond(rate.current?.perSecond);
  }, [now, done]);
  const words = transferText({ done, total, perSecond });
  return (
    <Meter
      progress
      value={total > 0 ? Math.min(1, done / total) : 0}
      label={label}
      text={props.of ? `${props.of}: ${words}` : words}
    />
  );
}
