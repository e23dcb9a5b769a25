import { expect, it } from 'vitest';
import { sampleSite } from '../../../../renderer/api/fake-sites.ts';
import {
  beginsAZone,
  emailDoubt,
  ownTimeZone,
  timeZones,
  withTimeZone,
  zoneOfCity,
} from '../../../../renderer/steps/site/site-facts.ts';
import { previewOf } from '../../../../renderer/state/preview.ts';

it.each(['', ' ', 'm@nordhafen.example', 'Ż.ółć+x@a-b.example'])(
  'takes %j for an email address, or for none yet',
  (text) => {
    expect(emailDoubt('technician.email', text)).toBeUndefined();
  },
);

it.each(['m.nordhafen.example', 'm@', 'm@nordhafen', 'm n@nordhafen.example', 'a@b@c.example'])(
  'doubts that %j is an email address, and says which',
  (text) => {
    expect(emailDoubt('technician.email', text)?.message).toContain(text);
  },
);

it('offers the time zone of this computer, which a site takes as it is', () => {
  const zone = ownTimeZone();
  const site = withTimeZone(sampleSite, zone);
  expect(site.customer?.timeZone).toBe(zone);
  expect(previewOf(site)?.findings).toEqual(previewOf(sampleSite)?.findings);
  expect(withTimeZone(site, '').customer?.timeZone).toBeNull();
  for (const one of timeZones().slice(0, 20))
    expect(previewOf(withTimeZone(sampleSite, one))?.findings).toEqual(previewOf(sampleSite)?.findings);
});

it('a city alone names its zone, and a zone that is being typed is no mistake yet', () => {
  expect(zoneOfCity('warsaw')).toBe('Europe/Warsaw');
  expect(zoneOfCity('New York')).toBe('America/New_York');
  expect(zoneOfCity('Atlantis')).toBeNull();
  expect(zoneOfCity('')).toBeNull();
  expect(beginsAZone('Europe/Wars')).toBe(true);
  expect(beginsAZone('Europe/Warsaw')).toBe(false);
  expect(beginsAZone('Atlantis')).toBe(false);
});
