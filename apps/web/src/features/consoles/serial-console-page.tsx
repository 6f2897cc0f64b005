import "@xterm/xterm/css/xterm.css";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { ConsoleHeading } from "./console-heading.tsx";
import { ConsoleTabs } from "./console-tabs.tsx";
import { acquireSerialConsole, releaseSerialConsole, type SerialConsole } from "./serial-consoles.ts";
import { SerialPane } from "./serial-pane.tsx";
import { useConsoleVm } from "./use-console-vm.ts";

/** The serial console of a VM. */
export function SerialConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const console_ = useSerialConsole(ip);
  const vm = useConsoleVm(ip);
  const name = vm?.name ?? ip;
  return (
    <Page
      title={`${name}: serial console`}
      heading={<ConsoleHeading ip={ip} vm={vm} />}
      fill
      actions={<ConsoleTabs ip={ip} current="serial" />}
    >
      {console_ === undefined ? <Skeleton /> : <SerialPane console={console_} />}
    </Page>
  );
}

/** The console of a VM while the component is shown. */
export function useSerialConsole(ip: string): SerialConsole | undefined {
  const [mine, setMine] = useState<SerialConsole | undefined>(undefined);
  useEffect(() => {
    const acquired = acquireSerialConsole(ip);
    setMine(acquired);
    return () => {
      setMine(undefined);
      releaseSerialConsole(acquired);
    };
  }, [ip]);
  return mine;
}
