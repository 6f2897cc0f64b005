/** Replays all captures of a folder against our client and our server. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SrpcError } from "../../src/errors.ts";
import { CertificateAuthority } from "../../src/pki/index.ts";
import { TypeCatalogue } from "../vectors/type-catalogue.ts";
import { type Capture, loadCaptures, plaintextOf } from "./capture.ts";
import { paces } from "./pacing.ts";
import { replayClient, replayGreeting } from "./replay-client.ts";
import { type HttpReplayOptions, replayHttp } from "./replay-http.ts";
import { replayServer } from "./replay-server.ts";

export interface CaptureResults {
  readonly passed: number;
  /** "NAME, SIDE, PACE: what differs". */
  readonly failures: readonly string[];
}

/** Positions at which each capture is cut off, spread over the server's bytes. */
const CUTS = 8;

interface Replay {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** @param typeFolders where `messages.json` and `test-types.json` may be found, besides in or above the folder, best first */
export async function runCaptureFolder(
  folder: string,
  typeFolders: readonly string[],
): Promise<CaptureResults> {
  const types = TypeCatalogue.fromFolders([folder, join(folder, ".."), ...typeFolders]);
  const http = await httpOptions(typeFolders);
  const failures: string[] = [];
  let passed = 0;
  for (const capture of loadCaptures(folder)) {
    if ("problem" in capture) {
      failures.push(`${capture.file}: ${capture.problem}`);
      continue;
    }
    for (const replay of replaysOf(capture, types, http)) {
      try {
        await replay.run();
        passed++;
      } catch (error) {
        failures.push(
          `${capture.name}, ${replay.name}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
  return { passed, failures };
}

function replaysOf(capture: Capture, types: TypeCatalogue, http: Omit<HttpReplayOptions, "pace">): Replay[] {
  const replays: Replay[] = [];
  const answered = plaintextOf(capture).greeting.s2c.length > 0;
  for (const pace of paces) {
    replays.push({ name: `greeting to the client, ${pace}`, run: () => replayGreeting(capture, pace) });
    if (capture.messages.length > 0) {
      replays.push({ name: `client, ${pace}`, run: () => replayClient(capture, { types, pace }) });
      replays.push({ name: `server, ${pace}`, run: () => replayServer(capture, { types, pace }) });
    } else if (answered) {
      replays.push({ name: `web server, ${pace}`, run: () => replayHttp(capture, { ...http, pace }) });
    }
  }
  if (capture.messages.length > 0)
    replays.push({ name: "client, cut off", run: () => cutOff(capture, types) });
  return replays;
}

/** A server that goes away in the middle of anything must end in one clean error (or be noticed by nobody). */
async function cutOff(capture: Capture, types: TypeCatalogue): Promise<void> {
  const { length } = plaintextOf(capture).s2c;
  for (let i = 0; i < CUTS; i++) {
    const cutAfter = Math.floor((length * i) / CUTS);
    try {
      await replayClient(capture, { types, pace: "whole", cutAfter });
    } catch (error) {
      if (!(error instanceof SrpcError)) throw error;
      if (error.code === "TIMEOUT") throw new Error(`cut after ${cutAfter} bytes: the end was not noticed`);
    }
  }
}

async function httpOptions(typeFolders: readonly string[]): Promise<Omit<HttpReplayOptions, "pace">> {
  const ca = await CertificateAuthority.create("captures");
  const pair = await ca.issueServer({ name: "captures", hosts: ["localhost"] });
  const path = typeFolders.map((folder) => join(folder, "messages.json")).find((file) => existsSync(file));
  const { methods } = JSON.parse(readFileSync(path ?? "", "utf8")) as {
    methods: readonly { service: string; name: string; public: boolean }[];
  };
  const open = methods.filter((method) => method.public).map((method) => `${method.service}.${method.name}`);
  return { tls: { cert: pair.certPem, key: pair.keyPem, ca: ca.certPem }, publicMethods: new Set(open) };
}
