import { isIPv4 } from 'node:net';

/** TCP connections from the simulated laptop that stand on the simulated node just now. */
export interface Connections {
  /** Notes a connection to a port of the node; the returned function ends it. */
  readonly hold: (from: { readonly address: string; readonly port: number }, nodePort: number) => () => void;
  readonly current: () => readonly Connection[];
}

export interface Connection {
  readonly from: { readonly address: string; readonly port: number };
  readonly nodePort: number;
}

export function makeConnections(): Connections {
  const held = new Set<Connection>();
  return {
    hold: (from, nodePort) => {
      const connection = { from, nodePort };
      held.add(connection);
      return () => void held.delete(connection);
    },
    current: () => [...held],
  };
}

/** Address and port as /proc/net/tcp prints them: the address in the host's byte order, little-endian here. */
function procAddress(address: string, port: number): string {
  if (!isIPv4(address)) throw new Error(`${address} is no IPv4 address.`);
  const bytes = address.split('.').map(Number).reverse();
  const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');
  return `${bytes.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)}`;
}

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const established = '01';
const listening = '0A';

/** The node's TCP socket table in the form of Linux's /proc/net/tcp. */
export function formatSocketTable(
  nodeAddress: string,
  listeningPorts: readonly number[],
  connections: readonly Connection[],
): string {
  const anywhere = procAddress('0.0.0.0', 0);
  const sockets = [
    ...listeningPorts.map((port) => [procAddress('0.0.0.0', port), anywhere, listening]),
    ...connections.map(({ from, nodePort }) => [
      procAddress(nodeAddress, nodePort),
      procAddress(from.address, from.port),
      established,
    ]),
  ];
  const lines = sockets.map(([local, remote, state], index) => {
    const slot = `${index}:`.padStart(6);
    return `${slot} ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${10_000 + index} 1`;
  });
  return [header, ...lines, ''].join('\n');
}
