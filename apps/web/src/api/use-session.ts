import type { SessionInfo } from "@stackdeck/api-types";
import { useValue } from "../ui/use-value.ts";
import { session } from "./session.ts";

const nobody: SessionInfo = {
  UserName: "",
  Groups: [],
  MethodPowers: [],
  HypervisorOwnerOf: [],
  Demo: false,
  Thumbnails: false,
  Version: "",
  CsrfToken: "",
  CertificateExpires: "",
  Certificates: [],
};
let last: SessionInfo = nobody;

/** Who is signed in. While the session is frozen: who was. */
export function useSession(): SessionInfo {
  const state = useValue(session);
  if (state.kind === "signed-in") last = state.info;
  return last;
}
