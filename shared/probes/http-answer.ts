import type { HttpHead } from './http-message.ts';
import { headerOf } from './http-message.ts';

/**
 * Who made an HTTP answer. `proxy-login`, `network-login`: statuses that no origin server sends (RFC 9110 section 15.5.8,
 * RFC 6585 section 6). `filter`: a proxy or filter that names itself. `portal`: sent off to a page that wants something
 * first. `unsure`: it may have been another one than the target.
 */
export type Answerer =
  | { readonly kind: 'target' }
  | {
      readonly kind: 'proxy-login' | 'network-login' | 'filter' | 'portal' | 'unsure';
      readonly why: string;
    };

/** The side that was asked: names and address by which an answer may speak of it. */
export interface AskedHost {
  readonly names: readonly string[];
  /** In rules: the node may send its administrators wherever it wants. */
  readonly own: boolean;
}

/** Products that answer in the place of others, by the name that they give themselves. */
const filterProducts =
  /zscaler|forti(?:gate|guard|proxy|web)|blue ?coat|proxysg|websense|forcepoint|mcafee web gateway|skyhigh|ironport|iboss|netskope|opendns|umbrella|barracuda.*filter|webtitan|smoothwall|diladele|kerio/i;

/** Words of pages that stand before a network, or say that it does not let through. */
const portalWords =
  /captive|hotspot|wi-?fi|wlan|guest|portal|fgtauth|switch_url|block(?:ed)?[-_.]?(?:page|\.)|web-?filter|url-?filter|access-?denied|netauth|network-?login|cfauth|usercheck/i;
const loginWords = /log-?[io]n|sign-?in|sso|saml|oauth|auth(?:enticat|oriz|\b)|idp|cas\b/i;

/** Headers by which a storage service or a web server says that the answer is its own. */
const ownHeaders =
  /^(?:server|x-amz-.*|x-ms-.*|x-goog-.*|x-guploader-.*|x-trans-id|x-openstack-.*|x-emc-.*|x-clv-.*|x-ntap-.*|x-minio-.*|x-rgw-.*|www-authenticate)$/;

function namesServer(head: HttpHead): boolean {
  return [...head.headers.keys()].some((name) => ownHeaders.test(name));
}

interface Place {
  /** Null: the same one as before. */
  readonly host: string | null;
  readonly rest: string;
}

function placeOf(location: string): Place {
  const [, authority, rest = ''] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)/is.exec(location) ?? [];
  if (authority === undefined) return { host: null, rest: location };
  const host = authority
    .replace(/^.*@/, '')
    .replace(/:\d*$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return { host, rest };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One is a name below the other, or both lie in one domain of two labels or more below the top. */
function isRelated(a: string, b: string): boolean {
  if (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true;
  const parent = (name: string): string => name.split('.').slice(1).join('.');
  const isName = !/^[\d.]+$|:/.test(a) && !/^[\d.]+$|:/.test(b);
  return isName && parent(a) === parent(b) && parent(a).includes('.');
}

function judgeRedirect(location: string, asked: AskedHost): Answerer {
  const { host, rest } = placeOf(location);
  const names = asked.names.map((name) => name.toLowerCase());
  if (host === null || host === '' || names.includes(host)) return { kind: 'target' };
  const carriesUs = names.some((name) => decoded(rest).toLowerCase().includes(name));
  const isPortal = portalWords.test(host + rest) || (loginWords.test(host + rest) && carriesUs);
  const shown = location.slice(0, 120);
  if (asked.own) return { kind: 'target' };
  if (isPortal)
    return {
      kind: 'portal',
      why: `the answer sends us to ${shown}, which looks like a portal or login page`,
    };
  if (names.some((name) => isRelated(name, host))) return { kind: 'target' };
  return {
    kind: 'unsure',
    why: `the answer sends us to another host (${shown}); something in the path may have given it`,
  };
}

function filterThat(head: HttpHead): string | null {
  const squid = headerOf(head, 'x-squid-error');
  if (squid !== null) return `a Squid proxy answered with its own error page (${squid})`;
  const name = ['server', 'via', 'x-server', 'proxy-agent']
    .map((header) => headerOf(head, header))
    .find((value) => value !== null && filterProducts.test(value));
  if (name !== undefined && name !== null) return `a filtering proxy answered (${name})`;
  if (head.headers.has('proxy-authenticate')) return 'a proxy that wants a login answered';
  return null;
}

/** Says who made an answer, as far as its head tells. */
export function answererOf(head: HttpHead, asked: AskedHost): Answerer {
  if (head.status === 407)
    return { kind: 'proxy-login', why: 'a proxy answered and wants a login (HTTP 407)' };
  if (head.status === 511)
    return {
      kind: 'network-login',
      why: 'the network wants a login before it lets anything through (HTTP 511)',
    };
  const filter = filterThat(head);
  if (filter !== null) return { kind: 'filter', why: filter };
  const location = headerOf(head, 'location');
  if (head.status >= 300 && head.status < 400 && location !== null) {
    const judged = judgeRedirect(location, asked);
    if (judged.kind !== 'target') return judged;
  }
  const relay = ['via', 'x-cache-lookup', 'proxy-connection'].find((name) => head.headers.has(name));
  if (relay !== undefined)
    return {
      kind: 'unsure',
      why: `the answer came by way of a proxy (${relay}: ${headerOf(head, relay) ?? ''}), in the path or at the server: it does not tell which`,
    };
  const isBlockLike = head.status === 403 || head.status === 451 || head.status >= 500;
  if (isBlockLike && !namesServer(head))
    return {
      kind: 'unsure',
      why: `HTTP ${head.status} without a word about the server; a filter in the path may have answered`,
    };
  return { kind: 'target' };
}

/** Answers as an S3 service does: `s3` is evidence, not a proof. */
export function looksLikeS3(head: HttpHead): boolean {
  const isStatus = [200, 204, 301, 307, 400, 403, 404, 405].includes(head.status);
  const names = [...head.headers.keys()];
  const isServer = /^(?:amazons3|minio|ceph object gateway)/i.test(head.headers.get('server') ?? '');
  return (
    isStatus && (isServer || names.some((name) => /^x-amz-(?:request-id|id-2|bucket-region)$/.test(name)))
  );
}

/** What an answer shows, for the record. */
export function httpEvidence(head: HttpHead): Record<string, string | number | boolean> {
  const evidence: Record<string, string | number | boolean> = { httpStatus: head.status };
  for (const name of ['server', 'location', 'via'] as const) {
    const value = headerOf(head, name);
    if (value !== null) evidence[name] = value;
  }
  const squid = headerOf(head, 'x-squid-error');
  if (squid !== null) evidence['proxyError'] = squid;
  if (looksLikeS3(head)) evidence['s3'] = true;
  return evidence;
}
