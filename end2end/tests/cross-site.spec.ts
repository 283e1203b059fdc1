// What another site can make a browser do with our cookies: nothing.

import { createServer, type Server as HttpServer } from 'node:http';

import type { Person } from '../support/person.ts';
import { freePort } from '../support/server.ts';
import { both, expect, test as base } from '../support/test.ts';

/** A site of somebody else: another port is another origin. */
const test = base.extend<{ elsewhere: Elsewhere }>({
  elsewhere: async ({ server: _ }, use) => {
    const elsewhere = await Elsewhere.start();
    await use(elsewhere);
    await elsewhere.stop();
  },
});

class Elsewhere {
  private html = '';
  private constructor(
    private readonly http: HttpServer,
    readonly url: string,
  ) {
    http.on('request', (_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">${this.html}`);
    });
  }

  static async start(): Promise<Elsewhere> {
    const port = await freePort();
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return new Elsewhere(http, `http://localhost:${port}`);
  }

  /** The page that it shows from now on. */
  shows(html: string): void {
    this.html = html;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

/** What Chromium says when a page it was sent to is refused. */
const refused = (status: number | string) => [
  new RegExp(`status of ${status}`),
  /^failed: .*\/_fn\/.* net::ERR_HTTP_RESPONSE_CODE_FAILURE$/,
];

/** Nothing came of it; looked at in another tab, for this one shows the refusal. */
async function isUnharmed(person: Person): Promise<void> {
  const after = await person.inAnotherTab();
  await after.opens('/account/tokens');
  await expect(after.page.getByRole('row', { name: /stolen/ })).toHaveCount(0);
  await expect(after.button('Account menu, Ada Okafor')).toBeVisible();
  await expect(after.page.locator('html')).not.toHaveAttribute('data-theme');
}

const FORMS = {
  'tokens/create': { name: 'stolen', expires_in: '30', read: 'true', write: 'true' },
  'profile/save-name': { first_name: 'Mallory', last_name: '', display_name: 'Mallory', version: '1' },
  'theme/set': { theme: 'dark', page: '/account/profile' },
  'sign-out': {},
};

function form(action: string, fields: Record<string, string>, enctype = 'application/x-www-form-urlencoded'): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  return `<form method="post" action="${action}" enctype="${enctype}">${inputs.join('')}<button>Win a prize</button></form>`;
}

for (const [endpoint, fields] of Object.entries(FORMS)) {
  test(`a form of another site to ${endpoint} is refused`, both, async ({ person, page, server, elsewhere, noise }) => {
    noise.announce(...refused(403));
    elsewhere.shows(form(`${server.url}/_fn/${endpoint}`, fields));
    await page.goto(elsewhere.url);
    const answered = page.waitForResponse((answer) => answer.url().includes('/_fn/'));
    await page.getByRole('button', { name: 'Win a prize' }).click();
    const answer = await answered;
    expect(answer.status()).toBe(403);
    // The browser did send the cookie: a port makes another origin, but no other site.
    expect(await answer.request().allHeaders()).toMatchObject({
      cookie: expect.stringContaining('latchkey='),
      origin: elsewhere.url,
    });

    await isUnharmed(person);
  });
}

for (const enctype of ['text/plain', 'multipart/form-data']) {
  test(`a ${enctype} form is refused, even from our own page`, both, async ({ person, page, server, noise }) => {
    noise.announce(...refused(415));
    await person.opens('/account/profile');
    const html = form(`${server.url}/_fn/tokens/create`, FORMS['tokens/create'], enctype);
    await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), html);
    const answered = page.waitForResponse((answer) => answer.url().includes('/_fn/tokens/create'));
    await page.getByRole('button', { name: 'Win a prize' }).click();
    expect((await answered).status()).toBe(415);
    await isUnharmed(person);
  });
}

test('a script of another site cannot call a server function', async ({ person, page, server, elsewhere, noise }) => {
  noise.announce(/CORS policy/, /^failed: .*\/_fn\//, /Failed to load resource/);
  elsewhere.shows('');
  await page.goto(elsewhere.url);
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
    const told = await page.evaluate(
      async ([url, type]) => {
        const init = { method: 'POST', credentials: 'include', headers: { 'Content-Type': type }, body: 'name=stolen&read=true&expires_in=30' } as const;
        return fetch(url, init).then((answer) => answer.text(), () => 'nothing');
      },
      [`${server.url}/_fn/tokens/create`, type] as const,
    );
    expect(told, type).toBe('nothing');
  }
  await isUnharmed(person);
});

test('nothing of ours can be read from another site', async ({ page, server, elsewhere, person, noise }) => {
  noise.announce(/CORS policy/, /failed: /, /Failed to load resource/);
  await person.opens('/account/profile');
  elsewhere.shows('');
  await page.goto(elsewhere.url);
  for (const path of ['/account/profile', '/api/v1/me', '/sign-in']) {
    const told = await page.evaluate(
      (url) => fetch(url, { credentials: 'include' }).then((answer) => answer.text(), () => 'nothing'),
      server.url + path,
    );
    expect(told, path).toBe('nothing');
  }
});

test('a link to a server function changes nothing', both, async ({ person, page, server, elsewhere, noise }) => {
  noise.announce(...refused('40[45]'));
  const statuses: number[] = [];
  for (const url of [
    `${server.url}/_fn/sign-out`,
    `${server.url}/_fn/tokens/create?name=stolen&read=true&expires_in=30`,
    `${server.url}/_fn/profile/load`,
  ]) {
    elsewhere.shows(`<a href="${url}">Win a prize</a>`);
    await page.goto(elsewhere.url);
    const answered = page.waitForResponse((answer) => answer.url() === url);
    await page.getByRole('link', { name: 'Win a prize' }).click();
    statuses.push((await answered).status());
  }
  expect(statuses.every((status) => status === 404 || status === 405)).toBe(true);
  await isUnharmed(person);
});

test('our pages are not shown inside of another', async ({ person, page, server, elsewhere, noise }) => {
  // The browser also tells us of it, in the name of the other page.
  noise.announce(/frame/i, /failed: .*(BLOCKED|ABORTED)/, /policy-reports/);
  await person.opens('/account/profile');
  elsewhere.shows(`<iframe src="${server.url}/account/profile" width="800" height="600"></iframe>`);
  await page.goto(elsewhere.url);
  await page.waitForTimeout(500);
  await expect(page.frameLocator('iframe').getByText('Ada')).toHaveCount(0);
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Profile' })).toHaveCount(0);
});

test('the API takes no cookie, the pages take no token', async ({ person, page, server, context, noise }) => {
  noise.announce(/status of 401/);
  await person.opens('/account/tokens');
  const status = await page.evaluate(() => fetch('/api/v1/me').then((answer) => answer.status));
  expect(status).toBe(401);
  await person.types('Name', 'api');
  await person.presses('Generate');
  await person.presses('Show');
  const token = await page.locator('#new-token .plain').innerText();
  await context.clearCookies();
  const answer = await context.request.get(`${server.url}/account/profile`, {
    headers: { Authorization: `Bearer ${token}` },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
});
