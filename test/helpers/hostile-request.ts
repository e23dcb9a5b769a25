import type { RequestFile } from '../../shared/documents/change-request/request-json.ts';
import { requestText } from '../../shared/documents/change-request/request-json.ts';
import { requestOfSite } from '../shared/documents/request-of-site.ts';

/** Names that break documents, spreadsheets, tickets and terminals. */
export const hostileNames: readonly string[] = [
  '=cmd|"/c calc"!A1',
  '+SUM(1,2)',
  '-1+2',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  "'=1+1",
  '＝1+1',
  'quote " and \' and `back`',
  'line\nbreak\r\nand\rmore',
  'comma, semicolon; tab\tbar | pipe',
  '$(reboot) `reboot` ${x} %PATH% !!',
  '</t></si><si><t>x',
  ']]> <!-- --> <script>alert(1)</script> &lt; &#x41; &',
  'right \u202e to left \u2066 and \u200f marks',
  'control \u0000 \u0001 \u0008 \u001b[31m \u007f \u0085 \ufffe \uffff',
  'half \ud800 pair \udc00',
  '_x0041_ _x000D_ _x_',
  '**bold** [link](http://evil.example) ![i](x) # head @all #1 {code} *b* _i_ ~s~ www.evil.example',
  '| a | b |\n| --- | --- |',
  'Żółć 東京 データセンター Ελληνικά 😀',
  'x'.repeat(200),
  'w '.repeat(100),
];

/** A request of the fixtures in which people and things have this name. Such a file could only be made by hand. */
export function requestWith(name: string): { readonly file: RequestFile; readonly digest: string } {
  const { file } = requestOfSite('gdansk-dc1');
  const changed: RequestFile = {
    ...file,
    customer: { ...file.customer, name, site: name, address: name },
    technician: { ...file.technician, name, company: name },
    request: { ...file.request, justification: name, notify: [name] },
    rules: file.rules.map((rule) => ({ ...rule, title: name, group: name, because: name })),
    lines: file.lines.map((line) => ({
      ...line,
      title: name,
      farName: name,
      nodeZone: name,
      farZone: name,
      why: { origin: 'custom', purpose: name },
      from: line.from.map((party) => ({ ...party, label: name, zone: name })),
      to: line.to.map((party) => ({ ...party, label: name, zone: name })),
    })),
  };
  // A lone half of a character has no canonical form: the digest of the fixture stands for it.
  const digest = /[\ud800-\udfff]/u.test(name) ? 'a'.repeat(64) : requestText(changed).digest;
  return { file: changed, digest };
}
