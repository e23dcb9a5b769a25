import { z } from 'zod';
import { explode, type DeviceRule } from './device.ts';
import { fromCidr } from './hcl.ts';
import type { PermittedFlow } from './permitted.ts';

/** The parts of RFC 8519 and RFC 8520 that the dialect uses, with their limits. Any other member is an error. */
const name = z.string().regex(/^[a-zA-Z0-9._-]{1,64}$/);
const port = z.int().min(1).max(65535);
const ports = z.union([
  z.strictObject({ operator: z.literal('eq'), port }),
  z
    .strictObject({ 'lower-port': port, 'upper-port': port })
    .refine((one) => one['lower-port'] < one['upper-port']),
]);
const dnsName = z.string().regex(/^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9_-]{1,63}$/);
const names = {
  'ietf-acldns:src-dnsname': dnsName.optional(),
  'ietf-acldns:dst-dnsname': dnsName.optional(),
};
const direction = z.enum(['from-device', 'to-device']);
const matches = z.strictObject({
  ipv4: z
    .strictObject({
      'source-ipv4-network': z.string().optional(),
      'destination-ipv4-network': z.string().optional(),
      ...names,
      protocol: z.union([z.literal(1), z.literal(6), z.literal(17)]),
    })
    .optional(),
  ipv6: z
    .strictObject({
      'source-ipv6-network': z.string().optional(),
      'destination-ipv6-network': z.string().optional(),
      ...names,
      protocol: z.union([z.literal(58), z.literal(6), z.literal(17)]),
    })
    .optional(),
  tcp: z
    .strictObject({
      'ietf-mud:direction-initiated': direction,
      'source-port': ports.optional(),
      'destination-port': ports.optional(),
    })
    .optional(),
  udp: z.strictObject({ 'destination-port': ports }).optional(),
  icmp: z.strictObject({ type: z.union([z.literal(8), z.literal(128)]), code: z.literal(0) }).optional(),
});
const ace = z.strictObject({ name, matches, actions: z.strictObject({ forwarding: z.literal('accept') }) });
const policy = z.strictObject({
  'access-lists': z.strictObject({ 'access-list': z.array(z.strictObject({ name })) }),
});
const file = z.strictObject({
  'ietf-mud:mud': z.strictObject({
    'mud-version': z.literal(1),
    'mud-url': z.url({ protocol: /^https$/ }),
    'last-update': z.iso.datetime(),
    'is-supported': z.boolean(),
    systeminfo: z.string().regex(/^[\x20-\x7e]{1,60}$/),
    'from-device-policy': policy,
    'to-device-policy': policy,
  }),
  'ietf-access-control-list:acls': z.strictObject({
    acl: z.array(
      z.strictObject({
        name,
        type: z.enum(['ipv4-acl-type', 'ipv6-acl-type']),
        aces: z.strictObject({ ace: z.array(ace).min(1) }),
      }),
    ),
  }),
});

type Matches = z.infer<typeof matches>;
type Way = z.infer<typeof direction>;

/** What a MUD file permits. An entry for replies permits nothing of its own, and has to belong to one that does. */
export function readMud(text: string): readonly PermittedFlow[] {
  const { 'ietf-mud:mud': mud, 'ietf-access-control-list:acls': acls } = file.parse(JSON.parse(text));
  const ways = new Map<string, Way>();
  for (const way of ['from-device', 'to-device'] as const)
    for (const list of mud[`${way}-policy`]['access-lists']['access-list']) {
      if (ways.has(list.name)) throw new Error(`${list.name} is named twice.`);
      ways.set(list.name, way);
    }
  const rules: DeviceRule[] = [];
  const forward = new Set<string>();
  const replies: string[] = [];
  for (const acl of acls.acl) {
    const way = ways.get(acl.name);
    if (way === undefined || !ways.delete(acl.name)) throw new Error(`No policy names ${acl.name}.`);
    const entries = new Set(acl.aces.ace.map((one) => one.name));
    if (entries.size !== acl.aces.ace.length) throw new Error(`Two entries of ${acl.name} have one name.`);
    for (const one of acl.aces.ace) {
      const flow = flowOf(one.matches, acl.type === 'ipv6-acl-type' ? 'v6' : 'v4');
      const key = `${flow.from} ${flow.to} ${flow.service} ${flow.initiated ?? way}`;
      if (flow.initiated !== null && flow.initiated !== way) {
        if (!flow.reply) throw new Error(`${one.name} opens a connection against its direction.`);
        replies.push(key);
      } else {
        if (flow.reply) throw new Error(`${one.name} permits by source port.`);
        forward.add(key);
        rules.push({ from: [flow.from], to: [flow.to], services: [flow.service] });
      }
    }
  }
  if (ways.size > 0) throw new Error(`Lists are missing: ${[...ways.keys()].join(' ')}`);
  const stray = replies.find((key) => !forward.has(key));
  if (stray !== undefined) throw new Error(`Replies to nothing: ${stray}`);
  return explode(rules);
}

/** The flow as its initiator sees it, also where the entry is for the way back. */
function flowOf(
  match: Matches,
  family: 'v4' | 'v6',
): { from: string; to: string; service: string; initiated: Way | null; reply: boolean } {
  const l3 = family === 'v4' ? match.ipv4 : match.ipv6;
  if (l3 === undefined || (family === 'v4' ? match.ipv6 : match.ipv4) !== undefined)
    throw new Error('An entry of another family than its list.');
  const fields: Readonly<Record<string, string | number | undefined>> = l3;
  const source = side(fields[`source-ip${family}-network`], l3['ietf-acldns:src-dnsname'], family);
  const destination = side(fields[`destination-ip${family}-network`], l3['ietf-acldns:dst-dnsname'], family);
  const transports = (['tcp', 'udp', 'icmp'] as const).filter((one) => match[one] !== undefined);
  const [transport] = transports;
  const number = { tcp: 6, udp: 17, icmp: family === 'v4' ? 1 : 58 };
  if (transport === undefined || transports.length !== 1 || number[transport] !== l3.protocol)
    throw new Error('An entry without exactly one protocol.');
  if (transport === 'icmp') {
    if (match.icmp?.type !== (family === 'v4' ? 8 : 128)) throw new Error('Not an echo request.');
    return { from: source, to: destination, service: 'icmp', initiated: null, reply: false };
  }
  const reply = match.tcp?.['source-port'] !== undefined;
  const there =
    match.tcp?.['source-port'] ?? match.tcp?.['destination-port'] ?? match.udp?.['destination-port'];
  if (there === undefined || (reply && match.tcp?.['destination-port'] !== undefined))
    throw new Error('An entry without exactly one port.');
  const text = 'port' in there ? `${there.port}` : `${there['lower-port']}-${there['upper-port']}`;
  return {
    ...(reply ? { from: destination, to: source } : { from: source, to: destination }),
    service: `${text}/${transport}`,
    initiated: match.tcp?.['ietf-mud:direction-initiated'] ?? null,
    reply,
  };
}

function side(network: unknown, dns: string | undefined, family: 'v4' | 'v6'): string {
  if ((typeof network === 'string') === (dns !== undefined))
    throw new Error('A side is missing, or said twice.');
  return dns ?? fromCidr(String(network), family);
}
