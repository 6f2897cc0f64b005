/** A refusal with the close code to be used. */
export class ConsoleRefused extends Error {
  override readonly name = "ConsoleRefused";
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}
