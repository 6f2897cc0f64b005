import { createPublicKey } from "node:crypto";
import { equal } from "../checks.ts";
import { suite } from "../suite.ts";

export const getPublicKey = suite("GetPublicKey", (test) => {
  test("is an RSA key in PEM, the same every time", async ({ stranger }) => {
    const { KeyPEM } = await stranger.ok("GetPublicKey");
    equal(createPublicKey(Buffer.from(String(KeyPEM), "base64")).asymmetricKeyType, "rsa", "the kind of key");
    equal((await stranger.ok("GetPublicKey")).KeyPEM, KeyPEM, "the key asked for again");
  });
});
