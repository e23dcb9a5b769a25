import type { Report } from '../../../shared/report/schema.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { sampleReport } from '../../shared/report/sample-report.ts';

const owners = [
  'ネットワーク運用部の担当者',
  'Zespół zapór sieciowych działu łączności',
  'Ομάδα ασφαλείας δικτύου του πελάτη',
];

/** 24 nodes, names of 60 characters in three scripts, and 40 owners with much to do: more than a page can hold. */
export function crowdedReport(): Report {
  const planned = plannedSite('gdansk-dc1', (json) => {
    const [node] = json['nodes'] as [Record<string, unknown>];
    json['nodes'] = Array.from({ length: 24 }, (_, index) => ({
      ...node,
      name: `gdn-${index + 1}-${'a'.repeat(50)}`,
      lan: { address: `10.20.0.${index + 10}/24`, gateway: '10.20.0.1' },
      ssh: undefined,
    }));
    json['customer'] = {
      ...(json['customer'] as object),
      name: 'Zjednoczone Przedsiębiorstwo Żeglugi i Spedycji „Łódź” S.A.'.padEnd(60, 'ą'),
      site: '横浜データセンター第三号棟サーバー室'.repeat(4).slice(0, 60),
      ticket: 'CHG-'.padEnd(60, '7'),
    };
    json['technician'] = {
      name: 'Αλέξανδρος Παπαδόπουλος-Οικονόμου του Κωνσταντίνου ο νεότερος',
      company: 'Błękitna Żegluga Systemy Zintegrowane Spółka Akcyjna w Gdańsku',
      email: `${'a'.repeat(50)}@nordhaven.example`,
      phone: '',
    };
    json['entries'] = {
      snmp: { level: { 'out 162/udp': 'optional' }, by: 'ź'.repeat(60), reason: 'ł'.repeat(150) },
    };
  });
  const report = sampleReport(planned, () => 'filtered');
  return {
    ...report,
    signer: {
      ...report.signer,
      name: 'ó'.repeat(60),
      email: `${'a'.repeat(50)}@nordhaven.example`,
      fingerprint: `SHA256:${'A'.repeat(43)}`,
    },
    checks: report.checks.map((check, index) => ({
      ...check,
      advice: {
        where: 'somewhere',
        owner: `${owners[index % 3] ?? ''} ${index % 40}`,
        next: `${owners[(index + 1) % 3] ?? ''} ${index}: ${'permit this path as it was asked for '.repeat(6)}`,
      },
    })),
  };
}
