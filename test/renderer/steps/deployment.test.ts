import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import {
  suggestedAddress,
  suggestedGateway,
  withHaPeer,
  withNewNode,
  withNode,
  withoutNode,
  withPortText,
  withWanPorts,
} from '../../../renderer/steps/deployment/node-edits.ts';
import { withPort } from '../../../renderer/steps/deployment/port-table.tsx';
import { assumedEntries } from '../../../renderer/state/preview.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { previewed } from '../samples.ts';

describe('nodes of a draft', () => {
  it('get a WAN port to fill in when the mode becomes Inline, and keep it afterwards', () => {
    const oneArm: SiteFile = {
      ...sampleSite,
      deployment: 'one-arm',
      nodes: [{ name: 'n', lan: { address: '' } }],
    };
    expect(withWanPorts(oneArm)).toBe(oneArm);
    expect(withWanPorts({ ...oneArm, deployment: 'inline' }).nodes[0]?.wan).toEqual({ address: '' });
    expect(withWanPorts(sampleSite).nodes[0]?.wan).toEqual(sampleSite.nodes[0]?.wan);
  });

  it('are added under a name that is free', () => {
    const twice = withNewNode(
      withNewNode({ ...sampleSite, nodes: [{ name: 'NODE-2', lan: { address: '' } }] }),
    );
    expect(twice.nodes.map((node) => node.name)).toEqual(['NODE-2', 'node-3', 'node-4']);
  });

  it('leave no mention of a peer that was removed', () => {
    const pair = withNode(withNewNode(sampleSite), 0, (node) => ({ ...node, haPeer: 'node-2' }));
    expect(withoutNode(pair, 1).nodes).toMatchObject([{ name: 'szz-1', haPeer: null }]);
  });
});

describe('an HA pair', () => {
  const three = withNewNode(withNewNode(sampleSite));
  const peers = (site: SiteFile) => site.nodes.map(({ haPeer }) => haPeer ?? null);

  it('knows of each other, whichever of the two was edited', () => {
    expect(peers(withHaPeer(three, 0, 'node-2'))).toEqual(['node-2', 'szz-1', null]);
  });

  it('leaves nobody paired with a node that has another peer now, or none', () => {
    const pair = withHaPeer(three, 0, 'node-2');
    expect(peers(withHaPeer(pair, 2, 'szz-1'))).toEqual(['node-3', null, 'szz-1']);
    expect(peers(withHaPeer(pair, 1, null))).toEqual([null, null, null]);
  });
});

describe('texts of a port', () => {
  it('are not given when they are emptied; the address stays, empty', () => {
    const [node] = sampleSite.nodes;
    expect(withPortText(node!, 'wan', 'natAddress', '').wan?.natAddress).toBeNull();
    expect(withPortText(node!, 'lan', 'address', '').lan.address).toBe('');
    expect(withPortText(node!, 'lan', 'address6', '2001:db8::1/64').lan.address).toBe(node!.lan.address);
  });

  it('get a prefix suggested where only the address was typed', () => {
    expect(suggestedAddress('10.20.0.10')).toBe('10.20.0.10/24');
    for (const text of ['', '10.20.0', '10.20.0.10/24', '2001:db8::1', 'node'])
      expect(suggestedAddress(text)).toBeNull();
  });
});

describe('a suggested gateway', () => {
  it.each([
    ['10.48.16.10/24', '10.48.16.1'],
    ['172.31.250.10/29', '172.31.250.9'],
    ['10.48.16.1/24', null],
    ['10.0.0.1/31', null],
    ['fd48::1/64', null],
    ['10.48.16', null],
  ])('of %s is %s', (address, gateway) => {
    expect(suggestedGateway(address)).toBe(gateway);
  });
});

it('a port that was confirmed is the technician’s choice, even when it equals the assumption', () => {
  const before = assumedEntries(previewed()).map((one) => one.entry);
  expect(before).toContain('licensing');
  const after = previewed(withPort(sampleSite, 'licensing', 'wan'));
  expect(assumedEntries(after).map((one) => one.entry)).toEqual(
    before.filter((entry) => entry !== 'licensing'),
  );
  expect(after.rules.rules.find((rule) => rule.entry === 'licensing')?.portBasis).toBe('chosen');
});
