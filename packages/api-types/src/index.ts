/** The contract: messages, methods, rules, REST shapes and live events. No I/O. */

export type * from "./account-shapes.ts";
export * from "./console-protocol.ts";
export { refuseEndlessRepeats, terminalAtBoot, terminalLine } from "./console-terminal.ts";
export type { ErrorCode } from "./errors/catalogue.ts";
export { errors } from "./errors/catalogue.ts";
export type { ClassifiedError } from "./errors/classify.ts";
export { classifyHypervisorError } from "./errors/classify.ts";
export { formatAge, formatDuration, parseDuration } from "./formats/durations.ts";
export {
  formatBytes,
  formatMiB,
  formatMilliCpus,
  parseBytes,
  parseMiB,
  parseMilliCpus,
} from "./formats/numbers.ts";
export * from "./live.ts";
export * from "./messages/enums.ts";
export * from "./messages/filesystem.ts";
export * from "./messages/fleet-allocations.ts";
export * from "./messages/fleet-machines.ts";
export * from "./messages/fleet-vms.ts";
export * from "./messages/hypervisor.ts";
export * from "./messages/monitoring.ts";
export * from "./messages/named.ts";
export * from "./messages/networks.ts";
export * from "./messages/proxy.ts";
export { hypervisorMessages, messagesByPackage } from "./messages/registry.ts";
export * from "./messages/rsync.ts";
export * from "./messages/vm.ts";
export * from "./messages/vm-configuration.ts";
export * from "./messages/vm-consoles.ts";
export * from "./messages/vm-creation.ts";
export * from "./messages/vm-credentials.ts";
export * from "./messages/vm-images.ts";
export * from "./messages/vm-information.ts";
export * from "./messages/vm-lifecycle.ts";
export * from "./messages/vm-movement.ts";
export * from "./messages/vm-snapshots.ts";
export * from "./messages/vm-user-data.ts";
export * from "./messages/vm-volumes.ts";
export { accessTokenHeader, mayAnswerLater, takesTokenHeader } from "./methods/complete-row.ts";
export type * from "./methods/method-row.ts";
export type { MethodName, Methods } from "./methods/methods.ts";
export { isMethodName, methodCategories, methodList, methods } from "./methods/methods.ts";
export { requestSchema, responseSchema } from "./methods/schemas.ts";
export type { StateRule } from "./methods/states.ts";
export { allStates } from "./methods/states.ts";
export type { OpenApiDocument, OpenApiOptions } from "./openapi/document.ts";
export { openApiDocument } from "./openapi/document.ts";
export type { ExampleValues } from "./openapi/examples.ts";
export type * from "./query/ast.ts";
export { queryOperators } from "./query/ast.ts";
export type { CompiledQuery } from "./query/compile.ts";
export { compileQuery } from "./query/compile.ts";
export type { FieldSet, QueryField } from "./query/field-set.ts";
export { fieldValues, findField } from "./query/field-set.ts";
export { auditFields, eventFields, hypervisorFields, operationFields } from "./query/fields-other.ts";
export { vmFields } from "./query/fields-vm.ts";
export { formatQuery, formatTerm } from "./query/format.ts";
export { parseQuery } from "./query/parser.ts";
export type { QueryPart } from "./query/parts.ts";
export { markFaults, queryParts, withoutPart, withoutUnfinished, withPart } from "./query/parts.ts";
export type { QueryPlan, RowTest, TextLookUp } from "./query/plan.ts";
export type { CountedValue, Suggestion, Suggestions } from "./query/suggest.ts";
export { suggest } from "./query/suggest.ts";
export * from "./rest-shapes.ts";
export { certificateAlert, hypervisorAlerts } from "./rules/alerts.ts";
export type { Caller, RuleContext, SubnetFacts, VmFacts } from "./rules/caller.ts";
export { hasPowers } from "./rules/caller.ts";
export type { ConfirmationNeeded } from "./rules/confirmation.ts";
export { confirmationFor } from "./rules/confirmation.ts";
export { powerCovers } from "./rules/glob.ts";
export { judgeHealth } from "./rules/health.ts";
export type { RefusalKind, Verdict } from "./rules/may-run.ts";
export { mayRun, missingMethods } from "./rules/may-run.ts";
export type { CheckedInput, FieldError } from "./wire/check-input.ts";
export { checkInput } from "./wire/check-input.ts";
export type { EnumSchema, Plain, PlainInput, Schema } from "./wire/schema.ts";
export { factsOf, numberOfText, textOfNumber, wireTypeOf } from "./wire/schema.ts";
export type { AnyStruct, Field, StructSchema } from "./wire/struct.ts";
export { zeroOf } from "./wire/struct.ts";
export { zeroTime } from "./wire/text-forms.ts";
export type * from "./wire/wire-type.ts";
