import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatecheckBridge } from '../../shared/ipc/contract.ts';
import { expect, test } from '../helpers/wizard-window.ts';
import { onStart } from '../helpers/wizard.ts';

declare global {
  interface Window {
    readonly gatecheck?: GatecheckBridge;
  }
}

/** A server on loopback that counts who comes. */
async function counting(): Promise<{
  readonly url: string;
  readonly visits: () => number;
  readonly close: () => void;
}> {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('seen');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, visits: () => visits, close: () => server.close() };
}

test('the page has no Node and no Electron, only the calls of the contract', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'global', 'Buffer', '__dirname'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys(window.gatecheck ?? {}).sort(),
  }));
  expect(seen).toEqual({ node: [], bridge: ['call', 'onRunEvent', 'onWindowEvent'] });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as {
      getLastWebPreferences: () => {
        sandbox?: boolean;
        contextIsolation?: boolean;
        nodeIntegration?: boolean;
      };
    };
    const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
});

test('the window’s process is sandboxed by the system where the machine allows it', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const sandboxOff = await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'));
  expect(sandboxOff).toBe(process.env['GATECHECK_SANDBOX'] !== 'on');
});

test('the page reaches no network, whatever it tries', async ({ wizard: { page } }) => {
  await onStart(page);
  const server = await counting();
  try {
    const answers = await page.evaluate(async (url) => {
      const image = new Promise<string>((resolve) => {
        const element = new Image();
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('refused');
        element.src = `${url}image.png`;
      });
      const fetched = fetch(url).then(
        () => 'loaded',
        () => 'refused',
      );
      return Promise.all([fetched, image]);
    }, server.url);
    expect(answers).toEqual(['refused', 'refused']);
    expect(server.visits()).toBe(0);
  } finally {
    server.close();
  }
});

test('the session refuses foreign requests even without the page’s policy', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const server = await counting();
  try {
    const answer = await app.evaluate(async ({ net }, url) => {
      // Chromium's own stack of the window's session, where no page's policy applies.
      return new Promise<string>((resolve) => {
        const request = net.request({ url, useSessionCookies: true });
        request.on('response', () => resolve('answered'));
        request.on('error', (error) => resolve(error.message));
        request.end();
      });
    }, server.url);
    expect(answer).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(server.visits()).toBe(0);
  } finally {
    server.close();
  }
});

test('no link, script or new window leads anywhere else', async ({ wizard: { page, app } }) => {
  await onStart(page);
  const server = await counting();
  try {
    const opened = await page.evaluate((url) => window.open(url) === null, server.url);
    expect(opened).toBe(true);
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, server.url);
    await page.evaluate((url) => window.location.assign(url), server.url);
    // Playwright waits for the navigation that never comes, so the window itself is asked.
    const shown = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const shows = (await contents?.executeJavaScript('document.body.innerText')) as string;
      return { url: contents?.getURL(), shows };
    });
    expect(shown.url).toBe('gatecheck://app/index.html');
    expect(shown.shows).toContain('New site');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(server.visits()).toBe(0);
  } finally {
    server.close();
  }
});

test('the page comes with a strict policy, and nothing outside its folder is served', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const answers = await app.evaluate(async ({ net }) => {
    const own = await net.fetch('gatecheck://app/index.html');
    const outside = [
      '..%2fmain.cjs',
      '%2e%2e%2fmain.cjs',
      'assets/..%2f..%2fmain.cjs',
      'no-such.js',
      'assets',
    ];
    const statuses = await Promise.all(
      outside.map(async (path) => (await net.fetch(`gatecheck://app/${path}`)).status),
    );
    return { policy: own.headers.get('content-security-policy') ?? '', statuses };
  });
  expect(answers.policy).toContain("default-src 'none'");
  expect(answers.policy).toContain("script-src 'self'");
  expect(answers.policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(answers.statuses).toEqual([404, 404, 404, 404, 404]);
  const evaluated = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.planted = true';
    document.head.append(script);
    return 'planted' in window;
  });
  expect(evaluated).toBe(false);
});

test('calls with wrong arguments, unknown ids and unknown channels are refused with words', async ({
  wizard: { page },
}) => {
  await onStart(page);
  const replies = await page.evaluate(async () => {
    const call = window.gatecheck?.call as (channel: string, ...args: unknown[]) => Promise<unknown>;
    const told = (reply: unknown): string => JSON.stringify(reply);
    const failed = (error: unknown): string => `rejected: ${String(error)}`;
    return Promise.all(
      [
        call('site.openPractice', 'another'),
        call('site.save', 'no-such-site', {}),
        call('site.save', 7, {}),
        call('file.reveal', '/etc/passwd'),
        call('run.start', 'no-such-site', { nodes: [], hosts: [], allowLarge: false, command: 'id' }),
        call('shell.run', 'id'),
      ].map((reply) => reply.then(told, failed)),
    );
  });
  expect(replies[0]).toContain('site.openPractice was called with a wrong argument at 0');
  expect(replies[1]).toContain('This site is not open any more');
  expect(replies[2]).toContain('site.save was called with a wrong argument at 0');
  expect(replies[3]).toContain('not known any more');
  expect(replies[4]).toContain('run.start was called with a wrong argument at 1');
  expect(replies[5]).toContain('There is no call shell.run.');
});

test('the page is granted no permission of the web', async ({ wizard: { page } }) => {
  await onStart(page);
  const denied = await page.evaluate(async () => {
    const notification = await Notification.requestPermission();
    const position = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        ({ code }) => resolve(code === 1 ? 'denied' : `code ${code}`),
        { timeout: 5000 },
      );
    });
    return { notification, position };
  });
  expect(denied).toEqual({ notification: 'denied', position: 'denied' });
});
