/** The identifier of a hypervisor: its address. */
export function hypervisorId(target: { readonly host: string; readonly port: number }): string {
  return target.host.includes(":") ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}
