import {
  auditFields,
  compileQuery,
  eventFields,
  type FieldSet,
  hypervisorFields,
  operationFields,
  vmFields,
} from "@stackdeck/api-types";
import { fastVmFields } from "../fleet/vm-row.ts";
import type { FilterCompiler } from "./list-topic.ts";

/** Filters in the search language; a fault in the text is told in words. */
function searchIn<Row extends object>(
  fields: FieldSet<Row>,
  fast: FieldSet<Row> = fields,
): FilterCompiler<Row> {
  return (text) => {
    // A word with wildcards must fit a whole text, so there texts stay apart.
    const { matches, plan, errors } = compileQuery(text, /[*?]/.test(text) ? fields : fast);
    const [first] = errors;
    return first === undefined ? { matches, plan } : { error: first.message };
  };
}

/** How each kind of row is searched. */
export const rowFilters = {
  vms: searchIn(vmFields, fastVmFields),
  hypervisors: searchIn(hypervisorFields),
  operations: searchIn(operationFields),
  events: searchIn(eventFields),
  audit: searchIn(auditFields),
};
