import type { AddressInfo } from "node:net";
import type { Problem } from "@stackdeck/api-types";
import express from "express";
import { afterEach, expect, it } from "vitest";
import { refuseUnderPressure } from "../../src/http/overload.ts";
import { Pressure } from "../../src/telemetry/pressure.ts";

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

it("a heap near its limit refuses what is new with a reason, lets go on what is at work, and ends", async () => {
  const heap = { used: 100, limit: 1000 };
  let elapsed = 0;
  const pressure = new Pressure({
    read: () => ({ heap, descriptors: undefined }),
    elapsed: () => (elapsed += 1000),
  });
  const app = express();
  app.get("/healthz", (_request, response) => void response.json({}));
  app.use(refuseUnderPressure(pressure));
  let finish = () => {};
  app.get("/slow", (_request, response) => {
    response.write("begun ");
    finish = () => response.end("ended");
  });
  app.get("/quick", (_request, response) => void response.json({}));
  const server = app.listen(0, "127.0.0.1");
  closings.push(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const atWork = await fetch(`${url}/slow`);
  heap.used = 950;
  const refused = await fetch(`${url}/quick`);
  const { code, detail } = (await refused.json()) as Problem;
  expect([refused.status, code, detail, refused.headers.get("retry-after")]).toEqual([
    503,
    "OVERLOADED",
    expect.stringContaining("memory"),
    "5",
  ]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  finish();
  expect(await atWork.text()).toBe("begun ended");
  heap.used = 100;
  expect((await fetch(`${url}/quick`)).status).toBe(200);
});
