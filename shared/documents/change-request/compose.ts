import type { DocumentModel } from '../model.ts';
import { requestFileStem } from '../file-names.ts';
import { shortDigest } from '../words.ts';
import { approvals } from './approvals.ts';
import { implementationRecord } from './implementation.ts';
import { riskTestRollback } from './risk.ts';
import { annexes } from './annexes.ts';
import { cover, numberText } from './cover.ts';
import type { RequestFacts } from './facts.ts';
import { composeRequestFile, requestText, type RequestFile } from './request-json.ts';
import { reviseRequest, type ReviseInput } from './revise.ts';
import { ruleSection } from './rule-table.ts';
import { settleSections } from './to-settle.ts';
import { topologyAndAddresses } from './topology.ts';

/** A change request: as data, as the text of its JSON file, and as the model of its pages. */
export interface ChangeRequest {
  readonly status: 'draft' | 'for-decision';
  readonly file: RequestFile;
  /** Canonical JSON: the bytes of the JSON file. */
  readonly json: string;
  /** SHA-256 of these bytes. */
  readonly digest: string;
  readonly document: DocumentModel;
  /** Stem of the names of its files, e.g. `FCR-2026-014_B_delta`. */
  readonly stem: string;
  /** What every other format is written from. */
  readonly facts: RequestFacts;
}

export function composeChangeRequest(input: ReviseInput): ChangeRequest {
  const facts = reviseRequest(input);
  const file = composeRequestFile(facts);
  const { text, digest } = requestText(file);
  const stem = requestFileStem({
    ...facts.site.request,
    siteName: facts.siteName,
    draft: facts.draft,
    kind: facts.asks.kind,
  });
  const document = documentOf(facts, text, digest, stem);
  return { status: file.status, file, json: text, digest, document, stem, facts };
}

function documentOf(facts: RequestFacts, json: string, digest: string, stem: string): DocumentModel {
  const { site, catalog } = facts;
  const number = numberText(facts);
  const words = [
    ...(facts.practice ? ['PRACTICE: no real network'] : []),
    facts.draft ? 'DRAFT: not for implementation' : 'For decision',
  ];
  return {
    title: `Firewall change request ${number}, revision ${site.request.revision}`,
    subject: `${catalog.appliance}, ${site.customer.site || site.customer.name || 'site not named'}`,
    author: site.technician.name || 'not given',
    createdAt: facts.createdAt,
    software: `Gatecheck ${facts.version}`,
    orientation: 'landscape',
    watermark: facts.practice ? 'PRACTICE' : facts.draft ? 'DRAFT' : null,
    header: {
      name: 'Firewall change request',
      detail: `${number} · Revision ${site.request.revision}`,
      middle: [site.customer.site, site.customer.name].filter((text) => text.trim() !== '').join(' · '),
      status: words.join(' · '),
    },
    footer: {
      left: `Gatecheck ${facts.version} · catalogue ${catalog.id} ${catalog.version} · request ${shortDigest(digest)}`,
      middle: 'Confidential: contains network addresses',
    },
    blocks: [
      ...cover(facts),
      ...topologyAndAddresses(facts),
      ...ruleSection(facts),
      ...settleSections(facts),
      ...riskTestRollback(facts),
      ...approvals(facts),
      ...implementationRecord(facts),
      ...annexes(facts, digest),
    ],
    attachments: [
      {
        name: `${stem}.json`,
        about: 'This request as data (gatecheck/request@1)',
        text: json,
      },
    ],
  };
}
