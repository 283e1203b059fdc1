// Every page, loaded from nothing and reloaded past every cache, comes to life.

import { both, expect, test } from '../support/test.ts';

const IN = [
  ['/account/profile', 'Profile'],
  ['/account/tokens', 'API tokens'],
  ['/account/preferences', 'Preferences'],
  ['/nothing', 'Not found'],
] as const;

test('the pages of a person come to life after a hard reload', both, async ({ person, page }) => {
  for (const [path, heading] of IN) {
    await person.opensAnything(path);
    const session = await page.context().newCDPSession(page);
    await Promise.all([page.waitForEvent('load'), session.send('Page.reload', { ignoreCache: true })]);
    await person.ready();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  }
});

test.describe('before signing in', () => {
  test.use({ signedIn: false, instance: 'empty' });

  test('the lazy pages come to life after a hard reload', both, async ({ person, page, server, noise }) => {
    noise.announce(/status of 404/); // the link that never was one
    await person.opens('/sign-in');
    await person.types('Email', 'ada@fjordline.example');
    await person.presses('Continue');
    await person.arrivesAt('/sign-in/password');
    for (const [path, heading] of [
      ['/sign-in', 'Sign in'],
      ['/sign-in/password', 'Your password'],
      [server.setUpLink, 'Set up Latchkey'],
      ['/setup/AAAAAAAAAAAAAAAAAAAAAA', 'This link does not work'],
    ] as const) {
      await person.opens(path);
      const session = await page.context().newCDPSession(page);
      await Promise.all([page.waitForEvent('load'), session.send('Page.reload', { ignoreCache: true })]);
      await person.ready();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    }
  });

  test('a lazy page loads its part, and only its own', async ({ person, page }) => {
    const parts: string[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/split_')) parts.push(answer.url());
    });
    await person.opens('/sign-in');
    expect(parts.filter((part) => part.includes('email_page'))).toHaveLength(1);
    expect(parts.filter((part) => part.includes('set_up_page'))).toHaveLength(0);
  });

  test('the parts of a lazy page are asked for before the program has come', async ({ page, server }) => {
    let program = () => {};
    const held = new Promise<void>((resolve) => (program = resolve));
    await page.route('**/latchkey_bg.wasm', async (route) => {
      await held;
      await route.continue();
    });
    const part = page.waitForResponse((answer) => answer.url().includes('/split___email_page'));
    await page.goto(`${server.url}/sign-in`, { waitUntil: 'commit' });
    expect((await part).status()).toBe(200);
    program();
    await page.waitForLoadState();
    await page.evaluate(() => window.alive);
  });

  test('within the lazy pages links work without loading anew', async ({ person, page, noise }) => {
    noise.announce(/status of 404/);
    await person.opens('/setup/AAAAAAAAAAAAAAAAAAAAAA');
    const documents: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents.push(request.url());
    });
    await person.follows('Sign in');
    await person.arrivesAt('/sign-in');
    await expect(person.field('Email')).toBeVisible();
    await expect(page).toHaveTitle('Sign in · Latchkey');
    expect(documents).toEqual([]);
  });
});
