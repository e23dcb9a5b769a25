import type { Result } from './result.ts';
import { err, ok } from './result.ts';

export type Transport = 'tcp' | 'udp';

/** A service as the network sees it: `443/tcp`, `8000-8010/tcp`, `icmp` (echo). */
export type Service =
  | { readonly kind: 'port'; readonly transport: Transport; readonly first: number; readonly last: number }
  | { readonly kind: 'icmp' };

/** Reads `443/tcp`, `53/udp`, `8000-8010/tcp` or `icmp`; else a sentence that says what is wrong. */
export function parseService(text: string): Result<Service, string> {
  if (text === 'icmp') return ok({ kind: 'icmp' });
  const match = /^(\d{1,7})(?:-(\d{1,7}))?\/(tcp|udp)$/.exec(text);
  if (match === null) return err(`"${text}" is no service. Write 443/tcp, 53/udp, 8000-8010/tcp or icmp.`);
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  for (const port of [first, last]) {
    if (port < 1 || port > 65535) return err(`Port ${port} does not exist: ports go from 1 to 65535.`);
  }
  if (last < first) return err(`The range ${first}-${last} runs backwards.`);
  return ok({ kind: 'port', transport: match[3] === 'udp' ? 'udp' : 'tcp', first, last });
}

/** Normal form, as written in files. */
export function formatService(service: Service): string {
  if (service.kind === 'icmp') return 'icmp';
  const ports = service.first === service.last ? `${service.first}` : `${service.first}-${service.last}`;
  return `${ports}/${service.transport}`;
}

/** The form used in ids: `443-tcp`, `8000-8010-tcp`, `icmp`. */
export function serviceSlug(service: Service): string {
  return formatService(service).replace('/', '-');
}
