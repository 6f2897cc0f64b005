/** Types that have a name of their own but the form of a plain value. */

import type { Plain } from "../wire/schema.ts";
import { list, mapOf, named, sha512, text, uint64 } from "../wire/schema.ts";

export const Bytes = named("Bytes", "A number of bytes.", uint64);
export type Bytes = Plain<typeof Bytes>;

export const GroupId = named("GroupId", "Numeric Unix group.", uint64);
export type GroupId = Plain<typeof GroupId>;

export const UserId = named("UserId", "Numeric Unix user.", uint64);
export type UserId = Plain<typeof UserId>;

export const Username = named("Username", "A user name.", text);
export type Username = Plain<typeof Username>;

export const MatchTags = named(
  "MatchTags",
  "Tag filter: key is a tag name, value the accepted values (any of them; an empty list accepts every value); all keys must match.",
  mapOf(list(text)),
);
export type MatchTags = Plain<typeof MatchTags>;

export const Tags = named("Tags", "Tag name to tag value.", mapOf(text));
export type Tags = Plain<typeof Tags>;

export const Hash = named(
  "Hash",
  "SHA-512 value; an array of 64 numbers in gob, 128 hex digits in JSON.",
  sha512,
);
export type Hash = Plain<typeof Hash>;

export const DfmProfile = named("DfmProfile", "Name of a device profile.", text);
export type DfmProfile = Plain<typeof DfmProfile>;
