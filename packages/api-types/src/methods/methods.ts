import type { hypervisorMessages } from "../messages/registry.ts";
import type { Plain, PlainInput, Schema } from "../wire/schema.ts";
import { completeRow } from "./complete-row.ts";
import { hypervisorMethods } from "./hypervisor.ts";
import type { MethodRow, MethodSpec } from "./method-row.ts";
import { monitoringMethods } from "./monitoring.ts";
import { networksMethods } from "./networks.ts";
import { vmConfigurationMethods } from "./vm-configuration.ts";
import { vmConsolesMethods } from "./vm-consoles.ts";
import { vmCredentialsMethods } from "./vm-credentials.ts";
import { vmImagesMethods } from "./vm-images.ts";
import { vmInformationMethods } from "./vm-information.ts";
import { vmLifecycleMethods } from "./vm-lifecycle.ts";
import { vmMovementMethods } from "./vm-movement.ts";
import { vmSnapshotsMethods } from "./vm-snapshots.ts";
import { vmUserDataMethods } from "./vm-user-data.ts";
import { vmVolumesMethods } from "./vm-volumes.ts";

const specsByCategory = {
  "VM Information APIs": vmInformationMethods,
  "VM Lifecycle APIs": { ...vmLifecycleMethods, ...vmMovementMethods },
  "VM Configuration APIs": vmConfigurationMethods,
  "VM Volume Management APIs": vmVolumesMethods,
  "VM Image Management APIs": vmImagesMethods,
  "VM Snapshot APIs": vmSnapshotsMethods,
  "VM User Data APIs": vmUserDataMethods,
  "VM Credentials & Identity APIs": vmCredentialsMethods,
  "VM Console & Serial Port APIs": vmConsolesMethods,
  "Monitoring & Debugging APIs": monitoringMethods,
  "Subnet & Network Management APIs": networksMethods,
  "Hypervisor Management APIs": hypervisorMethods,
} as const;

type SpecsOf<C> = C extends Record<string, infer S> ? S : never;
type Merge<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;
type Specs = Merge<SpecsOf<typeof specsByCategory>>;

/** Name of an API, e.g. `StartVm`. */
export type MethodName = keyof Specs & string;

type MessageOf<N> = N extends keyof typeof hypervisorMessages
  ? (typeof hypervisorMessages)[N] extends infer S extends Schema
    ? S
    : never
  : never;

/** Types of each API: what is sent, what may be given for that (fields may be absent), what is answered. */
export type Methods = {
  [N in MethodName]: {
    readonly request: Plain<MessageOf<Specs[N]["request"]>>;
    readonly input: PlainInput<MessageOf<Specs[N]["request"]>>;
    readonly response: Specs[N]["response"] extends string ? Plain<MessageOf<Specs[N]["response"]>> : null;
  };
};

/** Categories of the method table, in order. */
export const methodCategories = Object.keys(specsByCategory);

/** All rows, by category and in the order of the checklist. */
export const methodList: readonly (MethodRow & { readonly name: MethodName })[] = Object.entries(
  specsByCategory,
).flatMap(([category, specs]) =>
  Object.entries(specs as Record<string, MethodSpec>).map(([name, spec]) =>
    completeRow(name as MethodName, category, spec),
  ),
);

/** The method table by name. */
export const methods = Object.fromEntries(methodList.map((row) => [row.name, row])) as {
  readonly [N in MethodName]: MethodRow & { readonly name: N };
};

/** Whether a text names an API. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
