import { readFileSync } from "node:fs";
import { type MethodName, type MethodRow, mayRun, methods, type RuleContext } from "@stackdeck/api-types";
import type { ConnectionSource } from "@stackdeck/hypervisor-client";
import type { Simulation } from "@stackdeck/simulator";
import { DialLimiter, type Identity, loadIdentities } from "@stackdeck/srpc";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { HypervisorConnections } from "../../../src/fleet/hypervisor-connections.ts";
import { MIB, type RestServer, startRestServer, startTestSimulation } from "../rest-server.ts";
import type { MatrixCaller } from "./callers.ts";
import { type Decision, hypervisorDecides } from "./hypervisor-decision.ts";
import { matrixRequests, type RequestParts } from "./requests.ts";
import { type ServerDecision, serverDecides } from "./server-decision.ts";

const users = ["admin", "alice", "bob", "carol"] as const;
type User = (typeof users)[number];
/** PowerOff is refused while this one runs. */
const keeper = "keeps-the-machine-up";
const needsRunning: readonly string[] = [
  "StopVm",
  "RebootVm",
  "ConnectToVmConsole",
  "ConnectToVmManager",
  "ConnectToVmSerialPort",
];

/** A question to all three: the rule, the hypervisor, the server. */
export interface Question {
  readonly method: MethodName;
  readonly caller: MatrixCaller;
  /** Fields of the request that differ from the usual one. */
  readonly change?: Readonly<Record<string, unknown>>;
}

export interface Answers {
  readonly rule: Decision;
  readonly hypervisor: Decision;
  readonly server: ServerDecision;
}

/** Two simulated hypervisors and a server for each certificate. */
export class MatrixWorld {
  readonly simulation: Simulation;
  readonly #servers: ReadonlyMap<User, RestServer>;
  readonly #identities: ReadonlyMap<string, Identity>;
  readonly #ca: string;
  readonly #guest: RequestParts["identity"];
  readonly #sources = new Map<string, HypervisorConnections>();
  readonly #limiter = new DialLimiter(50);

  private constructor(
    simulation: Simulation,
    servers: Map<User, RestServer>,
    guest: RequestParts["identity"],
  ) {
    this.simulation = simulation;
    this.#servers = servers;
    this.#guest = guest;
    this.#identities = new Map(loadIdentities(simulation.certDir).map((one) => [one.userName, one]));
    this.#ca = readFileSync(simulation.caFile, "utf8");
  }

  static async start(): Promise<MatrixWorld> {
    const simulation = await startTestSimulation({ hypervisors: 2 });
    const pair = await (await CertificateAuthority.create("guests")).issueClient({ userName: "guest" });
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const servers = new Map<User, RestServer>();
    for (const user of users) servers.set(user, await startRestServer({ simulation, user }));
    const guest = { certificate: base64(pair.certPem), key: base64(pair.keyPem) };
    const world = new MatrixWorld(simulation, servers, guest);
    await world.server("admin").addVm({ name: keeper });
    return world;
  }

  async close(): Promise<void> {
    for (const source of this.#sources.values()) source.close();
    for (const server of this.#servers.values()) await server.close();
    await this.simulation.close();
  }

  server(user: User): RestServer {
    return this.#servers.get(user) as RestServer;
  }

  /** Who owns both machines from now on; no server of ours is told. */
  setOwners(owners: { users: string[]; groups: string[] }): void {
    for (const hypervisor of this.simulation.hypervisors) hypervisor.state.owners = owners;
  }

  async ask(question: Question): Promise<Answers> {
    const rule = this.#ruleDecides(question);
    const [hypervisor, server] = await Promise.all([
      this.#asksHypervisor(question),
      this.#asksServer(question),
    ]);
    return { rule, hypervisor, server };
  }

  /** Takes away what the questions left behind; every server knows it then, for addresses are used again. */
  async clear(): Promise<void> {
    const gone: string[] = [];
    for (const hypervisor of this.simulation.hypervisors) {
      for (const vm of [...hypervisor.state.vms.values()]) {
        if (vm.info.Hostname === keeper) continue;
        gone.push(vm.ip);
        await hypervisor.removeVm(vm.ip);
      }
    }
    const knows = ({ inventory }: RestServer) => gone.every((ip) => inventory.vm(ip) === undefined);
    await Promise.all([...this.#servers.values()].map((server) => server.until(() => knows(server))));
  }

  /** The rule alone, told everything that is true. */
  #ruleDecides({ method, caller, change }: Question): Decision {
    const identity = this.#identities.get(caller.user ?? "");
    const { owners, subnets, options } = this.simulation.hypervisors[0]!.state;
    const owns =
      owners.users.includes(identity?.userName ?? "") ||
      owners.groups.some((group) => identity?.groups.includes(group));
    const request = { ...matrixRequests[method](this.#partsOf("", caller)), ...change };
    const cookie = readFileSync(`${options.stateDirectory}/root-cookie`).toString("base64");
    const context: RuleContext = {
      caller: {
        userName: identity?.userName ?? "",
        groups: identity?.groups ?? [],
        methods: identity?.methods ?? [],
        hypervisorOwnerOf: owns ? this.simulation.addresses : [],
        isLocal: true,
      },
      vm: { OwnerUsers: [caller.vm.owner], OwnerGroups: caller.vm.groups },
      hypervisor: this.simulation.addresses[0],
      request,
      subnets: subnets.all().filter(({ Id }) => Id === request.SubnetId),
      hasAccessToken: caller.token === "right",
      hasRootCookie: request.VerificationCookie === cookie,
    };
    const verdict = mayRun(method, context);
    return !verdict.ok && verdict.kind === "permission" ? "denied" : "allowed";
  }

  async #asksHypervisor({ method, caller, change }: Question): Promise<Decision> {
    const row: MethodRow = methods[method];
    const ip = await this.#newVm(row, caller);
    const decision = await hypervisorDecides({
      row,
      request: { ...matrixRequests[method](this.#partsOf(ip, caller)), ...change },
      hypervisor: this.#connections(0, caller),
      other: this.#connections(1, caller),
      address: this.simulation.addresses[0]!,
    });
    if (method !== "PrepareVmForMigration" || decision === "denied") return decision;
    // To strangers it says that it was done, and does nothing.
    return this.simulation.hypervisors[0]!.state.vms.get(ip)?.state === "migrating" ? "allowed" : "denied";
  }

  async #asksServer({ method, caller, change }: Question): Promise<ServerDecision> {
    const row: MethodRow = methods[method];
    const ip = await this.#newVm(row, caller);
    const request = { ...matrixRequests[method](this.#partsOf(ip, caller)), ...change };
    return serverDecides(this.server(caller.user ?? "admin"), row, request, caller.user !== undefined);
  }

  #connections(index: number, caller: MatrixCaller): ConnectionSource {
    const { host, port } = this.simulation.hypervisors[index]!;
    const identity = this.#identities.get(caller.user ?? "");
    const identities = identity === undefined ? [] : [identity];
    const key = `${index} ${caller.user}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const options = { host, port, tls: { identities, ca: this.#ca, verify: "ca" as const } };
    const made = new HypervisorConnections(() => options, this.#limiter);
    this.#sources.set(key, made);
    return made;
  }

  /** A fresh VM for every question, since an answer may be the end of it. */
  async #newVm(row: MethodRow, caller: MatrixCaller): Promise<string> {
    const ip = await this.server(caller.user ?? "admin").addVm({
      name: "asked-about",
      owner: caller.vm.owner,
      groups: caller.vm.groups,
      subnetId: "development",
      state: needsRunning.includes(row.name) ? "running" : "stopped",
      console: "vnc",
      memoryInMiB: 64,
      milliCPUs: 50,
      volumeSizes: [MIB, MIB],
      snapshots: ["kept"],
    });
    // Of a VM that was not created in its time a server knows nothing to acknowledge, and drops the connection.
    if (row.name === "AcknowledgeVm")
      this.simulation.hypervisors[0]!.state.vm(ip).destroyTimer = { cancel: () => undefined };
    return ip;
  }

  #partsOf(ip: string, caller: MatrixCaller): RequestParts {
    const { state } = this.simulation.hypervisors[0]!;
    let token = "";
    if (ip !== "" && caller.token !== "none") {
      const right = state.vm(ip).token.issue(state.clock, state.options.random, 60_000_000_000);
      token = caller.token === "right" ? right.toString("base64") : Buffer.alloc(32, 7).toString("base64");
    }
    return {
      ip,
      token,
      cookie: readFileSync(`${state.options.stateDirectory}/root-cookie`).toString("base64"),
      otherHypervisor: this.simulation.addresses[1]!,
      identity: this.#guest,
    };
  }
}
