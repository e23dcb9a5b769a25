import { randomBytes } from 'node:crypto';
import type { CheckPlan } from '../../../shared/plan/types.ts';
import { parseIp } from '../../../shared/lib/ip.ts';
import { decodeReply, encodeQuery } from '../../../shared/probes/dns-message.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { headedBy2Bytes } from '../../../shared/probes/framing.ts';
import type { Resolution } from '../../../shared/probes/resolution.ts';
import { exchangeOver } from '../../engines/exchange-client.ts';
import type { NodeSession } from '../../engines/node-session.ts';

/** Names as seen from a node whose shell shows nothing. */
export type HiddenNames = ReadonlyMap<string, Resolution>;

const timeoutMs = 3000;

/** Declared DNS servers of the node: the ones that its own DNS rules go to. */
function declaredServers(plan: CheckPlan, node: string): readonly string[] {
  const asked = plan.checks.filter(
    ({ probe, vantage }) => probe === 'dns-tcp' && vantage.kind === 'node' && vantage.node === node,
  );
  return [...new Set(asked.map(({ target }) => target.host))].filter((host) => parseIp(host) !== null);
}

async function askServer(
  session: NodeSession,
  server: string,
  name: string,
  signal: AbortSignal,
): Promise<Resolution | null> {
  const forward = await session.forwardOut(server, 53, { timeoutMs, signal });
  if (forward.kind !== 'connected') return null;
  const id = randomBytes(2).readUInt16BE(0);
  const query = encodeQuery(id, { name, type: 'A' });
  const outcome = await exchangeOver(
    forward.channel,
    {
      kind: 'exchange',
      transport: 'tcp',
      payloads: [withLength(query)],
      framing: headedBy2Bytes,
      stopAt: null,
    },
    { host: server, timeoutMs, signal },
  );
  const bytes = outcome.kind === 'answered' ? outcome.replies[0]?.bytes : undefined;
  const reply = bytes === undefined ? null : decodeReply(bytes.subarray(2));
  const isOurs = reply?.isResponse === true && reply.id === id && reply.question?.name === name;
  if (!isOurs || (reply.rcode !== 0 && reply.rcode !== 3)) return null;
  return reply.addresses.length > 0
    ? { kind: 'resolved', addresses: reply.addresses }
    : { kind: 'unresolved', message: `${name} does not resolve at ${server}, asked through the node.` };
}

/** What all servers that answered say. Where they differ, nobody knows which of them the node itself would ask. */
export function agreement(name: string, answers: readonly (Resolution | null)[]): Resolution {
  const given = answers.filter((answer) => answer !== null);
  const [first] = given;
  if (first === undefined)
    return {
      kind: 'unable',
      message: `The node shows no shell, and no declared DNS server answered through it, so ${name} cannot be resolved.`,
    };
  const said = new Set(given.map(wordsOf));
  if (said.size === 1) return first;
  return {
    kind: 'unable',
    message: `The declared DNS servers say different things of ${name} (${[...said].join('; ')}), and the node does not show which of them it asks.`,
  };
}

function wordsOf(resolution: Resolution): string {
  return resolution.kind === 'resolved' ? [...resolution.addresses].sort().join(', ') : 'it does not resolve';
}

/**
 * Resolves the names of the plan by DNS over TCP through the node's forwarded channels, at the servers that the site
 * declares: a node that shows no shell cannot be asked for its own resolver's answer.
 */
export async function resolveThroughNode(
  session: NodeSession,
  plan: CheckPlan,
  node: string,
  signal: AbortSignal,
): Promise<HiddenNames> {
  const servers = declaredServers(plan, node);
  const names = new Set(
    plan.checks
      .filter(({ vantage, unable }) => vantage.kind === 'node' && vantage.node === node && unable === null)
      .map(({ target }) => target.host)
      .filter((host) => parseIp(host) === null),
  );
  const resolve = async (name: string): Promise<readonly [string, Resolution]> => {
    const asked = servers.map((server) => askServer(session, server, name.toLowerCase(), signal));
    return [name, agreement(name, await Promise.all(asked))];
  };
  return new Map(await Promise.all([...names].map(resolve)));
}
