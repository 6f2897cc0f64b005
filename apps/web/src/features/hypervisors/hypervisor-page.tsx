import type { HypervisorDetail } from "@stackdeck/api-types";
import { Link, useParams } from "@tanstack/react-router";
import { type ComponentType, useState } from "react";
import { ProblemNotice } from "../../actions/problem-notice.tsx";
import { useLiveRow } from "../../api/use-live.ts";
import { useMethod } from "../../api/use-method.ts";
import { useSession } from "../../api/use-session.ts";
import { Waiting } from "../../shell/waiting.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { TabLinks, tabLinkClass } from "../../ui/tabs.tsx";
import { Age } from "../../ui/time.tsx";
import { announce } from "../../ui/toasts.ts";
import { UpLink } from "../../ui/up-link.tsx";
import { nameOfHypervisor } from "./hypervisor-columns.tsx";
import { hypervisorReason } from "./hypervisor-reason.ts";
import { OperatorDialog, type OperatorWish } from "./operator-dialog.tsx";
import { DhcpTab } from "./tabs/dhcp-tab.tsx";
import { NetworksTab } from "./tabs/networks-tab.tsx";
import { SummaryTab } from "./tabs/summary-tab.tsx";
import { ToolsTab } from "./tabs/tools-tab.tsx";
import { UpdatesTab } from "./tabs/updates-tab.tsx";
import { VmsTab } from "./tabs/vms-tab.tsx";
import { isUnheard } from "./unheard.ts";

/** What every tab of the page gets. */
export interface HypervisorTabProps {
  readonly hypervisor: HypervisorDetail;
  readonly ask: (method: OperatorWish["method"], preset?: OperatorWish["preset"]) => void;
}

const tabs: readonly (readonly [id: string, label: string, tab: ComponentType<HypervisorTabProps>])[] = [
  ["summary", "Summary", SummaryTab],
  ["vms", "VMs", VmsTab],
  ["networks", "Networks", NetworksTab],
  ["dhcp", "DHCP", DhcpTab],
  ["tools", "Tools", ToolsTab],
  ["updates", "Updates", UpdatesTab],
];

/** One hypervisor. */
export function HypervisorPage() {
  const { id = "", tab = "summary" } = useParams({ strict: false });
  const { row, state } = useLiveRow("hypervisor", { Id: id });
  if (row !== undefined) return <HypervisorView hypervisor={row} tab={tab} />;
  return (
    <Page title="Hypervisor" crumbs={<UpLink to="/hypervisors">Hypervisors</UpLink>}>
      {state.status === "loading" ? (
        <Waiting rows={6} />
      ) : (
        <EmptyState
          icon="hypervisors"
          title="There is no such hypervisor"
          action={<Link to="/hypervisors">All hypervisors</Link>}
        >
          {state.status === "error" ? state.message : `Nothing here is called ${id}.`}
        </EmptyState>
      )}
    </Page>
  );
}

function HypervisorView({
  hypervisor,
  tab,
}: {
  readonly hypervisor: HypervisorDetail;
  readonly tab: string;
}) {
  const [wish, setWish] = useState<OperatorWish>();
  const ask: HypervisorTabProps["ask"] = (method, preset = {}) => setWish({ method, preset });
  const Tab = (tabs.find(([id]) => id === tab) ?? tabs[0])?.[2] ?? SummaryTab;
  const contact = hypervisor.LastContact > 0 ? new Date(hypervisor.LastContact).toISOString() : undefined;
  return (
    <Page
      title={nameOfHypervisor(hypervisor)}
      crumbs={<UpLink to="/hypervisors">Hypervisors</UpLink>}
      meta={
        <>
          <StateBadge state={hypervisor.Freshness} />
          {hypervisor.Disabled && <StateBadge state="disabled" />}
          <span className="mono">{hypervisor.Address}</span>
          {hypervisor.Location && <span>{hypervisor.Location}</span>}
          <span>
            heard <Age time={contact} suffix=" ago" />
          </span>
        </>
      }
      actions={<HeadActions hypervisor={hypervisor} ask={ask} />}
      below={
        <TabLinks label="Sections">
          {tabs.map(([id, label]) => (
            <Link
              key={id}
              to="/hypervisors/$id/$tab"
              params={{ id: hypervisor.Id, tab: id }}
              className={tabLinkClass}
              aria-current={id === tab ? "page" : undefined}
            >
              {label}
            </Link>
          ))}
        </TabLinks>
      }
    >
      {hypervisor.Alerts.length > 0 && (
        <Notice
          tone={hypervisor.Alerts.some(({ Severity }) => Severity === "bad") ? "bad" : "warn"}
          title={
            hypervisor.Freshness === "live" || isUnheard(hypervisor)
              ? "This needs a person"
              : "What is shown may be old"
          }
        >
          <ul>
            {hypervisor.Alerts.map(({ Text }) => (
              <li key={Text}>{Text}</li>
            ))}
          </ul>
        </Notice>
      )}
      {isUnheard(hypervisor) ? (
        <EmptyState icon="hypervisors" title="Nothing is known of it yet">
          It has not answered since this server started. Its VMs and numbers appear here by themselves as soon
          as it does.
        </EmptyState>
      ) : (
        <Tab hypervisor={hypervisor} ask={ask} />
      )}
      {wish && <OperatorDialog hypervisor={hypervisor} wish={wish} onClose={() => setWish(undefined)} />}
    </Page>
  );
}

function HeadActions({ hypervisor, ask }: HypervisorTabProps) {
  const caller = useSession();
  const enable = useMethod("SetDisabledState");
  const onEnable = async () => {
    const name = nameOfHypervisor(hypervisor);
    const answer = await enable.run({ Disable: false }, { id: hypervisor.Id });
    if (answer !== undefined) announce({ tone: "good", title: `${name} is enabled` });
  };
  return (
    <>
      {hypervisor.Disabled ? (
        <Button
          icon="play"
          busy={enable.busy}
          reason={hypervisorReason("SetDisabledState", caller, hypervisor)}
          onClick={() => void onEnable()}
        >
          Enable
        </Button>
      ) : (
        <Button
          icon="stop"
          reason={hypervisorReason("SetDisabledState", caller, hypervisor)}
          onClick={() => ask("SetDisabledState", { Disable: true })}
        >
          Disable
        </Button>
      )}
      <Button
        icon="power"
        reason={hypervisorReason("PowerOff", caller, hypervisor)}
        onClick={() => ask("PowerOff")}
      >
        Power off
      </Button>
      {enable.problem && <ProblemNotice problem={enable.problem} />}
    </>
  );
}
