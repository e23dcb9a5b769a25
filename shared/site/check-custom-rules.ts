import type { Catalog } from '../catalog/schema.ts';
import { meantHint } from '../lib/did-you-mean.ts';
import type { Finding } from '../lib/result.ts';
import { parseService } from '../lib/service.ts';
import { checkEndpointList } from './check-endpoints.ts';
import { isProbeName, probeNames } from './probe-names.ts';
import type { CustomRule, Site } from './schema.ts';

function checkServices(rule: CustomRule, path: string): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  rule.services.forEach((text, index) => {
    const place = `${path}.services[${index}]`;
    const service = parseService(text);
    if (!service.ok) findings.push({ path: place, message: service.error });
    else if (seen.has(text)) findings.push({ path: place, message: `${text} is listed twice.` });
    seen.add(text);
  });
  return findings;
}

function checkProbe(rule: CustomRule, path: string): Finding[] {
  if (rule.probe === null) return [];
  const known = Object.keys(probeNames);
  if (!isProbeName(rule.probe)) {
    const hint = meantHint(rule.probe, known);
    return [
      {
        path,
        message: `There is no probe "${rule.probe}"${hint === '' ? `. Known: ${known.join(', ')}.` : hint}`,
      },
    ];
  }
  const over: readonly string[] = probeNames[rule.probe];
  return rule.services.flatMap((text) => {
    const service = parseService(text);
    if (!service.ok) return [];
    const protocol = service.value.kind === 'icmp' ? 'icmp' : service.value.transport;
    if (over.includes(protocol)) return [];
    return [{ path, message: `The probe ${rule.probe ?? ''} cannot be spoken over ${text}.` }];
  });
}

/** Rules of the site's own: ids of their own, readable services, real endpoints, a known probe. */
export function checkCustomRules(catalog: Catalog, site: Site): Finding[] {
  const entryIds = catalog.entries.map((entry) => entry.id);
  const seen = new Map<string, number>();
  return site.customRules.flatMap((rule, index) => {
    const path = `customRules[${index}]`;
    const findings: Finding[] = [];
    const first = seen.get(rule.id);
    if (entryIds.includes(rule.id))
      findings.push({
        path: `${path}.id`,
        message: `"${rule.id}" is an entry of the catalogue; choose another id.`,
      });
    else if (first !== undefined)
      findings.push({ path: `${path}.id`, message: `"${rule.id}" is also the id of customRules[${first}].` });
    seen.set(rule.id, first ?? index);
    if (rule.title.trim() === '') findings.push({ path: `${path}.title`, message: 'The title is empty.' });
    if (rule.reason.trim() === '')
      findings.push({
        path: `${path}.reason`,
        message: 'The reason is empty; the firewall team will ask for it.',
      });
    findings.push(
      ...checkServices(rule, path),
      ...checkEndpointList(rule.endpoints, `${path}.endpoints`),
      ...checkProbe(rule, `${path}.probe`),
    );
    return findings;
  });
}
