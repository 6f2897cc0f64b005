import { EventEmitter } from "node:events";
import type { FleetEvent, LiveSnapshot, Operation, VmRow } from "@stackdeck/api-types";
import { expect, it } from "vitest";
import { Inventory } from "../../src/fleet/inventory.ts";
import { LiveConnection, type LiveSocket } from "../../src/live/live-connection.ts";
import { type ChangingRows, LiveHub } from "../../src/live/live-hub.ts";
import { rowFilters } from "../../src/live/row-filters.ts";
import { update, vmInfo } from "../fleet/vms.ts";

const none = { revision: 0, rows: () => [], onChange: () => () => {} };

/** The server's end of a browser's line: what was sent to it, and what waits because it does not read. */
class FakeLine {
  readonly sent: [event: string, ...args: unknown[]][] = [];
  readonly conn = { writeBuffer: [] as unknown[], close: () => {} };
  readonly #events = new EventEmitter();

  use(): void {}

  on(event: string, listener: (...args: never[]) => void): void {
    this.#events.on(event, listener as () => void);
  }

  emit(...message: [event: string, ...args: unknown[]]): void {
    this.sent.push(message);
  }

  /** The browser says something. */
  say(event: string, ...args: unknown[]): void {
    this.#events.emit(event, ...args);
  }
}

function setup(browsers: number) {
  const inventory = new Inventory();
  inventory.addHypervisor({ id: "a", hostname: "a", address: "a:1", location: "" });
  const link = inventory.openLink("a");
  const ips = Array.from({ length: 50 }, (_, n) => `10.0.0.${n + 1}`);
  link.apply(update(Object.fromEntries(ips.map((ip) => [ip, vmInfo(ip)]))), 1);
  const hub = new LiveHub({
    inventory,
    operations: none as ChangingRows<Operation>,
    events: none as ChangingRows<FleetEvent>,
    filters: rowFilters,
    now: () => 0,
  });
  hub.tick();
  const params = { filter: "", sort: ["IpAddress"], offset: 0, limit: 100 };
  const lines = Array.from({ length: browsers }, () => {
    const line = new FakeLine();
    const connection = new LiveConnection(line as unknown as LiveSocket, hub, "epoch");
    line.say("subscribe", { id: 1, topic: "vms", params }, () => {});
    return { line, connection };
  });
  let round = 0;
  const tick = () => {
    round += 1;
    const ip = ips[round % ips.length]!;
    link.apply(update({ [ip]: vmInfo(ip, { Hostname: `renamed-${round}` }) }), round);
    const due = hub.tick();
    for (const { connection } of lines) connection.send(due);
  };
  return { lines, tick, inventory };
}

it("queues nothing for a browser that stops reading, and sends it one snapshot when it reads again", () => {
  const { lines, tick, inventory } = setup(50);
  const [stalled, reading] = [lines.slice(0, 10), lines.slice(10)];
  for (const { line } of stalled) line.conn.writeBuffer.push("a packet that does not leave");
  for (let round = 0; round < 300; round++) tick();
  for (const { line } of stalled) expect(line.sent).toEqual([]);
  for (const { line } of reading) {
    expect(line.sent).toHaveLength(300);
    expect(line.sent.every(([event]) => event === "delta")).toBe(true);
  }
  for (const { line } of stalled) line.conn.writeBuffer.pop();
  tick();
  for (const { line } of stalled) {
    expect(line.sent.map(([event]) => event)).toEqual(["snapshot"]);
    const snapshot = line.sent.at(0)?.[2] as LiveSnapshot<VmRow> | undefined;
    expect(snapshot?.rows).toEqual([...inventory.vms()]);
  }
  tick();
  for (const { line } of stalled) expect(line.sent.map(([event]) => event)).toEqual(["snapshot", "delta"]);
});
