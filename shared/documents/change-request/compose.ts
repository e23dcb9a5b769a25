import type { Block, DocumentModel } from '../model.ts';
import { requestFileStem } from '../file-names.ts';
import { shortDigest } from '../words.ts';
import { speakerOf } from '../language/document-words.ts';
import { inLanguage } from '../language/in-language.ts';
import { englishSpeaker, type Speaker } from '../language/speaker.ts';
import { approvals } from './approvals.ts';
import { implementationRecord } from './implementation.ts';
import { riskTestRollback } from './risk.ts';
import { annexDenials } from './annex-denials.ts';
import { annexes } from './annexes.ts';
import { cover, documentName, numberText, revisionText } from './cover.ts';
import { permitted, type RequestFacts } from './facts.ts';
import { composeRequestFile, requestText, type RequestFile } from './request-json.ts';
import { reviseRequest, type ReviseInput } from './revise.ts';
import { ruleSection } from './rule-table.ts';
import { settleSections } from './to-settle.ts';
import { topologyAndAddresses } from './topology.ts';
import { effectAndWayBack, effectOfRemoved, withdrawalRecord } from './withdrawal.ts';

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
  /** Says its sentences in its language. */
  readonly speaker: Speaker;
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
  const speaker = (file.request.language ?? 'en') === 'en' ? englishSpeaker : speakerOf(file, facts.site);
  const document = inLanguage(documentOf(facts, text, digest, stem), speaker);
  return { status: file.status, file, json: text, digest, document, stem, facts, speaker };
}

function documentOf(facts: RequestFacts, json: string, digest: string, stem: string): DocumentModel {
  const { site, catalog } = facts;
  const number = numberText(facts);
  const words = [
    ...(facts.practice ? ['PRACTICE: no real network'] : []),
    facts.draft ? 'DRAFT: not for implementation' : 'For decision',
  ];
  return {
    title: `${documentName(facts)} ${number}, revision ${site.request.revision}`,
    subject: `${catalog.appliance}, ${site.customer.site || site.customer.name || 'site not named'}`,
    author: site.technician.name || 'not given',
    createdAt: facts.createdAt,
    software: `Gatecheck ${facts.version}`,
    orientation: 'landscape',
    watermark: facts.practice ? 'PRACTICE' : facts.draft ? 'DRAFT' : null,
    ...(site.customer.timeZone === 'Asia/Tokyo' ? { typing: 'japanese' as const } : {}),
    header: {
      name: documentName(facts),
      detail: `${number} · ${revisionText(facts)}`,
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
      ...middleSections(facts),
      ...annexes(facts, digest),
      ...(facts.withDenials === true ? annexDenials(facts) : []),
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

/** Sections 5 to 9. A removal has nothing to settle; what a delta withdraws has places of its own. */
function middleSections(facts: RequestFacts): Block[] {
  if (facts.asks.kind === 'removal')
    return [...effectAndWayBack(facts), ...approvals(facts), ...withdrawalRecord(facts)];
  const asked = permitted(facts);
  const onlyRemoves = asked.lines.length === 0 && facts.lines.length > 0;
  return [
    ...settleSections(asked),
    ...(onlyRemoves ? effectAndWayBack(facts) : riskTestRollback(asked)),
    ...(onlyRemoves ? [] : effectOfRemoved(facts)),
    ...approvals(facts),
    ...(onlyRemoves && !facts.draft ? [] : implementationRecord(asked)),
    ...(facts.draft ? [] : withdrawalRecord(facts)),
  ];
}
