import { describe, expect, it } from "vitest";
import { cloudConfigNotes } from "./cloud-config.ts";
import { type CreateDraft, emptyDraft, parseDraft } from "./create-draft.ts";
import { draftErrors, errorsOfProblem } from "./draft-errors.ts";
import { draftLike } from "./draft-like.ts";
import { numbersOf, requestOfDraft, withNumber } from "./draft-request.ts";
import { beginningNotes, kindOf } from "./user-data-kind.ts";
import { commandOf, flagsOf, shellWord } from "./vm-control.ts";

const draft: CreateDraft = {
  ...emptyDraft,
  hostname: "web-%",
  count: "3",
  imageName: "debian/13",
  memory: "2G",
  volumes: ["10G"],
  subnet: "lan",
  tags: [["env", "prod"]],
  userData: "#cloud-config é",
};

describe("draft of a new VM", () => {
  it("becomes the request of CreateVm", () => {
    expect(requestOfDraft(draft, { number: 2 })).toMatchObject({
      Hostname: "web-2",
      ImageName: "debian/13",
      MemoryInMiB: 2048,
      SubnetId: "lan",
      SecondaryVolumes: [{ Size: 10 * 1024 ** 3 }],
      Tags: { env: "prod", Name: "web-2" },
      UserData: Buffer.from("#cloud-config é").toString("base64"),
    });
  });

  it("sends only the chosen source", () => {
    const request = requestOfDraft({ ...draft, source: "url", imageUrl: "https://x/y" }, { number: 1 });
    expect(request).not.toHaveProperty("ImageName");
    expect(request["ImageURL"]).toBe("https://x/y");
  });

  it("says what is wrong, by field", () => {
    expect(draftErrors(draft)).toEqual({});
    expect(
      Object.keys(draftErrors({ ...draft, hostname: "web", memory: "x", volumes: ["1K"] })).sort(),
    ).toEqual(["hostname", "memory", "volumes"]);
    expect(draftErrors({ ...draft, hostname: "a", count: "1", source: "file" })).toHaveProperty("file");
    expect(draftErrors({ ...draft, subnet: "" })).toEqual({ subnet: "Choose the subnet of its address" });
  });

  it.each([
    ["hostname", " web-% ", undefined],
    ["hostname", "  ", "Give it a name"],
    ["hostname", "web %", "Use letters, digits, dots and dashes, with a letter or digit at both ends"],
    ["hostname", "-web-%", "Use letters, digits, dots and dashes, with a letter or digit at both ends"],
    ["hostname", "wéb-%", "Use letters, digits, dots and dashes, with a letter or digit at both ends"],
    ["count", "51", "Type a whole number from 1 to 50"],
    ["count", "1.5", "Type a whole number from 1 to 50"],
    ["milliCpus", "", "Type a whole number, 1 or more"],
    ["milliCpus", "Infinity", "Type a whole number, 1 or more"],
    ["milliCpus", "0.5", "Type a whole number, 1 or more"],
    ["virtualCpus", "", undefined],
    ["virtualCpus", "-1", "Type a whole number from 1 to 1024"],
    ["cpuPriority", "-21", "Type a whole number from −20 to 19"],
    ["dhcpWait", "4000", "Type a whole number from 0 to 3600"],
    ["networkQueues", "many", "Type a whole number from 1 to 256"],
    ["requestIp", "10.0.0.999", "This is not an IPv4 address such as 10.0.0.1"],
    ["memory", "-4G", "Type a size such as 512M or 4G"],
    ["memory", "4 apples", "Type a size such as 512M or 4G"],
    ["imageName", " ", "Name an image, such as debian/13/base"],
    ["storageIndices", "0;1", "Type numbers with commas, such as 0,1"],
  ] as const)("names what is wrong with %s “%s”: %s", (field, text, problem) => {
    expect(draftErrors({ ...draft, [field]: text })[field]).toBe(problem);
  });

  it("survives being stored, and nonsense in the store", () => {
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
    expect(parseDraft("{")).toEqual(emptyDraft);
    expect(parseDraft('{"hostname":5,"volumes":"x","memory":"3G"}')).toEqual({ ...emptyDraft, memory: "3G" });
  });

  it("begins like another VM, without its name", () => {
    const like = draftLike({ ImageName: "a", MemoryInMiB: 512, Tags: { Name: "x", env: "y" } });
    expect(like).toMatchObject({ hostname: "", imageName: "a", memory: "512M", tags: [["env", "y"]] });
  });
});

describe("equivalent command", () => {
  it("names what differs from the standard", () => {
    const command = commandOf({ ...draft, tags: [["note", "it's here"]] });
    expect(command).toContain("-vmHostname=web-1");
    expect(command).toContain(`-vmTags='note=it'\\''s here'`);
    expect(command).not.toContain("milliCPUs");
    expect(commandOf({ ...draft, count: "1", userData: "" }).endsWith("create-vm")).toBe(true);
  });
  it("quotes for the shell", () => expect(shellWord("a b;c")).toBe("'a b;c'"));
});

/** Flags of `vm-control -help`, newest source. */
const knownFlags = new Set(
  `adjacentVM allocateTimeout allocationManagerHostname allocationManagerPortNum architectureType certDirectory consoleType
  cpuPriority destroyOnDhcpTimeout destroyOnPowerdown destroyOnProbeTimeout destroyProtection dhcpTimeout disableVirtIO
  doNotStart enableNetboot extraKernelOptions firmwareType fleetManagerHostname fleetManagerPortNum hypervisorHostname
  hypervisorPortNum identityCertFile identityKeyFile identityName imageFile imageName imageTimeout imageURL
  initialiseSecondaryVolumes location machineType memory milliCPUs minFreeBytes numNetworkQueues overlayDirectory
  overlayPrefix ownerGroups ownerUsers placement probePortNum probeTimeout requestFile requestIPs roundupPower
  secondarySubnetIDs secondaryVolumeSizes secondaryVolumesInitParams skipBootloader skipMemoryCheck spreadVolumes
  storageIndices subnetId traceMetadata userDataFile vCPUs virtualiserImageName vmHostname vmTags volumeFormat
  volumeInterfaces volumeTypes watchdogAction watchdogModel`.split(/\s+/),
);

describe("every flag of the command", () => {
  it("is one that vm-control knows", () => {
    const full: CreateDraft = {
      ...draft,
      ...Object.fromEntries(
        Object.entries(emptyDraft).flatMap(([key, value]) => (value === false ? [[key, true]] : [])),
      ),
      virtualCpus: "2",
      ownerUsers: ["bob"],
      ownerGroups: ["team"],
      hypervisor: "hv-1:7000",
      consoleType: "vnc",
      machineType: "q35",
      firmwareType: "uefi",
      cpuPriority: "5",
      extraKernelOptions: "quiet",
      dhcpWait: "5",
      requestIp: "10.0.0.9",
      secondarySubnets: ["storage"],
      networkQueues: "4",
      volumeInterface: "nvme",
      storageIndices: "0, 1",
      watchdogModel: "ib700",
      watchdogAction: "reset",
      virtualiserImage: "qemu/9",
    };
    for (const source of ["name", "url", "file", "empty"] as const) {
      const flags = flagsOf({ ...full, source }, 1).map(([name]) => name);
      expect(flags.filter((name) => !knownFlags.has(name))).toEqual([]);
      expect(new Set(flags).size).toBe(flags.length);
    }
    expect(commandOf({ ...full, source: "url", imageUrl: "https://x/y" })).toContain(
      "-hypervisorHostname=hv-1 \\\n  -hypervisorPortNum=7000",
    );
  });

  it("sends user data after an image by name, and an empty disk as a request", () => {
    expect(commandOf(draft)).toMatch(/create-vm\nvm-control[\s\S]*replace-vm-user-data ADDRESS/);
    expect(commandOf({ ...draft, source: "empty" })).toContain("-requestFile=request.json");
    expect(commandOf(draft)).toContain("# the same for web-3");
  });
});

describe("several at once", () => {
  it("get numbers in names and in the values of tags", () => {
    expect(withNumber("web-%%", 7)).toBe("web-07");
    const several = { ...draft, hostname: "web-%%", firstNumber: "9", tags: [["shard", "s%"]] as const };
    expect(numbersOf(several)).toEqual([9, 10, 11]);
    expect(requestOfDraft(several, { number: 10 })).toMatchObject({
      Hostname: "web-10",
      Tags: { shard: "s10", Name: "web-10" },
    });
    expect(draftErrors({ ...several, requestIp: "10.0.0.1" })).toHaveProperty("requestIp");
  });
});

describe("what the server refuses", () => {
  it("stands beside its field until that is changed", () => {
    const problem = { errors: [{ field: "MemoryInMiB", message: "too much" }] } as never;
    expect(errorsOfProblem(problem, draft, draft)).toEqual({ memory: "too much" });
    expect(errorsOfProblem(problem, draft, { ...draft, memory: "1G" })).toEqual({});
  });
});

describe("user data", () => {
  it.each([
    ["#cloud-config\npackages: [htop]", "cloud-config"],
    ["#!/bin/sh\n", "script"],
    ["## template: jinja\n#cloud-config\n", "jinja"],
    ["packages:\n  - htop", "unknown"],
    ["", "empty"],
  ])("%j is %s", (text, id) => expect(kindOf(text).id).toBe(id));

  it("says what cloud-init will not understand, with the line", () => {
    expect(beginningNotes("packages:\n - x")[0]).toMatchObject({ line: 1, grave: true });
    expect(cloudConfigNotes("#cloud-config\npackages:\n  - htop\n")).toEqual([]);
    expect(cloudConfigNotes("#cloud-config\npackage:\n  - htop\n")).toEqual([
      { line: 2, grave: false, text: "cloud-init knows no “package”; “packages”?" },
    ]);
    expect(cloudConfigNotes("#cloud-config\nruncmd: [a\nusers: x\n")[0]).toMatchObject({ grave: true });
    expect(cloudConfigNotes("#cloud-config\nruncmd: reboot\n")[0]?.text).toContain("is a list");
  });
});
