// Nothing scrolls sideways, at any width that is promised.

import { expect, test } from '../support/test.ts';

const WIDTHS = [320, 360, 390, 768, 1280, 1600];

for (const [name, path, signedIn] of [
  ['profile', '/account/profile', true],
  ['tokens', '/account/tokens', true],
  ['the page of nothing', '/nothing', true],
  ['sign-in', '/sign-in', false],
] as const) {
  test.describe(name, () => {
    test.use({ instance: 'demo', signedIn });

    test('fits into every width', async ({ person, page }) => {
      await person.opensAnything(path);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const overflow = await page.evaluate(() => {
          const root = document.documentElement;
          const right = root.clientWidth + 0.5;
          const out = [...document.querySelectorAll('body *')]
            .filter((one) => one.checkVisibility() && !one.closest('svg, pre, .sr, .skip, [popover]'))
            .filter((one) => one.getBoundingClientRect().right > right)
            .map((one) => `${one.tagName}.${one.className}`);
          return { sideways: root.scrollWidth - root.clientWidth, out };
        });
        expect(overflow, `${width}`).toEqual({ sideways: 0, out: [] });
      }
    });
  });
}

test('a long name and a long address break and do not widen the page', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.types('Display name', 'W'.repeat(64));
  await person.presses('Save name');
  await person.sees('Saved.');
  await person.opens('/account/tokens');
  await person.types('Name', 'm'.repeat(64));
  await person.presses('Generate');
  await expect(person.heading(`${'m'.repeat(64)} is ready`)).toBeVisible();
  await person.presses('Show');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole('button', { name: /^Account menu/ }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${width}`).toBeLessThanOrEqual(0);
    await expect(page.locator('#me-menu')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
  }
});
