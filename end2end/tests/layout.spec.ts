// Nothing scrolls sideways, at any width that is promised.

import type { Page } from '@playwright/test';

import { both, expect, test } from '../support/test.ts';

const WIDTHS = [320, 360, 390, 768, 1280, 1600];

/** What reaches beyond the right edge, and whether the page scrolls there. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    // Code may scroll inside itself; the rest is not seen, or not in the flow.
    const allowed = 'svg, pre, thead, .sr, .skip, [popover]:not(:popover-open)';
    const out = [...document.querySelectorAll('body *')]
      .filter((one) => one.checkVisibility() && !one.closest(allowed))
      .filter((one) => {
        const text = one.childElementCount === 0 ? one.scrollWidth : 0;
        const { left, right } = one.getBoundingClientRect();
        return Math.max(right, left + text) > root.clientWidth + 0.5;
      })
      .map((one) => `${one.tagName}.${one.className}`);
    return root.scrollWidth > root.clientWidth ? ['the page', ...out] : out;
  });
}

for (const [name, path, signedIn] of [
  ['profile', '/account/profile', true],
  ['tokens', '/account/tokens', true],
  ['preferences', '/account/preferences', true],
  ['data', '/account/data', true],
  ['home', '/', true],
  ['general', '/settings/fjordline-robotics/general', true],
  ['workspaces', '/settings/fjordline-robotics/workspaces', true],
  ['the page of nothing', '/nothing', true],
  ['sign-in', '/sign-in', false],
] as const) {
  test.describe(name, () => {
    test.use({ instance: 'demo', signedIn });

    test('fits into every width', async ({ person, page }) => {
      await person.opensAnything(path);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        expect(await tooWide(page), `${width}`).toEqual([]);
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
    expect(await tooWide(page), `${width}`).toEqual([]);
    await expect(page.locator('#me-menu')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
  }
});

test.describe('magnified to 400 percent', () => {
  test.use({ viewport: { width: 320, height: 256 }, instance: 'demo' });

  test('menus and questions can be reached to their ends', async ({ person, page }) => {
    await person.opens('/account/tokens');
    for (const [opener, last] of [
      ['Account menu, Mara Lindqvist', page.locator('#me-menu').getByRole('button', { name: 'Sign out' })],
      ['Settings menu', page.getByRole('navigation').getByRole('link', { name: 'Preferences' })],
    ] as const) {
      await person.presses(opener);
      await last.scrollIntoViewIfNeeded();
      await expect(last, opener).toBeInViewport({ ratio: 1 });
      await page.keyboard.press('Escape');
    }
    await person.types('Name', 'low');
    await person.follows('Latchkey, home');
    for (const name of ['Stay', 'Leave']) await expect(person.button(name)).toBeInViewport({ ratio: 1 });
    await person.presses('Stay');
    // The bar leaves with the page: most of the window is for what is read.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(page.getByRole('banner')).not.toBeInViewport({ ratio: 0.1 });
  });
});

test.describe('on paper', () => {
  test.use({ colorScheme: 'dark', instance: 'demo' });

  test('it is dark on light, and nothing is there to press', both, async ({ person, page }) => {
    for (const path of ['/account/profile', '/account/tokens', '/account/preferences']) {
      await person.opens(path);
      await page.emulateMedia({ media: 'print' });
      const [ground, ink] = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color].map((c) => (c.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, n) => sum + Number(n), 0));
      });
      expect(ground, path).toBeGreaterThan(700);
      expect(ink, path).toBeLessThan(200);
      await expect(page.getByRole('banner')).toBeHidden();
      await expect(page.getByRole('navigation')).toBeHidden();
      await expect(page.locator('.btn:visible')).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.emulateMedia({ media: 'screen' });
    }
  });
});

test.describe('distances are those of the design', () => {
  test.use({ instance: 'demo' });

  /** From the top of one element to the top of another. */
  async function between(page: Page, upper: string, lower: string): Promise<number> {
    // Lines of the font before it are of another height.
    await page.evaluate(() => document.fonts.ready);
    const top = (selector: string) => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().top);
    return Math.round((await top(lower)) - (await top(upper)));
  }

  test('on the page of tokens', async ({ person, page }) => {
    await person.opens('/account/tokens');
    expect(await between(page, '#expires-in', '#scopes')).toBe(112);
    // Half pixels of a table: the page of the design has 66 in some versions of Chromium, 65 in others.
    expect([65, 66]).toContain(await between(page, 'tbody tr:nth-child(2)', 'tbody tr:nth-child(3)'));
    await person.types('Name', 'measured');
    await person.presses('Generate');
    await expect(person.heading('measured is ready')).toBeVisible();
    expect(await between(page, '#new-h', '#new .copyfield')).toBe(60);
    await page.getByText('Try it in a terminal').click();
    // The line of a summary, and the space below it.
    expect(await between(page, '.disclose summary', '.disclose figure')).toBe(36 + 8);
  });

  test('on a phone', async ({ person, page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await person.opens('/account/tokens');
    // The arrow stands beside the words, not under them.
    const words = await page.locator('#create > summary > div').boundingBox();
    const arrow = await page.locator('#create > summary > .icon').boundingBox();
    expect(arrow?.x).toBeGreaterThan((words?.x ?? 0) + (words?.width ?? 0));
    await person.opens('/account/profile');
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const foot = page.locator('#name .section__foot');
      // The button, a space above and below it, and the line.
      expect(await foot.evaluate((one) => one.getBoundingClientRect().height)).toBe(44 + 2 * 12 + 1);
      await expect(foot.getByRole('status')).toHaveCount(1);
    }
  });
});
