/** The code of a screen could not be read: the server is away, or has been replaced by a newer one. */
export class CodeMissing extends Error {
  constructor(cause: unknown) {
    super("The code of this page could not be read.", { cause });
    this.name = "CodeMissing";
  }
}

/** What browsers and the loader say of it, each in words of its own. */
const words = /dynamically imported module|module script failed|preload CSS/i;

/** Whether an error is about code that could not be read. */
export function isCodeMissing(error: unknown): boolean {
  return error instanceof CodeMissing || (error instanceof Error && words.test(error.message));
}
