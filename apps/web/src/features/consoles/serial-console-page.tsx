import "@xterm/xterm/css/xterm.css";
import { useParams } from "@tanstack/react-router";
import { Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { ConsoleHeading } from "./console-heading.tsx";
import { ConsoleTabs } from "./console-tabs.tsx";
import { serialConsoles } from "./serial-consoles.ts";
import { SerialPane } from "./serial-pane.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { useKeptConsole } from "./use-kept-console.ts";

/** The serial console of a VM. */
export function SerialConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const console_ = useKeptConsole(serialConsoles, ip);
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
