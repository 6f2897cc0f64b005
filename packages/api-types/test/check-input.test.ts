import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schema } from "../src/index.ts";
import {
  CreateVmRequest,
  checkInput,
  FileSystem,
  GenericInode,
  hypervisorMessages,
  numberOfText,
  PrepareVmForMigrationRequest,
  State,
  StopVmRequest,
  Subnet,
  textOfNumber,
  VmInfo,
  zeroOf,
  zeroTime,
} from "../src/index.ts";

function errorsOf(schema: Schema, input: unknown): Record<string, string> {
  const result = checkInput(schema, input);
  return result.ok ? {} : Object.fromEntries(result.errors.map((error) => [error.field, error.message]));
}

describe("checking input", () => {
  test("fills in zeros and flattens what is embedded", () => {
    const result = checkInput(CreateVmRequest, { MemoryInMiB: 512, Tags: { Name: "web" }, Volumes: [{}] });
    expect(result).toEqual({
      ok: true,
      value: {
        Address: { MacAddress: "" },
        ChangedStateOn: zeroTime,
        CreatedOn: zeroTime,
        IdentityExpires: zeroTime,
        MemoryInMiB: 512,
        MilliCPUs: 0,
        State: "starting",
        Tags: { Name: "web" },
        Volumes: [{ DFM: {} }],
      },
    });
  });

  test("takes null for absent, as Go does", () => {
    expect(checkInput(StopVmRequest, { AccessToken: null, IpAddress: "10.0.0.1" })).toEqual({
      ok: true,
      value: { AccessToken: "", IpAddress: "10.0.0.1" },
    });
  });

  test("names each wrong field and what is allowed", () => {
    const errors = errorsOf(CreateVmRequest, {
      MemoryInMiB: -1,
      MilliCPUs: 2 ** 53,
      State: "asleep",
      Hostname: 7,
      Address: { IpAddress: "10.0.0.256" },
      Volumes: [{ Size: 1.5, Sise: 1 }],
      Nonsense: true,
      IdentityKey: "***",
      CreatedOn: "yesterday",
      OverlayFiles: { a: 1 },
    });
    expect(errors).toEqual({
      MemoryInMiB: "must be at least 0",
      MilliCPUs: "must be at most 9007199254740991",
      State: `must be one of ${State.texts.map((text) => JSON.stringify(text)).join(", ")}`,
      Hostname: "must be text",
      "Address.IpAddress": "must be an IP address",
      "Volumes[0].Size": "must be a whole number",
      "Volumes[0].Sise":
        "is not a known field; there are: DFM, Format, Interface, Size, Snapshots, Type, VirtualSize",
      Nonsense: expect.stringMatching(/^is not a known field; there are: .*\bImageName, .*\bMemoryInMiB, /),
      IdentityKey: "must be base64 text",
      CreatedOn: "must be a time such as 2026-01-31T12:00:00Z",
      "OverlayFiles.a": "must be text",
    });
  });

  test("dangerous names are names", () => {
    const tags = JSON.parse('{"__proto__": "a", "constructor": "b"}') as unknown;
    const result = checkInput(VmInfo, { Tags: tags });
    expect(result.ok && Object.entries(result.value.Tags ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
    expect(checkInput(StopVmRequest, JSON.parse('{"__proto__": {"IpAddress": "10.0.0.1"}}'))).toEqual({
      ok: false,
      errors: [{ field: "__proto__", message: "is not a known field; there are: AccessToken, IpAddress" }],
    });
  });

  test("anything at all is either refused or understood", () => {
    for (const schema of [VmInfo, CreateVmRequest, Subnet, PrepareVmForMigrationRequest]) {
      fc.assert(
        fc.property(fc.jsonValue(), (input) => {
          const result = checkInput(schema, input);
          expect(result.ok || result.errors.length > 0).toBe(true);
        }),
        { numRuns: 200 },
      );
    }
  });

  test("the zero of every message is valid and stays as it is", () => {
    for (const schema of Object.values(hypervisorMessages) as Schema[]) {
      const zero = zeroOf(schema);
      if (zero !== undefined) expect(checkInput(schema, zero)).toEqual({ ok: true, value: zero });
    }
  });
});

describe("text forms", () => {
  test.each([
    ["", true],
    ["10.0.0.1", true],
    ["255.255.255.255", true],
    ["10.0.0", false],
    ["10.0.0.1.", false],
    ["010.0.0.1", false],
    ["10.0.0.1\n", false],
    ["::", true],
    ["::1", true],
    ["fe80::1:2", true],
    ["1:2:3:4:5:6:7:8", true],
    ["1:2:3:4:5:6:7", false],
    ["1:2:3:4:5:6:7:8:9", false],
    ["1::2::3", false],
    ["::ffff:10.0.0.1", true],
    ["::10.0.0.1:5", false],
    ["fe80::1%eth0", false],
    ["12345::", false],
  ])("address %j: %s", (text, ok) => expect(checkInput(StopVmRequest, { IpAddress: text }).ok).toBe(ok));

  test.each([
    ["2026-02-28T23:59:59Z", true],
    ["2024-02-29T00:00:00.123456789+02:00", true],
    ["2026-02-29T00:00:00Z", false],
    ["2026-13-01T00:00:00Z", false],
    ["2026-01-01T24:00:00Z", false],
    ["2026-01-01 00:00:00Z", false],
    ["0001-01-01T00:00:00Z", true],
  ])("time %s: %s", (text, ok) => expect(checkInput(VmInfo, { CreatedOn: text }).ok).toBe(ok));
});

test("enumerations go both ways", () => {
  State.texts.forEach((text, index) => {
    expect(numberOfText(State, text)).toBe(index);
    expect(textOfNumber(State, index)).toBe(text);
  });
  expect(textOfNumber(State, 99)).toBeUndefined();
});

test("inodes are told apart by their registered names", () => {
  const inode = { $type: "*filesystem.SymlinkInode", $value: { Symlink: "/etc" } } as const;
  expect(GenericInode.parse(inode)).toEqual({ ...inode, $value: { Uid: 0, Gid: 0, Symlink: "/etc" } });
  expect(checkInput(GenericInode, { $type: "*filesystem.Pipe", $value: {} }).ok).toBe(false);
  expect(checkInput(FileSystem, { InodeTable: { "12": inode } }).ok).toBe(true);
  expect(checkInput(FileSystem, { InodeTable: { x: inode } }).ok).toBe(false);
});
