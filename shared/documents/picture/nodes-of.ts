import type { Site, SiteNode } from '../../site/schema.ts';
import type { PictureNode, PicturePort } from './types.ts';

function bare(text: string): string {
  return text.split('/')[0] ?? text;
}

function portOf(node: SiteNode, port: 'lan' | 'wan', connected: boolean): PicturePort {
  const settings = node[port];
  const written = connected && settings !== undefined ? [settings.address, settings.address6] : [];
  const own = written.flatMap((text) => (text === null || text === '' ? [] : [bare(text)]));
  const virtual = connected
    ? node.virtualAddresses
        .filter((one) => one.port === port && one.address !== '')
        .map(({ address }) => bare(address))
    : [];
  return { port, addresses: [...own, ...virtual], connected };
}

/** The nodes with their ports. An address that nobody gave is not there: it is never made up. */
export function nodesOf(site: Site): PictureNode[] {
  const inline = site.deployment === 'inline';
  return site.nodes.map((node) => ({
    name: node.name,
    ports: [portOf(node, 'lan', true), portOf(node, 'wan', inline)],
  }));
}
