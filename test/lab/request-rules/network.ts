import { addresses } from '../flows.ts';
import type { Role } from '../namespaces.ts';
import { startServers } from '../peers.ts';
import type { Daemon } from '../processes.ts';
import { oddPort, places, services } from '../scenarios/services.ts';
import type { World } from '../scenarios/world.ts';
import type { Led, RequestSite } from './sites.ts';
import { hosts } from './sites.ts';
import type { OutsideFlow } from './outside-flows.ts';
import { laptopNeighbour } from './outside-flows.ts';

/** What takes connections, and answers datagrams, on the node and on the laptop for flows that nobody asked for. */
const answers = { tcp: 7105, udp: 7106 } as const;

/** All hosts of the servers behind one address of theirs, and something that answers at both ends. */
export async function prepareNetwork({ namespaces, folder }: World): Promise<readonly Daemon[]> {
  const { set } = namespaces;
  await set('firewall', [`ip route replace ${hosts.all} via ${places.mute}`]);
  await set('servers', [`ip route add local ${hosts.all} dev lo`]);
  await set('laptop', [`ip addr add ${laptopNeighbour}/23 dev lap0`]);
  const udp = { kind: 'ntp', port: answers.udp } as const;
  return Promise.all([
    startServers(namespaces, 'node', [{ ...udp, address: addresses.node }], folder, 'node-udp'),
    startServers(
      namespaces,
      'laptop',
      [
        { ...udp, address: addresses.laptop },
        { kind: 'tcp', address: addresses.laptop, port: answers.tcp },
      ],
      folder,
      'laptop-answers',
    ),
  ]);
}

function ledTo(led: readonly Led[], protocol: 'tcp' | 'udp'): string {
  const lines = led
    .filter((one) => one.protocol === protocol)
    .map(({ address, port, service }) => {
      const { address: place, port: at } = services[service];
      return `${address} . ${port} : ${place} . ${at}`;
    });
  return `map led_${protocol} { type ipv4_addr . inet_service : ipv4_addr . inet_service; elements = { ${lines.join(', ')} }; }`;
}

/** Addresses and routes of a site's node, and the servers at the site's addresses: behind the firewall, which sees neither. */
export async function arrangeSite({ namespaces }: World, { file, led }: RequestSite): Promise<void> {
  const lines = [
    ...['addr flush dev lan0', 'addr flush dev wan0', 'route flush table main'],
    `addr add ${addresses.node}/24 dev lan0`,
    ...(file.deployment === 'one-arm'
      ? [`route add default via ${addresses.gateway}`]
      : [
          `addr add ${addresses.nodeWan}/29 dev wan0`,
          `route add default via ${addresses.wanGateway}`,
          ...['10.20.40.0/23', '10.20.5.0/24', hosts.nearLan].map(
            (network) => `route add ${network} via ${addresses.gateway}`,
          ),
        ]),
  ];
  await namespaces.feed('node', ['ip', '-batch', '-'], `${lines.join('\n')}\n`);
  await namespaces.feed(
    'servers',
    ['nft', '-f', '-'],
    `flush ruleset
table ip places {
  ${ledTo(led, 'tcp')}
  ${ledTo(led, 'udp')}
  chain led {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr != ${hosts.all} accept
    meta l4proto tcp dnat ip to ip daddr . tcp dport map @led_tcp
    meta l4proto udp dnat ip to ip daddr . udp dport map @led_udp
    meta l4proto tcp dnat to ${places.mute}:${oddPort}
    meta l4proto udp dnat to ${places.echo}:${oddPort}
  }
}
`,
  );
}

/** While flows outside the request are tried, every port of node and laptop answers; else they are what they are. */
async function answerEverywhere({ namespaces }: World, on: boolean): Promise<void> {
  for (const [role, address] of [
    ['node', addresses.node],
    ['laptop', addresses.laptop],
  ] as const)
    await namespaces.feed(
      role,
      ['nft', '-f', '-'],
      on
        ? `table ip answers {
  chain led {
    type nat hook prerouting priority dstnat; policy accept;
    meta l4proto tcp dnat to ${address}:${answers.tcp}
    meta l4proto udp dnat to ${address}:${answers.udp}
  }
}
`
        : 'delete table ip answers\n',
    );
}

const connect = `
import json, socket, sys, threading
flows = json.load(sys.stdin)
wait = float(sys.argv[1])
def attempt(flow):
    tcp = flow["protocol"] == "tcp"
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM)
    s.settimeout(wait)
    try:
        s.bind((flow["from"], 0))
        s.connect((flow["to"], flow["port"]))
        if not tcp:
            s.send(b"x" * 48)
            s.recv(2048)
        flow["through"] = True
    except OSError:
        flow["through"] = False
    s.close()
threads = [threading.Thread(target=attempt, args=(flow,)) for flow in flows]
for one in threads: one.start()
for one in threads: one.join()
json.dump([flow["through"] for flow in flows], sys.stdout)
`;

function roleOf(address: string): Role {
  if (address === addresses.node || address === addresses.nodeWan) return 'node';
  return address.startsWith('10.20.40.') ? 'laptop' : 'servers';
}

/** Which flows get through: a TCP connection stands, a datagram is answered. In the order of the flows. */
export async function tryFlows(
  world: World,
  flows: readonly OutsideFlow[],
  seconds: number,
): Promise<readonly boolean[]> {
  await answerEverywhere(world, true);
  try {
    const through = new Map<OutsideFlow, boolean>();
    await Promise.all(
      (['node', 'laptop', 'servers'] as const).map(async (role) => {
        const own = flows.filter(({ from }) => roleOf(from) === role);
        if (own.length === 0) return;
        const { stdout, stderr } = await world.exec(role, ['python3', '-c', connect, `${seconds}`], {
          stdin: JSON.stringify(own),
        });
        if (stdout === '') throw new Error(`No flow was tried from ${role}: ${stderr}`);
        for (const [index, one] of (JSON.parse(stdout) as boolean[]).entries()) {
          const flow = own[index];
          if (flow !== undefined) through.set(flow, one);
        }
      }),
    );
    return flows.map((flow) => through.get(flow) === true);
  } finally {
    await answerEverywhere(world, false);
  }
}
