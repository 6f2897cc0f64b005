import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { ConsoleHeading } from "./console-heading.tsx";
import { ConsoleTabs } from "./console-tabs.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { acquireVncSession, releaseVncSession } from "./vnc-consoles.ts";
import { VncPane } from "./vnc-pane.tsx";
import type { VncSession } from "./vnc-session.ts";

/** The graphical console of a VM. */
export function GraphicalConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const session = useVncSession(ip);
  const vm = useConsoleVm(ip);
  return (
    <Page
      title={`${vm?.name ?? ip}: screen`}
      heading={<ConsoleHeading ip={ip} vm={vm} />}
      fill
      actions={<ConsoleTabs ip={ip} current="vnc" />}
    >
      {session === undefined ? <Skeleton /> : <VncPane session={session} />}
    </Page>
  );
}

/** The screen of a VM while the component is shown. */
export function useVncSession(ip: string): VncSession | undefined {
  const [mine, setMine] = useState<VncSession | undefined>(undefined);
  useEffect(() => {
    const acquired = acquireVncSession(ip);
    setMine(acquired);
    return () => {
      setMine(undefined);
      releaseVncSession(acquired);
    };
  }, [ip]);
  return mine;
}
