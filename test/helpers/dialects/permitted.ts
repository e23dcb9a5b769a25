/** A flow that a firewall's configuration permits, as a reader of that language finds it. All in normal form. */
export interface PermittedFlow {
  readonly from: string;
  readonly to: string;
  /** `443/tcp`, `8000-8010/udp`, `icmp`. */
  readonly service: string;
}

/** One text for each flow, sorted, without repeats: two lists of flows are equal when these are. */
export function flowKeys(flows: Iterable<PermittedFlow>): string[] {
  const keys = new Set<string>();
  for (const { from, to, service } of flows) keys.add(`${from} > ${to} ${service}`);
  return [...keys].sort();
}

/** A network of one address is that address: no packet filter tells them apart. */
export function hostOf(text: string): string {
  return text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');
}
