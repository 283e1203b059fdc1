// Signing out: nothing is left in the browser, and nothing is left of the session.

import { chromium } from '../support/chromium.ts';
import { both, expect, test } from '../support/test.ts';

// A browser that keeps pages for its back button, as people's do.
test.use({
  launchOptions: { ...chromium.launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
});

test.beforeEach(({ noise }) => {
  // Chromium says what it cleared.
  noise.announce(/^info: Clear-Site-Data header on .* Cleared data types: "cache", "storage"/);
});

test('signing out ends the session and clears the browser', both, async ({ person, page, context, server }) => {
  await person.opens('/account/profile');
  const cookies = await context.cookies();
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/_fn/sign-out'));
  await person.choosesInAccountMenu('Sign out');
  expect((await (await answered).allHeaders())['clear-site-data']).toBe('"cache", "storage"');
  await person.arrivesAt('/sign-in');
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('latchkey');

  // The old cookie is of no use to whoever copied it.
  await context.addCookies(cookies);
  await person.opens('/account/profile');
  await expect(page).toHaveURL(`${server.url}/sign-in?next=%2Faccount%2Fprofile`);
});

test('the back button shows nothing after signing out', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.opens('/account/profile');
  await person.sees(person.account.email);
  await person.choosesInAccountMenu('Sign out');
  await person.arrivesAt('/sign-in');

  await page.goBack();
  await person.arrivesAt(/\/sign-in\?next=/);
  await expect(page.getByText(person.account.email)).toHaveCount(0);
});
