import type { EngineKind, NodeRecord } from '../../../shared/results/types.ts';
import { t } from '../../i18n/t.ts';

/** What an engine of a node is called where a person reads it. */
export function engineTitle(engine: EngineKind): string {
  switch (engine) {
    case 'python':
      return t('Python');
    case 'perl':
      return t('Perl');
    case 'forward':
      return t('SSH forwarding');
    case 'shell':
      return t('Shell tools');
    case 'laptop':
      return t('This laptop');
    case 'practice':
      return t('Practice node');
    case 'none':
      return t('None');
  }
}

/** What it is good for, in words. */
export function engineMeans(engine: EngineKind): string {
  switch (engine) {
    case 'python':
    case 'perl':
      return t('speaks TCP, TLS and UDP from the rule’s own address, and tells who rejects');
    case 'forward':
      return t('opens TCP and TLS connections; no UDP, and not from a chosen address');
    case 'shell':
      return t('opens TCP connections, and sends UDP where its tools can');
    case 'laptop':
      return t('tries the flows towards the node');
    case 'practice':
      return t('plays the network');
    case 'none':
      return '';
  }
}

const speaksAll: ReadonlySet<EngineKind> = new Set(['python', 'perl', 'practice']);

/** What cannot be checked on this node because of what it lacks; empty: nothing is missing. */
export function cannotOf({ engines, interfaces }: NodeRecord): readonly string[] {
  const able = engines.filter((one) => one.able).map(({ engine }) => engine);
  if (engines.length === 0) return [];
  if (able.length === 0) return [t('Nothing can be tried from this node: it has no means for it.')];
  const lacks: string[] = [];
  if (!able.some((engine) => speaksAll.has(engine))) {
    if (!able.includes('shell'))
      lacks.push(t('UDP cannot be tried: the node has neither Python, Perl nor a tool for it.'));
    lacks.push(t('Who rejects a connection cannot be told: that needs Python or Perl on the node.'));
  }
  if (interfaces.length === 0)
    lacks.push(t('The node does not show its interfaces, so the port that a flow leaves by is not proven.'));
  return lacks;
}

/** A node of a run as a person follows it. */
export type NodeStand = 'waiting' | 'connecting' | 'lost' | 'reached' | 'failed';

/** How it stands with a node: from its record and the latest that was said of it. */
export function standOf(record: NodeRecord | undefined, says: string | undefined, ended: boolean): NodeStand {
  if (record !== undefined && record.failure !== null) return 'failed';
  if (!ended && says?.startsWith('Connection lost') === true) return 'lost';
  if (record !== undefined && record.hostKey !== null) return 'reached';
  if (ended) return 'failed';
  return says === undefined ? 'waiting' : 'connecting';
}
