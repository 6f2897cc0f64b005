import type { ExampleValues, HypervisorDetail } from "@stackdeck/api-types";
import type { Inventory } from "../fleet/inventory.ts";

/** What the documentation's examples name: things that are here, so that they run as they stand. */
export function exampleValues(inventory: Inventory): Partial<ExampleValues> {
  const [vm] = inventory.vms();
  const [first, second] = inventory.hypervisors();
  const id = vm?.Hypervisor ?? first?.Id;
  const hypervisor = id === undefined ? undefined : inventory.hypervisorDetail(id);
  if (hypervisor === undefined) return {};
  const other = second !== undefined && first?.Id === hypervisor.Id ? second : first;
  const subnet = vm?.SubnetId || hypervisor.Subnets[0];
  const otherSubnet = hypervisor.Subnets.find((one) => one !== subnet);
  const values = {
    vm: vm?.IpAddress,
    hypervisor: hypervisor.Id,
    otherHypervisor: other?.Id,
    subnet,
    otherSubnet,
    image: vm?.ImageName,
    user: vm?.OwnerUsers[0],
    address: freeAddress(hypervisor, subnet),
  };
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** An address of a subnet that is in no pool of its hypervisor: the one before a neighbour's, where that is free. */
function freeAddress(hypervisor: HypervisorDetail, subnet: string | undefined): string | undefined {
  const gateway = String(hypervisor.SubnetDetails.find(({ Id }) => Id === subnet)?.IpGateway ?? "");
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(gateway)) return undefined;
  const used = new Set(hypervisor.AddressPool.map(({ IpAddress }) => IpAddress));
  const start = gateway.slice(0, gateway.lastIndexOf(".") + 1);
  for (let host = 250; host > 2; host--) {
    const address = `${start}${host}`;
    if (address !== gateway && !used.has(address)) return address;
  }
  return undefined;
}
