interface Network {
  readonly Id?: string | undefined;
  readonly IpGateway?: string | undefined;
  readonly IpMask?: string | undefined;
}

/** An IPv4 address as 32 bits; undefined when the text is none. */
function bitsOf(text: string | undefined): number | undefined {
  const parts = (text ?? "").split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((bits, part) => (bits << 8) | part, 0);
}

/** How many of some addresses lie in each subnet, by gateway and mask; subnets with none are left out. */
export function addressesBySubnet(
  addresses: readonly { readonly IpAddress?: string | undefined }[],
  subnets: readonly Network[],
): ReadonlyMap<string, number> {
  const networks = subnets.flatMap(({ Id, IpGateway, IpMask }) => {
    const mask = bitsOf(IpMask);
    const gateway = bitsOf(IpGateway);
    return mask === undefined || gateway === undefined ? [] : [{ id: Id ?? "", mask, base: gateway & mask }];
  });
  const counts = new Map<string, number>();
  for (const { IpAddress } of addresses) {
    const bits = bitsOf(IpAddress);
    const network = networks.find(({ mask, base }) => bits !== undefined && (bits & mask) === base);
    if (network !== undefined) counts.set(network.id, (counts.get(network.id) ?? 0) + 1);
  }
  return counts;
}
