import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";

export const listVolumeDirectories = suite("ListVolumeDirectories", (test) => {
  test("only callers on the machine itself are told", async ({ stranger, target }) => {
    const answer = await stranger.call("ListVolumeDirectories");
    if (!target.isLocal) return equal(answer.Error, "local connection required", "the error");
    equal(answer.Error ?? "", "", "the error");
    check(
      (answer.Directories as string[]).every((path) => path.startsWith("/")),
      "absolute paths",
    );
  });
});
