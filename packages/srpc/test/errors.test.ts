/** Errors of sockets and coders, in the few words of this package. */
import { describe, expect, test } from "vitest";
import { SrpcError, toSrpcError } from "../src/errors.ts";
import { GobError } from "../src/gob/errors.ts";

function nodeError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:6976`), { code });
}

describe("an error of a socket", () => {
  test.each([
    ["ECONNREFUSED", "REFUSED"],
    ["EHOSTUNREACH", "UNREACHABLE"],
    ["ENETUNREACH", "UNREACHABLE"],
    ["ENOTFOUND", "UNREACHABLE"],
    ["EAI_AGAIN", "UNREACHABLE"],
    ["ETIMEDOUT", "TIMEOUT"],
    ["ECONNRESET", "PEER_CLOSED"],
    ["EPIPE", "PEER_CLOSED"],
    ["EWHATEVER", "PROTOCOL"],
  ])("%s is %s, names what was done and keeps its cause", (code, expected) => {
    const cause = nodeError(code);
    const error = toSrpcError(cause, { doing: "10.0.0.1:6976" });
    expect(error).toMatchObject({ code: expected, requestSent: false, cause });
    expect(error.message).toMatch(/^10\.0\.0\.1:6976: /);
  });
});

describe("an error of a coder", () => {
  test("is a limit or a break of the protocol", () => {
    const kind = (code: "limit" | "corrupt"): string =>
      toSrpcError(new GobError(code, "text"), { doing: "call" }).code;
    expect([kind("limit"), kind("corrupt")]).toEqual(["LIMIT", "PROTOCOL"]);
  });
});

describe("an error of ours", () => {
  const own = new SrpcError("TIMEOUT", "no answer");

  test("stays what it is", () => {
    expect(toSrpcError(own, { doing: "call" })).toBe(own);
  });

  test("learns that the request was sent, and never forgets it", () => {
    const sent = toSrpcError(own, { doing: "call", requestSent: true });
    expect(sent).toMatchObject({ code: "TIMEOUT", message: "no answer", requestSent: true });
    expect(toSrpcError(sent, { doing: "call", requestSent: false }).requestSent).toBe(true);
  });
});
