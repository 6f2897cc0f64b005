import { matches } from "../checks.ts";
import { suite } from "../suite.ts";

export const getIdentityProvider = suite("GetIdentityProvider", (test) => {
  test("is an address, or nothing when there is none", async ({ stranger }) => {
    matches((await stranger.ok("GetIdentityProvider")).BaseUrl ?? "", /^(?:https?:\/\/.+)?$/, "BaseUrl");
  });
});
