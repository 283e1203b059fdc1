// Every page, loaded from nothing and reloaded past every cache, comes to life.

import type { Page, Request } from '@playwright/test';

import { alive } from '../support/alive.ts';
import { both, expect, test } from '../support/test.ts';

const IN = [
  ['/account/profile', 'Profile'],
  ['/account/tokens', 'API tokens'],
  ['/account/preferences', 'Preferences'],
  ['/account/notifications', 'Notifications'],
  ['/account/data', 'Your data'],
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

/** The parts that a page loads, and those that it asks for in its head. */
async function parts(page: Page, path: string): Promise<{ loaded: string[]; asked: string[] }> {
  const names = new Set<string>();
  const note = (request: Request) => {
    const name = /\/((chunk|split)_\w+)\.wasm$/.exec(request.url())?.[1];
    if (name) names.add(name);
  };
  page.on('request', note);
  await page.goto(path);
  await alive(page);
  page.off('request', note);
  const links = await page.locator('link[rel=preload][as=fetch]').evaluateAll((all) => all.map((one) => (one as HTMLLinkElement).href));
  const asked = links.map((href) => /([^/]+)\.wasm$/.exec(href)?.[1] ?? '').filter((name) => name !== 'latchkey_bg');
  return { loaded: [...names].sort(), asked: asked.sort() };
}

test('a lazy page asks for all its parts at once, and for no others', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'dialog');
  await person.presses('Generate');
  const address = (await page.locator('a[href$="/rename"]').getAttribute('href')) ?? '';
  page.on('dialog', (dialog) => void dialog.accept());
  for (const path of ['/account/tokens', '/account/preferences', '/account/notifications', '/account/data', address]) {
    const { loaded, asked } = await parts(page, path);
    expect(asked.length, path).toBeGreaterThan(0);
    expect(asked, path).toEqual(loaded);
  }
  expect((await parts(page, '/account/profile')).asked).toEqual([]);
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

  test('the lazy pages ask for all their parts at once', async ({ person, page, server, noise }) => {
    noise.announce(/status of 404/);
    for (const path of ['/sign-in', server.setUpLink, '/setup/AAAAAAAAAAAAAAAAAAAAAA']) {
      const { loaded, asked } = await parts(page, path);
      expect(asked.length, path).toBeGreaterThan(0);
      expect(asked, path).toEqual(loaded);
    }
    await person.opens('/sign-in');
    await person.types('Email', 'ada@fjordline.example');
    await person.presses('Continue');
    await person.arrivesAt('/sign-in/password');
    const { loaded, asked } = await parts(page, '/sign-in/password');
    expect(asked).toEqual(loaded);
  });

  test('a lazy page loads its part, and only its own', async ({ person, page }) => {
    const parts: string[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/split_')) parts.push(answer.url());
    });
    await person.opens('/sign-in');
    expect(parts.filter((part) => part.includes('sign_in_page'))).toHaveLength(1);
    expect(parts.filter((part) => part.includes('joining_page'))).toHaveLength(0);
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
