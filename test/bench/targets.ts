/** What a port really does, by construction. */
export type PortState = 'open' | 'closed' | 'silent';

export interface Target {
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
}

/** `spread`: every host answers on some port. `hosts`: a quarter of the hosts are wholly silent. */
export type Layout = 'spread' | 'hosts';

export const targetPorts: readonly number[] = Array.from({ length: 10 }, (_, index) => 20_001 + index);

/** Half open, a quarter closed, a quarter silent; in ports per host, for groups of four hosts. */
const shares: Readonly<Record<Layout, readonly (readonly [open: number, closed: number])[]>> = {
  spread: [
    [5, 3],
    [5, 2],
    [5, 3],
    [5, 2],
  ],
  hosts: [
    [7, 3],
    [7, 3],
    [6, 4],
    [0, 0],
  ],
};

function addressOf(host: number): string {
  return `10.50.${Math.floor(host / 200)}.${1 + (host % 200)}`;
}

/** Addresses with ten ports each; the states are turned from host to host, so that no port is always the same. */
export function makeTargets(layout: Layout, count: number): readonly Target[] {
  const hosts = count / targetPorts.length;
  return Array.from({ length: hosts }, (_, host) => {
    const [open, closed] = shares[layout][host % 4] ?? [0, 0];
    return targetPorts.map((port, index): Target => {
      const place = (index + host * 3) % targetPorts.length;
      const state = place < open ? 'open' : place < open + closed ? 'closed' : 'silent';
      return { address: addressOf(host), port, state };
    });
  }).flat();
}

export const keyOf = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  `${address}:${port}`;
