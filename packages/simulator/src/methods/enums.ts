import type { EnumSchema } from "@stackdeck/api-types";
import { factsOf } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";

/** Refuses a number the enumeration has no name for; absent is its zero. */
export function requireKnown<T extends string>(schema: EnumSchema<T>, value: string | undefined): void {
  if (value !== undefined && !schema.texts.includes(value as T))
    refuse(`UNKNOWN ${factsOf(schema).name ?? ""}`);
}
