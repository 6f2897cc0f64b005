/** Tests that every call on a VM shares: who may, in which states, and what is said otherwise. */
import { check, equal } from "./checks.ts";
import type { Message } from "./client.ts";
import type { TestContext } from "./context.ts";
import { authorizationOf, type MethodName, refusalsOf, refusedWhileBlocked } from "./contract.ts";
import { reachableStates } from "./shared-vms.ts";
import type { AddTest } from "./suite.ts";

export interface VmRuleOptions {
  /** The rest of a request that passes every check on a fresh, stopped VM with these fields. */
  readonly request?: Message | ((context: TestContext) => Message);
  /**
   * What the callers with access try it on: a fresh VM in this state; "none" when the suite itself tests them.
   * Otherwise a stopped one.
   */
  readonly allowedOn?: "stopped" | "running" | "none";
  /** With access the call may still answer another error on a fresh VM. */
  readonly mayFail?: boolean;
  /** States in which the refusal is tested in the suite itself. */
  readonly exceptStates?: readonly string[];
  /** An unknown VM is not refused with the usual sentence. */
  readonly skipUnknown?: boolean;
}

export const noAccess = "no access to resource";
/** An address that no hypervisor under test hands out. */
export const unknownIp = "192.0.2.77";

/** Adds the tests that follow from the method's row in the contract. */
export function vmRules(test: AddTest, method: MethodName, options: VmRuleOptions = {}): void {
  const requestFor = (context: TestContext, ip: string) => ({
    IpAddress: ip,
    ...(typeof options.request === "function" ? options.request(context) : options.request),
  });
  const kind = authorizationOf(method);
  const isOwnersOnly = kind.startsWith("vm-owner");
  if (!options.skipUnknown)
    test("an unknown VM is named in the refusal", async (context) => {
      await context.admin.refused(
        method,
        requestFor(context, unknownIp),
        `no VM with IP address: ${unknownIp} found`,
      );
    });
  if (isOwnersOnly) addRefusedCallers(test, method, requestFor);
  if (isOwnersOnly && options.allowedOn !== "none") addAllowedCallers(test, method, requestFor, options);
  if (kind === "vm-owner-or-access-token") addToken(test, method, requestFor, options);
  if (kind === "method-powers-only" || kind.startsWith("method-powers-and"))
    test("is denied without method powers", async (context) => {
      await context.owner.denied(method, requestFor(context, (await context.shared.inState("stopped")).ip));
    });
  if (refusedWhileBlocked(method))
    test("is refused while mutations are blocked", async (context) => {
      const vm = await context.shared.blocked();
      await context.owner.refused(method, requestFor(context, vm.ip), "mutations blocked");
    });
  addStates(test, method, requestFor, options.exceptStates ?? []);
}

type RequestFor = (context: TestContext, ip: string) => Message;

function addRefusedCallers(test: AddTest, method: MethodName, requestFor: RequestFor): void {
  test("another user has no access", async (context) => {
    const vm = await context.shared.inState("stopped");
    await context.stranger.refused(method, requestFor(context, vm.ip), noAccess);
  });
  test("powers that are put aside give no access", async (context) => {
    const vm = await context.shared.inState("stopped");
    await context.admin.withoutPowers().refused(method, requestFor(context, vm.ip), noAccess);
  });
}

function addAllowedCallers(
  test: AddTest,
  method: MethodName,
  requestFor: RequestFor,
  options: VmRuleOptions,
): void {
  for (const role of ["owner", "member", "admin"] as const)
    test(`${roleNames[role]} has access`, async (context) => {
      const vm = await context.newVm({ start: options.allowedOn === "running" });
      const { error } = await context[role].attempt(method, requestFor(context, vm.ip));
      if (options.mayFail) check(error !== noAccess, `${method} to let ${roleNames[role]} in`);
      else equal(error, "", `the error of ${method}`);
    });
}

const roleNames = { owner: "the owner", member: "a member of an owner group", admin: "a caller with powers" };

function addToken(test: AddTest, method: MethodName, requestFor: RequestFor, options: VmRuleOptions): void {
  if (options.allowedOn !== "none")
    test("the bearer of the access token has access", async (context) => {
      const vm = await context.newVm({ start: options.allowedOn === "running" });
      const AccessToken = await context.accessToken(vm.ip);
      const { error } = await context.stranger.attempt(method, {
        ...requestFor(context, vm.ip),
        AccessToken,
      });
      check(error !== noAccess, `${method} to accept the access token`);
    });
  test("a wrong access token gives no access", async (context) => {
    const vm = await context.newVm();
    await context.accessToken(vm.ip);
    const AccessToken = Buffer.alloc(32, 7).toString("base64");
    await context.stranger.refused(method, { ...requestFor(context, vm.ip), AccessToken }, noAccess);
  });
}

function addStates(
  test: AddTest,
  method: MethodName,
  requestFor: RequestFor,
  except: readonly string[],
): void {
  const refusals = refusalsOf(method);
  for (const state of reachableStates) {
    const text = refusals[state];
    if (text === undefined || except.includes(state)) continue;
    test(`is refused while ${state}`, async (context) => {
      const vm = await context.shared.inState(state);
      await context.admin.refused(method, requestFor(context, vm.ip), text);
    });
  }
}
