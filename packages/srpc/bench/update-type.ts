/** The type of the messages that are measured. */
import { join, resolve } from "node:path";
import { TypeCatalogue } from "../tools/vectors/type-catalogue.ts";

const testdata = resolve("packages/srpc/testdata");

export const updateType = TypeCatalogue.fromFolders([testdata, join(testdata, "vectors")]).named(
  "hypervisor.Update",
);
