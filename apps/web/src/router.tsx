import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { parseActivitySearch } from "./features/activity/activity-search.ts";
import { parseWorkspaceSearch } from "./features/consoles/workspace-search.ts";
import { parseChartSearch } from "./features/hypervisors/chart-search.ts";
import { parseListSearch } from "./features/lists/list-search.ts";
import { parseOverviewSearch } from "./features/overview/overview-search.ts";
import { CodeMissing } from "./shell/code-missing.ts";
import { NotFound, RouteError, RoutePending } from "./shell/route-states.tsx";
import { Shell } from "./shell/shell.tsx";

/**
 * A screen, loaded when it is first opened. When its code can not be had the screen says so: the router's own way is to
 * load the whole page anew, and nothing would be left of it while the server is away.
 */
const page: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(
    () =>
      importer().catch((cause: unknown) => {
        throw new CodeMissing(cause);
      }),
    exportName,
  );

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: parseOverviewSearch,
  component: page(() => import("./features/overview/overview-page.tsx"), "OverviewPage"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: page(() => import("./features/auth/login-page.tsx"), "LoginPage"),
});
const vms = createRoute({
  getParentRoute: () => root,
  path: "/vms",
  validateSearch: parseListSearch,
  component: page(() => import("./features/vms/vm-list-page.tsx"), "VmListPage"),
});
const createVm = createRoute({
  getParentRoute: () => root,
  path: "/vms/create",
  validateSearch: (search: Record<string, unknown>): { like?: string } =>
    text(search["like"]) ? { like: text(search["like"]) } : {},
  component: page(() => import("./features/vms/create/create-vm-page.tsx"), "CreateVmPage"),
});
const vm = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip",
  component: page(() => import("./features/vms/vm-page.tsx"), "VmPage"),
});
const vmTab = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip/$tab",
  component: page(() => import("./features/vms/vm-page.tsx"), "VmPage"),
});
const serial = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip/console/serial",
  component: page(() => import("./features/consoles/serial-console-page.tsx"), "SerialConsolePage"),
});
const vnc = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip/console/vnc",
  component: page(() => import("./features/consoles/graphical-console-page.tsx"), "GraphicalConsolePage"),
});
const manager = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip/console/manager",
  component: page(() => import("./features/consoles/manager-console-page.tsx"), "ManagerConsolePage"),
});
const consoles = createRoute({
  getParentRoute: () => root,
  path: "/consoles",
  validateSearch: parseWorkspaceSearch,
  component: page(() => import("./features/consoles/workspace-page.tsx"), "WorkspacePage"),
});
const recordings = createRoute({
  getParentRoute: () => root,
  path: "/recordings",
  component: page(() => import("./features/consoles/recordings-page.tsx"), "RecordingsPage"),
});
const hypervisors = createRoute({
  getParentRoute: () => root,
  path: "/hypervisors",
  validateSearch: parseListSearch,
  component: page(() => import("./features/hypervisors/hypervisor-list-page.tsx"), "HypervisorListPage"),
});
const hypervisor = createRoute({
  getParentRoute: () => root,
  path: "/hypervisors/$id",
  validateSearch: parseChartSearch,
  component: page(() => import("./features/hypervisors/hypervisor-page.tsx"), "HypervisorPage"),
});
const hypervisorTab = createRoute({
  getParentRoute: () => root,
  path: "/hypervisors/$id/$tab",
  validateSearch: parseChartSearch,
  component: page(() => import("./features/hypervisors/hypervisor-page.tsx"), "HypervisorPage"),
});
const networks = createRoute({
  getParentRoute: () => root,
  path: "/networks",
  component: page(() => import("./features/networks/networks-page.tsx"), "NetworksPage"),
});
const operations = createRoute({
  getParentRoute: () => root,
  path: "/operations",
  validateSearch: parseListSearch,
  component: page(() => import("./features/operations/operations-page.tsx"), "OperationsPage"),
});
const operation = createRoute({
  getParentRoute: () => root,
  path: "/operations/$id",
  component: page(() => import("./features/operations/operation-page.tsx"), "OperationPage"),
});
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  validateSearch: parseActivitySearch,
  component: page(() => import("./features/activity/activity-page.tsx"), "ActivityPage"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: page(() => import("./features/settings/settings-page.tsx"), "SettingsPage"),
});
const console_ = createRoute({
  getParentRoute: () => root,
  path: "/vms/$ip/console",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/vms/$ip/console/serial", params });
  },
});

const routeTree = root.addChildren([
  overview,
  login,
  vms,
  createVm,
  console_,
  serial,
  vnc,
  manager,
  recordings,
  consoles,
  vmTab,
  vm,
  hypervisors,
  hypervisorTab,
  hypervisor,
  networks,
  operation,
  operations,
  activity,
  settings,
]);

/** All routes; every screen is loaded when it is first opened. */
export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingMs: 300,
  defaultPendingComponent: RoutePending,
  defaultErrorComponent: RouteError,
});

/** Reads the code of the usual screens while nothing else is to do: they open at once then, also when the server is away. */
export function preloadScreens(): void {
  const usual = [
    overview,
    vms,
    vm,
    createVm,
    hypervisors,
    hypervisor,
    networks,
    operations,
    operation,
    activity,
    settings,
  ];
  for (const route of usual) void route.options.component?.preload?.()?.catch(() => {});
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
