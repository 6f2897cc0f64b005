import {
  compileQuery,
  type FieldSet,
  hypervisorFields,
  operationFields,
  vmFields,
} from "@stackdeck/api-types";
import type { FilterCompiler } from "./list-topic.ts";

/** Filters in the search language; a fault in the text is told with its place in words. */
function searchIn<Row>(fields: FieldSet<Row>): FilterCompiler<Row> {
  return (text) => {
    const { matches, errors } = compileQuery(text, fields);
    const [first] = errors;
    return first === undefined ? { matches } : { error: first.message };
  };
}

/** How each kind of row is searched. */
export const rowFilters = {
  vms: searchIn(vmFields),
  hypervisors: searchIn(hypervisorFields),
  operations: searchIn(operationFields),
};
