/** A promise that the test itself settles. */
export interface Gate {
  readonly promise: Promise<void>;
  open(): void;
  fail(error: Error): void;
}

export function newGate(): Gate {
  let open = (): void => {};
  let fail = (_error: Error): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}
