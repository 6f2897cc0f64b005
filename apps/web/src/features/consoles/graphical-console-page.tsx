import { useParams } from "@tanstack/react-router";
import { Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { ConsoleHeading } from "./console-heading.tsx";
import { ConsoleTabs } from "./console-tabs.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { useKeptConsole } from "./use-kept-console.ts";
import { vncConsoles } from "./vnc-consoles.ts";
import { VncPane } from "./vnc-pane.tsx";

/** The graphical console of a VM. */
export function GraphicalConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const session = useKeptConsole(vncConsoles, ip);
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
