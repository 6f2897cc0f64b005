import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const listVmVirtualiserLogFiles = suite("ListVmVirtualiserLogFiles", (test) => {
  vmRules(test, "ListVmVirtualiserLogFiles");

  test("lists files with their lengths, to any user", async ({ shared, stranger }) => {
    const { ip } = await shared.inState("running");
    const answer = await stranger.ok("ListVmVirtualiserLogFiles", { IpAddress: ip });
    const names = answer.Filenames as string[];
    equal((answer.Lengths as number[]).length, names.length, "the number of lengths");
    check(
      names.every((name) => !name.includes("/")),
      "plain names",
    );
  });
});
