/** The types of the messages that are measured. */
import { join, resolve } from "node:path";
import { withLargeMaps } from "../src/large-maps.ts";
import type { StructWireType } from "../src/wire-type.ts";
import { TypeCatalogue } from "../tools/vectors/type-catalogue.ts";

const testdata = resolve("packages/srpc/testdata");

export const updateType = TypeCatalogue.fromFolders([testdata, join(testdata, "vectors")]).named(
  "hypervisor.Update",
);

/** The same as update streams are read: any number of VMs may be in a message. */
export const largeUpdateType = withLargeMaps(updateType as StructWireType, ["VMs"]);
