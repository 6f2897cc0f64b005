/** What a decoder takes from a peer before it gives up. All checks come before memory is reserved. */
export interface GobLimits {
  /** Bytes of one message (all its chunks, definitions aside). */
  readonly maxMessageBytes: number;
  /** Rough size in memory of one decoded message: a list of a million empty structs is a short message. */
  readonly maxDecodedBytes: number;
  /** Levels of nested values; a tree of lists takes two for each of its own. */
  readonly maxDepth: number;
  /** Type definitions on one stream. */
  readonly maxTypes: number;
  /** Bytes of one type definition. */
  readonly maxDefinitionBytes: number;
  /** Bytes of all type definitions on one stream. */
  readonly maxDefinitionsBytes: number;
}

export const defaultGobLimits: GobLimits = {
  maxMessageBytes: 64 * 2 ** 20,
  maxDecodedBytes: 768 * 2 ** 20,
  maxDepth: 250,
  maxTypes: 1000,
  maxDefinitionBytes: 64 * 2 ** 10,
  maxDefinitionsBytes: 2 ** 20,
};
