import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../electron/practice/scenarios.ts';
import { behaviourFromNode, behaviourToNode } from '../../../electron/practice/world.ts';

const solved = worldOf('solved');
const blocked = worldOf('blocked');

describe('the simulated network', () => {
  it('drops what no scenario names, as a firewall does by default', () => {
    expect(behaviourFromNode(solved, '198.51.100.1', 443, 'tcp')).toEqual({ kind: 'silent' });
    expect(behaviourToNode(solved, '10.77.40.21', '10.77.0.10', '8080/tcp')).toEqual({ kind: 'silent' });
  });

  it('lets a laptop in by the network that it stands in', () => {
    expect(behaviourToNode(solved, '10.77.60.21', '10.77.0.10', '2049/tcp')).toEqual({ kind: 'rpc' });
    expect(behaviourToNode(solved, '10.77.40.21', '10.77.0.10', '2049/tcp')).toEqual({ kind: 'silent' });
    expect(behaviourToNode(solved, '10.77.60.21', '10.77.0.11', '2049/tcp')).toEqual({ kind: 'silent' });
  });

  it('shows a newcomer every kind of trouble before the change, and none after it', () => {
    const kindsOf = (world: typeof solved): Set<string> =>
      new Set([...Object.values(world.fromNode), ...Object.values(world.toNode)].map(({ kind }) => kind));
    for (const trouble of ['silent', 'refused', 'rejected', 'unreachable']) {
      expect(kindsOf(blocked)).toContain(trouble);
      expect(kindsOf(solved)).not.toContain(trouble);
    }
    expect(behaviourFromNode(blocked, '203.0.113.30', 443, 'tcp')).toEqual({
      kind: 'tls',
      certificate: 'objects-by-proxy',
    });
  });
});
