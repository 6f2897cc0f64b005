import { describe, expect, it } from "vitest";
import {
  type CreateDraft,
  draftErrors,
  draftLike,
  emptyDraft,
  parseDraft,
  requestOfDraft,
} from "./create-draft.ts";
import { commandOf, shellWord } from "./vm-control.ts";

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
    expect(requestOfDraft(draft, { nth: 2 })).toMatchObject({
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
    const request = requestOfDraft({ ...draft, source: "url", imageUrl: "https://x/y" }, { nth: 1 });
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
    expect(command.endsWith("create-vm")).toBe(true);
  });
  it("quotes for the shell", () => expect(shellWord("a b;c")).toBe("'a b;c'"));
});
