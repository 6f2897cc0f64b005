import { ZERO_TIME } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { replyMethod } from "./define.ts";
import { checkIdentity, checkRequestorCertificate } from "./identity.ts";

/** How long the identity provider takes to hand out the first credentials, in ms. */
const FIRST_FETCH_MS = 50;

export const replaceVmCredentials = replyMethod(
  "ReplaceVmCredentials",
  async ({ hypervisor, caller }, request) => {
    const { IdentityCertificate: certificate, IdentityKey: key } = request;
    const identity = checkIdentity({ certificate, key }, caller.userName, hypervisor.clock);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    if (vm.identityRefresher) refuse("cannot replace credentials while generator is running");
    hypervisor.setBlob(vm, "identity.cert", Buffer.from(certificate, "base64"));
    hypervisor.setBlob(vm, "identity.key", Buffer.from(key, "base64"));
    const { info } = vm;
    if (info.IdentityName === identity.name && info.IdentityExpires === identity.expires) return;
    info.IdentityName = identity.name;
    info.IdentityExpires = identity.expires;
    hypervisor.announce(vm);
  },
);

export const replaceVmIdentity = replyMethod("ReplaceVmIdentity", async ({ hypervisor, caller }, request) => {
  const certificate = request.IdentityRequestorCertificate;
  if (certificate === "") {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    vm.identityRefresher = false;
    for (const name of ["identity.cert", "identity.key"] as const) hypervisor.setBlob(vm, name, undefined);
    vm.info.IdentityName = undefined;
    vm.info.IdentityExpires = ZERO_TIME;
    hypervisor.announce(vm);
    return;
  }
  if ((hypervisor.options.identityProvider ?? "") === "") refuse("no Identity Provider");
  const identity = checkRequestorCertificate(certificate, caller.userName, hypervisor.clock);
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  vm.identityRefresher = true;
  hypervisor.clock.after(FIRST_FETCH_MS, () => {
    if (vm.isGone || !vm.identityRefresher) return;
    vm.info.IdentityName = identity.name;
    vm.info.IdentityExpires = identity.expires;
    hypervisor.announce(vm);
  });
});
