// The headers of every page, and what the pages themselves must not contain.

import { both, expect, test } from '../support/test.ts';

const PAGES = ['/account/profile', '/account/tokens', '/account/preferences', '/account/data', '/nothing'];

test('scripts run by nonce only, and every page has another', async ({ server, person }) => {
  const nonces = new Set<string>();
  for (const path of [...PAGES, ...PAGES]) {
    const answer = await person.context.request.get(server.url + path);
    const policy = new Map(
      (answer.headers()['content-security-policy'] ?? '')
        .split(';')
        .map((rule) => rule.trim().split(/ (.*)/s) as [string, string]),
    );
    const nonce = /'nonce-([\w+/=-]{22,})'/.exec(policy.get('script-src') ?? '')?.[1];
    expect(nonce, path).toBeTruthy();
    nonces.add(nonce ?? '');
    expect(policy.get('script-src')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(policy.get('style-src')).toBe("'self'");
    for (const rule of ['default-src', 'object-src', 'base-uri', 'frame-ancestors']) {
      expect(policy.get(rule), rule).toBe("'none'");
    }
    expect(policy.get('form-action')).toBe("'self'");

    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  }
  expect(nonces.size).toBe(PAGES.length * 2);
});

test('no page has a style or a handler in its text', both, async ({ server, person, page }) => {
  for (const path of PAGES) {
    const html = await (await person.context.request.get(server.url + path)).text();
    expect(html, path).not.toMatch(/<[a-z][^>]*\sstyle=/i);
    expect(html, path).not.toMatch(/<style\b/i);
    expect(html, path).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    expect(html, path).not.toMatch(/(src|href|action)="(https?:)?\/\//i);
    await person.opensAnything(path);
    expect(await page.locator('style').count()).toBe(0);
  }
});

test('a script that somebody smuggled in does not run', async ({ person, page, noise }) => {
  noise.announce(/Content Security Policy/, /status of 404/);
  await person.opens('/account/profile');
  const told = page.waitForRequest('**/policy-reports');
  await page.evaluate(() => {
    const evil = 'document.title = `smuggled`';
    document.body.insertAdjacentHTML('beforeend', `<svg onload="${evil}"></svg>`);
    document.body.insertAdjacentHTML('beforeend', `<img src="/nothing.png" onerror="${evil}">`);
    document.body.insertAdjacentHTML('beforeend', `<a id="evil" href="javascript:${evil}">evil</a>`);
  });
  await page.locator('#evil').click();
  const report = await told;
  expect(report.postData()).toMatch(/"effective-directive":"script-src/);
  expect((await report.response())?.status()).toBe(204);
  await expect(page).toHaveTitle('Profile · Latchkey');
});

test('every answer carries the headers that keep it safe', async ({ server, person }) => {
  const css = await person.opens('/account/profile').then(() => person.page.locator('link[rel=stylesheet]').getAttribute('href'));
  for (const path of [...PAGES, '/sign-in', '/api/v1/me', '/readyz', css ?? '']) {
    const answer = await person.context.request.get(server.url + path, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['cache-control'], path).toBe(path === css ? 'public, max-age=31536000, immutable' : 'no-store');
    expect(headers['server']).toBeUndefined();
    if (headers['content-type']?.startsWith('text/')) expect(headers['content-type']).toContain('charset=utf-8');
  }
});

test('methods that nothing uses are refused', async ({ server, person }) => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) {
    const answer = await person.context.request.fetch(`${server.url}/account/profile`, { method }).catch(() => undefined);
    if (method !== 'TRACE' || answer) expect(answer?.status(), method).toBe(405);
  }
});

test('another name of this machine leads to the public address', async ({ page, server }) => {
  await page.goto(`${server.url.replace('localhost', '127.0.0.1')}/sign-in`);
  expect(new URL(page.url()).origin).toBe(server.url);
});
