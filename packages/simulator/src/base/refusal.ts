/** The hypervisor says no: the text goes into the `Error` field of the answer, word for word. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** The server drops the connection without a word, as the real one does where a handler fails hard. */
export class DroppedConnection extends Error {
  override readonly name = "DroppedConnection";
}

/** Throws a refusal with this text. */
export function refuse(text: string): never {
  throw new Refusal(text);
}
