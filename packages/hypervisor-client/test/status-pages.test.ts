import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { readStatusPage } from "../src/status-pages.ts";

const closings: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closings.splice(0)) close();
});

/** A hypervisor whose pages the test writes. */
async function pagesBy(write: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => write(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closings.push(() => server.closeAllConnections());
  closings.push(() => server.close());
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

it("a page that comes byte by byte is given up after a minute, however often a byte comes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let begin: (response: ServerResponse) => void = () => {};
  const begun = new Promise<ServerResponse>((resolve) => {
    begin = resolve;
  });
  const address = await pagesBy((response) => {
    response.write("a");
    begin(response);
  });
  const page = readStatusPage(address, "/showVmBootLog?10.0.0.1").catch((error: unknown) => error);
  const response = await begun;
  for (let second = 0; second < 59; second += 1) {
    response.write("b");
    vi.advanceTimersByTime(1000);
  }
  expect(response.destroyed).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(String(await page)).toBe(`Error: 127.0.0.1:${address.port} did not send the whole page in a minute`);
  if (!response.destroyed) await once(response, "close");
});

it("a page in very many pieces is the same page", async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index}\n`);
  const address = await pagesBy((response) => {
    const writeFrom = (index: number): void => {
      if (index === lines.length) response.end();
      else response.write(lines[index], () => writeFrom(index + 1));
    };
    writeFrom(0);
  });
  const page = await readStatusPage(address, "/");
  expect(page).toMatchObject({ status: 200, truncated: false });
  expect(page.body.toString()).toBe(lines.join(""));
});
