import type { VmDetail } from "@stackdeck/api-types";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { callerReason, whyNot } from "../../actions/may-run.ts";
import { openVmAction } from "../../actions/open-action.ts";
import { infoOf, subjectOfDetail, type VmSubject } from "../../actions/vm-subject.ts";
import { useLiveRow } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { copyText } from "../../shell/clipboard.ts";
import { Waiting } from "../../shell/waiting.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { isNever } from "../../ui/format.ts";
import { LongName } from "../../ui/long-name.tsx";
import { Menu } from "../../ui/menu.tsx";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { TabLinks, tabLinkClass } from "../../ui/tabs.tsx";
import { Age } from "../../ui/time.tsx";
import { UpLink } from "../../ui/up-link.tsx";
import styles from "./tabs/tabs.module.css";
import { vmMenu } from "./vm-menu.ts";
import { VmState } from "./vm-state.tsx";

const tabs = {
  summary: [
    "Summary",
    lazy(() => import("./tabs/summary-tab.tsx").then((it) => ({ default: it.SummaryTab }))),
  ],
  volumes: [
    "Volumes",
    lazy(() => import("./tabs/volumes-tab.tsx").then((it) => ({ default: it.VolumesTab }))),
  ],
  snapshots: [
    "Snapshots",
    lazy(() => import("./tabs/snapshots-tab.tsx").then((it) => ({ default: it.SnapshotsTab }))),
  ],
  image: ["Image", lazy(() => import("./tabs/image-tab.tsx").then((it) => ({ default: it.ImageTab })))],
  network: [
    "Network",
    lazy(() => import("./tabs/network-tab.tsx").then((it) => ({ default: it.NetworkTab }))),
  ],
  configuration: [
    "Configuration",
    lazy(() => import("./tabs/configuration-tab.tsx").then((it) => ({ default: it.ConfigurationTab }))),
  ],
  identity: [
    "User data & identity",
    lazy(() => import("./tabs/identity-tab.tsx").then((it) => ({ default: it.IdentityTab }))),
  ],
  logs: ["Logs", lazy(() => import("./tabs/logs-tab.tsx").then((it) => ({ default: it.LogsTab })))],
  activity: [
    "Activity",
    lazy(() => import("./tabs/activity-tab.tsx").then((it) => ({ default: it.ActivityTab }))),
  ],
} as const;
type TabName = keyof typeof tabs;

/** What every tab of a VM gets. */
export interface VmTabProps {
  readonly vm: VmSubject;
  readonly detail: VmDetail;
}

/** A VM: what it is, what it does now, and everything that can be done with it. */
export function VmPage() {
  const params = useParams({ strict: false }) as { ip?: string; tab?: string };
  const ip = params.ip ?? "";
  const { row, state } = useLiveRow("vm", { IpAddress: ip });
  const gone = state.status !== "loading" && !row;
  if (gone)
    return (
      <Page title={ip} crumbs={<UpLink to="/vms">VMs</UpLink>}>
        <EmptyState icon="vms" title={`There is no VM at ${ip}`} action={<Link to="/vms">All VMs</Link>}>
          {state.status === "error"
            ? state.message
            : "It may have been destroyed, or moved to another address."}
        </EmptyState>
      </Page>
    );
  if (!row)
    return (
      <Page title={ip} crumbs={<UpLink to="/vms">VMs</UpLink>}>
        <Waiting rows={6} />
      </Page>
    );
  const tab: TabName = params.tab !== undefined && params.tab in tabs ? (params.tab as TabName) : "summary";
  return <Loaded detail={row} tab={tab} />;
}

function Loaded({ detail, tab }: { readonly detail: VmDetail; readonly tab: TabName }) {
  const vm = subjectOfDetail(detail);
  const Tab = tabs[tab][1];
  const title = tab === "summary" ? vm.name : `${vm.name}: ${tabs[tab][0]}`;
  return (
    <Page
      title={title}
      heading={<LongName name={vm.name} />}
      crumbs={<UpLink to="/vms">VMs</UpLink>}
      meta={<Meta vm={vm} detail={detail} />}
      actions={<Actions vm={vm} />}
      below={
        <TabLinks label="Parts of the VM">
          {(Object.keys(tabs) as TabName[]).flatMap((name) => [
            <Link
              key={name}
              {...(name === "summary"
                ? ({ to: "/vms/$ip", params: { ip: vm.ip } } as const)
                : ({ to: "/vms/$ip/$tab", params: { ip: vm.ip, tab: name } } as const))}
              className={tabLinkClass}
              activeOptions={{ exact: true }}
              aria-current={name === tab ? "page" : undefined}
            >
              {tabs[name][0]}
            </Link>,
            ...(name === "summary"
              ? [
                  <Link
                    key="console"
                    to="/vms/$ip/console/serial"
                    params={{ ip: vm.ip }}
                    className={tabLinkClass}
                  >
                    Console
                  </Link>,
                ]
              : []),
          ])}
        </TabLinks>
      }
    >
      {vm.stale && (
        <Notice tone="warn" title={`${vm.hypervisorName} can not be reached`}>
          What you see is the last known. It is brought up to date when the hypervisor is back.
        </Notice>
      )}
      {vm.uncommitted && vm.state !== "migrating" && (
        <Notice tone="info" title="This VM was imported and is not committed yet">
          Until it is committed, its address is not part of the hypervisor's pool.
        </Notice>
      )}
      <div className={styles["tab"]}>
        <Suspense fallback={<Skeleton rows={5} />}>
          <Tab vm={vm} detail={detail} />
        </Suspense>
      </div>
    </Page>
  );
}

function Meta({ vm, detail }: { readonly vm: VmSubject; readonly detail: VmDetail }) {
  const info = infoOf(detail);
  const isNotYours = callerReason("ChangeVmTags", useSession(), vm) !== undefined;
  return (
    <>
      <VmState state={vm.state} since={info.ChangedStateOn} faded={vm.stale} />
      <span className="mono">
        {vm.ip}{" "}
        <IconButton
          small
          icon="copy"
          label="Copy address"
          onClick={() => void copyText(vm.ip, "Address copied")}
        />
      </span>
      <span>
        on{" "}
        <Link to="/hypervisors/$id" params={{ id: vm.hypervisor }}>
          {vm.hypervisorName}
        </Link>
      </span>
      {vm.ownerUsers[0] && <span>of {vm.ownerUsers[0]}</span>}
      {isNotYours && <span className={styles["readOnly"]}>not yours: only to look at</span>}
      <span className="muted">
        {isNever(info.ChangedStateOn) ? "created " : `${vm.state} for `}
        <Age
          time={isNever(info.ChangedStateOn) ? info.CreatedOn : info.ChangedStateOn}
          suffix={isNever(info.ChangedStateOn) ? " ago" : ""}
        />
      </span>
    </>
  );
}

function Actions({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const navigate = useNavigate();
  const off = vm.state !== "running" && vm.state !== "debugging" && vm.state !== "stopping";
  const links = { params: { ip: vm.ip } };
  const openers = {
    openSerial: () => void navigate({ to: "/vms/$ip/console/serial", ...links }),
    openVnc: () => void navigate({ to: "/vms/$ip/console/vnc", ...links }),
    copyAddress: () => void copyText(vm.ip, "Address copied"),
    createLike: () => void navigate({ to: "/vms/create", search: { like: vm.ip } }),
  };
  return (
    <>
      {off ? (
        <Button
          icon="play"
          kind="primary"
          reason={whyNot("StartVm", vm, caller)}
          onClick={() => openVmAction("StartVm", vm.ip)}
        >
          Start
        </Button>
      ) : (
        <>
          <Button
            icon="stop"
            reason={whyNot("StopVm", vm, caller)}
            onClick={() => openVmAction("StopVm", vm.ip)}
          >
            Stop
          </Button>
          <Button
            icon="reboot"
            reason={whyNot("RebootVm", vm, caller)}
            onClick={() => openVmAction("RebootVm", vm.ip)}
          >
            Reboot
          </Button>
        </>
      )}
      <Button
        icon="terminal"
        reason={callerReason("ConnectToVmSerialPort", caller, vm)}
        onClick={openers.openSerial}
      >
        Console
      </Button>
      {vm.consoleType === "vnc" && (
        <Button
          icon="screen"
          reason={callerReason("ConnectToVmConsole", caller, vm)}
          onClick={openers.openVnc}
        >
          Screen
        </Button>
      )}
      <Menu
        trigger={<IconButton icon="more" label="All actions" kind="default" />}
        entries={vmMenu(vm, caller, openers)}
      />
    </>
  );
}
