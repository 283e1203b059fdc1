// The frame around every page: addresses, titles, focus, side navigation.

import { both, expect, test } from '../support/test.ts';

test('the account leads to the profile', both, async ({ person }) => {
  await person.opens('/account');
  await person.arrivesAt('/account/profile');
});

test('every page has a title and one first heading', both, async ({ person, page }) => {
  for (const [path, title, heading] of [
    ['/account/profile', 'Profile · Latchkey', 'Profile'],
    ['/account/tokens', 'API tokens · Latchkey', 'API tokens'],
    ['/nothing/here', 'Not found · Latchkey', 'Not found'],
  ] as const) {
    await person.opensAnything(path);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  }
});

test('the first tab stop leads past the navigation', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await page.keyboard.press('Tab');
  await expect(person.link('Skip to content')).toBeFocused();
  await expect(person.link('Skip to content')).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account/tokens#main');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  const inMain = page.getByRole('main').locator(':focus');
  await expect(inMain).toHaveCount(1);
});

test('landmarks are named', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('navigation', { name: 'Settings' })).toBeVisible();
  for (const name of ['Name', 'Email']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }
});

test('the side navigation leads through the pages and shows where one is', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  const nav = page.getByRole('navigation', { name: 'Settings' });
  const current = nav.locator('[aria-current=page]');
  await expect(current).toHaveText('Profile');
  await nav.getByRole('link', { name: 'API tokens' }).click();
  await person.arrivesAt('/account/tokens');
  await expect(current).toHaveText('API tokens');
  await expect(page).toHaveTitle('API tokens · Latchkey');
  await page.goBack();
  await person.arrivesAt('/account/profile');
  await expect(current).toHaveText('Profile');
  await expect(page).toHaveTitle('Profile · Latchkey');
});

test('within the app no page is loaded anew, and the new page has the focus', async ({ person, page }) => {
  await person.opens('/account/profile');
  const documents: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents.push(request.url());
  });
  await person.follows('API tokens');
  await expect(person.heading('Your tokens')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await person.follows('Profile');
  await expect(person.field('First name')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  expect(documents).toEqual([]);
});

test('the mark leads home', both, async ({ person }) => {
  await person.opens('/account/tokens');
  await person.follows('Latchkey, home');
  await person.arrivesAt('/');
});

test('an address with nothing behind it is answered with 404 and a way back', both, async ({ person, page, noise }) => {
  noise.announce(/status of 404/);
  for (const path of ['/nothing', '/account/nothing']) {
    const answer = await person.opens(path);
    expect(answer.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
    await person.sees('There is nothing at this address.');
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    // Whoever is signed in stays in the settings.
    await expect(page.getByRole('navigation', { name: 'Settings' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Account menu/ })).toBeVisible();
  }
  await person.follows('Go to your profile');
  await person.arrivesAt('/account/profile');
});

test('a missing file is missing', async ({ context, server }) => {
  for (const path of ['/pkg/nothing.js', '/pkg/../site.json', '/api/v1/nothing']) {
    expect((await context.request.get(server.url + path)).status(), path).toBe(404);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the navigation is a sheet that opens and closes on navigation', both, async ({ person, page }) => {
    await person.opens('/account/profile');
    const nav = page.getByRole('navigation', { name: 'Settings' });
    await expect(nav).toBeHidden();
    await person.presses('Settings menu');
    await expect(nav).toBeVisible();
    await nav.getByRole('link', { name: 'API tokens' }).click();
    await person.arrivesAt('/account/tokens');
    await expect(nav).toBeHidden();
    await expect(person.heading('API tokens')).toBeInViewport();
  });

  test('the sheet closes on Esc, on its button and on a tap beside it', both, async ({ person, page }) => {
    await person.opens('/account/profile');
    const nav = page.getByRole('navigation', { name: 'Settings' });
    const opener = person.button('Settings menu');
    await opener.click();
    await expect(nav).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(nav).toBeHidden();
    await expect(opener).toBeFocused();
    await opener.click();
    await person.presses('Close menu');
    await expect(nav).toBeHidden();
    await opener.click();
    await expect(nav).toBeVisible();
    await page.mouse.click(380, 600);
    await expect(nav).toBeHidden();
  });

  test('the current page in the sheet closes it, too', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.presses('Settings menu');
    const nav = page.getByRole('navigation', { name: 'Settings' });
    await nav.getByRole('link', { name: 'Profile' }).click();
    await expect(nav).toBeHidden();
  });

  test('the sheet does not stay when there is room for the navigation', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.presses('Settings menu');
    await page.setViewportSize({ width: 1280, height: 900 });
    const nav = page.getByRole('navigation', { name: 'Settings' });
    await expect(nav).toBeVisible();
    // The browser tells the page of the new width a moment later.
    await expect(page.locator('nav:popover-open')).toHaveCount(0);
  });

  test('everything to touch is large enough', both, async ({ person, page }) => {
    for (const path of ['/account/profile', '/account/tokens']) {
      await person.opens(path);
      const small = await page.locator('button, input:not([type=hidden], .sr), summary, .brand').evaluateAll((all) =>
        all
          .map((one) => (one.closest('label') ?? one).getBoundingClientRect())
          .filter((box) => box.height > 0 && box.height < 44)
          .map((box) => Math.round(box.height)),
      );
      expect(small, path).toEqual([]);
    }
  });
});
