import type { IncomingMessage, ServerResponse } from "node:http";
import { compareIps } from "../base/net.ts";
import { Refusal, refuse } from "../base/refusal.ts";
import type { Hypervisor } from "../state/hypervisor.ts";

interface Page {
  readonly type: "text/plain" | "text/html";
  readonly body: string | Buffer;
}

type PageMaker = (hypervisor: Hypervisor, query: string) => Page;

const text = (body: string | Buffer): Page => ({ type: "text/plain", body });
const json = (value: unknown): Page => text(`${JSON.stringify(value, null, 4)}\n`);
const lines = (list: readonly string[]) => text(list.map((line) => `${line}\n`).join(""));

function listVms(hypervisor: Hypervisor, query: string): Page {
  const output = new URLSearchParams(query).get("output");
  const infos = [...hypervisor.infos()].sort((a, b) =>
    compareIps(a.Address.IpAddress ?? "", b.Address.IpAddress ?? ""),
  );
  if (output === "json") return json(infos);
  if (output === "text") return lines(infos.map(({ Address }) => Address.IpAddress ?? ""));
  const rows = infos.map(
    (info) =>
      `<tr><td>${escaped(info.Address.IpAddress ?? "")}</td><td>${escaped(info.Tags?.["Name"] ?? "")}</td><td>${escaped(info.State)}</td></tr>`,
  );
  return html(
    "VMs",
    `<table><tr><th>IP address</th><th>Name</th><th>State</th></tr>${rows.join("")}</table>`,
  );
}

function showVm(hypervisor: Hypervisor, query: string): Page {
  const [ip = "", output] = query.split("&");
  const vm = hypervisor.vm(ip);
  if (output === "output=json") return json(vm.info);
  return html(vm.ip, `<pre>${escaped(JSON.stringify(vm.info, null, 2))}</pre>`);
}

function bootLog(hypervisor: Hypervisor, query: string): Page {
  const vm = hypervisor.vm(query);
  const running = hypervisor.virtualisers.get(vm.ip)?.guest.serial.bootLog;
  const log = running ?? vm.lastBootLog ?? refuse("no boot log");
  // The page is for people: line ends lose their carriage return.
  return text(Buffer.from(log.toString("latin1").replaceAll("\r\n", "\n"), "latin1"));
}

function patchLog(hypervisor: Hypervisor, query: string): Page {
  return text(hypervisor.vm(query).blobs.get("lastPatchLog") ?? refuse("no patch log"));
}

function volumeDirectories(hypervisor: Hypervisor): Page {
  return json(
    hypervisor.options.backends.map(({ directory }) => ({
      Directory: directory,
      CanTrim: true,
      MountPoint: directory,
    })),
  );
}

const PAGES: Readonly<Record<string, PageMaker>> = {
  "/listVMs": listVms,
  "/showVM": showVm,
  "/showVmBootLog": bootLog,
  "/showVmLastPatchLog": patchLog,
  "/listSubnets": (hypervisor) => json(hypervisor.subnets.all()),
  "/listAvailableAddresses": (hypervisor) => json(hypervisor.pool.free),
  "/listRegisteredAddresses": (hypervisor) => json(hypervisor.pool.registered),
  "/showVolumeDirectories": volumeDirectories,
  "/": (hypervisor) =>
    html(hypervisor.options.name, `<p>${hypervisor.vms.size} VMs. <a href="/listVMs">All VMs</a></p>`),
};

/** The status pages every browser may read, without a certificate. */
export function serveStatusPage(
  hypervisor: Hypervisor,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const maker = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
  if (maker === undefined || (request.method !== "GET" && request.method !== "HEAD")) {
    send(response, 404, text("404 page not found\n"));
    return;
  }
  try {
    send(response, 200, maker(hypervisor, decodeURIComponent(query)));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof URIError)) throw error;
    // Not a word of why, as over there.
    send(response, 404, text(""));
  }
}

function send(response: ServerResponse, status: number, page: Page): void {
  const body = Buffer.from(page.body);
  response.writeHead(status, {
    "Content-Type": `${page.type}; charset=utf-8`,
    "Content-Length": body.length,
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
}

function html(title: string, body: string): Page {
  return {
    type: "text/html",
    body: `<!doctype html><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${body}\n`,
  };
}

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
