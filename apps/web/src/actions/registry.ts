import type { MethodName } from "@stackdeck/api-types";
import type { ActionGroup, VmActionSpec } from "./action-spec.ts";
import { configureActions } from "./configure-actions.ts";
import { dataActions } from "./data-actions.ts";
import { imageActions } from "./image-actions.ts";
import { moveActions } from "./move-actions.ts";
import { powerActions } from "./power-actions.ts";
import { snapshotActions } from "./snapshot-actions.ts";
import { volumeActions } from "./volume-actions.ts";

/** Everything that can be done to a VM: read by the page, the menus, the bulk bar and the palette. */
export const vmActions: readonly VmActionSpec[] = [
  ...powerActions,
  ...configureActions,
  ...volumeActions,
  ...snapshotActions,
  ...imageActions,
  ...dataActions,
  ...moveActions,
];

/** Headings of the groups in menus. */
export const groupLabels: Readonly<Record<ActionGroup, string>> = {
  power: "Power",
  configure: "Configure",
  volumes: "Volumes",
  image: "Image",
  snapshots: "Snapshots",
  data: "User data",
  identity: "Identity",
  move: "Move",
  look: "Diagnose",
};

/** The action of a method; throws for a method no screen offers on a VM. */
export function actionOf(method: MethodName): VmActionSpec {
  const action = vmActions.find((it) => it.method === method);
  if (!action) throw new Error(`No action for ${method}`);
  return action;
}
