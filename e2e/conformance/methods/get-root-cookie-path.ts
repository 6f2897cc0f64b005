import { matches } from "../checks.ts";
import { suite } from "../suite.ts";

export const getRootCookiePath = suite("GetRootCookiePath", (test) => {
  test("is an absolute path", async ({ stranger }) => {
    matches((await stranger.ok("GetRootCookiePath")).Path, /^\//, "Path");
  });
});
