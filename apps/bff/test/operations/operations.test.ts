import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OperationHandle } from "../../src/operations/operation-start.ts";
import { OperationStore } from "../../src/operations/operation-store.ts";
import { Operations } from "../../src/operations/operations.ts";
import { openStore, type Store } from "../../src/store/store.ts";

let store: Store;
let operations: Operations;
beforeEach(async () => {
  store = await openStore({ dataDir: ":memory:" });
  operations = new Operations({
    store: new OperationStore(store),
    onStoreError: (error) => expect.unreachable(String(error)),
  });
});
afterEach(() => store.close());

function begin(run: (handle: OperationHandle) => Promise<null>) {
  return operations.start({
    method: "MigrateVm",
    target: "10.0.0.1",
    targetName: "vm-1",
    hypervisor: "127.0.0.1:6976",
    user: "alice",
    cancellable: true,
    run,
    explain: () => ({ type: "", title: "Failed.", status: 500, detail: "", code: "INTERNAL", requestId: "" }),
  });
}

describe("operations that are closed", () => {
  it("have their end on record before the store goes", async () => {
    const { operation } = await begin(async (handle) => {
      await handle.askCommit();
      return null;
    });
    await operations.close();
    const again = new Operations({ store: new OperationStore(store), onStoreError: () => {} });
    expect(await again.load()).toEqual([]);
    expect(await again.find(operation.Id)).toMatchObject({ State: "cancelled" });
  });
});
