// Menus: opened by click or key, walked by arrows and letters, focus back at the end.

import { both, expect, test } from '../support/test.ts';

test.use({ instance: 'demo' });

type Box = { y: number; height: number } | null;

/** How far a menu stands above or below its button. */
function distance(menu: Box, button: Box): number {
  if (!menu || !button) return Infinity;
  return Math.max(menu.y - (button.y + button.height), button.y - (menu.y + menu.height));
}

test('the account menu tells who is signed in and leads to the settings', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.button('Account menu, Mara Lindqvist').click();
  const menu = page.locator('#me-menu');
  await expect(menu).toBeVisible();
  await expect(menu).toContainText('Mara Lindqvist');
  await expect(menu).toContainText('mara@fjordline.example');
  await menu.getByRole('link', { name: 'Account settings' }).click();
  await person.arrivesAt('/account/profile');
  await expect(menu).toBeHidden();
});

test('the bell leads to all that there is to know', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.button('Notifications, 5 unread').click();
  const menu = page.locator('#bell-menu');
  await menu.getByRole('link', { name: 'All notifications' }).click();
  await person.arrivesAt('/account/notifications');
  await expect(menu).toBeHidden();
});

test('one menu at a time; a click beside it closes it', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  const [bell, account] = [page.locator('#bell-menu'), page.locator('#me-menu')];
  await person.button('Notifications, 5 unread').click();
  await expect(bell).toBeVisible();
  await person.button('Account menu, Mara Lindqvist').click();
  await expect(bell).toBeHidden();
  await expect(account).toBeVisible();
  await page.mouse.click(5, 800);
  await expect(account).toBeHidden();
});

test('arrows, Home and End walk through a menu, and around', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.button('Account menu, Mara Lindqvist').focus();
  await page.keyboard.press('Enter');
  const menu = page.locator('#me-menu');
  const item = (name: RegExp) => menu.getByRole('link', { name }).or(menu.getByRole('button', { name }));
  await expect(item(/^Account settings/)).toBeFocused();
  for (const [key, name] of [
    ['ArrowDown', /^Appearance/],
    ['ArrowDown', /^Sign out/],
    ['ArrowDown', /^Account settings/],
    ['ArrowUp', /^Sign out/],
    ['Home', /^Account settings/],
    ['End', /^Sign out/],
    ['ArrowUp', /^Appearance/],
  ] as const) {
    await page.keyboard.press(key);
    await expect(item(name), key).toBeFocused();
  }
});

test('letters jump to the item that begins with them', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.button('Account menu, Mara Lindqvist').click();
  const focused = page.locator('#me-menu :focus');
  await page.keyboard.press('s');
  await expect(focused).toHaveText('Sign out');
  await page.waitForTimeout(700);
  await page.keyboard.type('ap');
  await expect(focused).toHaveText(/^Appearance/);
  await page.waitForTimeout(700);
  await page.keyboard.press('z');
  await expect(focused).toHaveText(/^Appearance/);
});

for (const [name, menu] of [
  ['Notifications, 5 unread', '#bell-menu'],
  ['Account menu, Mara Lindqvist', '#me-menu'],
  ['Actions for laptop-cli', '[popover]:popover-open'],
] as const) {
  test(`Esc closes the menu of "${name}" and gives the focus back`, both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.button(name).click();
    await expect(page.locator(menu)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator(menu)).toBeHidden();
    await expect(person.button(name)).toBeFocused();
  });
}

test('Tab out of a menu closes it', async ({ person, page }) => {
  await person.opens('/account/profile');
  const [bell, account] = [page.locator('#bell-menu'), page.locator('#me-menu')];
  await person.button('Account menu, Mara Lindqvist').click();
  await expect(account.getByRole('link')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(account).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(account.getByRole('button', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(account).toBeHidden();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Profile' })).toBeFocused();

  await person.button('Notifications, 5 unread').click();
  await expect(bell.getByRole('link')).toHaveCount(6);
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+Tab');
  await expect(bell).toBeHidden();
  await expect(person.button('Notifications, 5 unread')).toBeFocused();
});

test('menus stay within the window', async ({ person, page }) => {
  await person.opens('/account/tokens');
  for (const width of [320, 360, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    for (const name of ['Notifications, 5 unread', 'Account menu, Mara Lindqvist', 'Actions for terraform-staging']) {
      await person.button(name).click();
      const menu = page.locator('[popover]:popover-open');
      await expect(menu).toBeInViewport({ ratio: 1 });
      const box = await menu.boundingBox();
      const button = await person.button(name).boundingBox();
      expect(box?.x, `left of "${name}" at ${width}`).toBeGreaterThanOrEqual(12);
      expect((box?.x ?? 0) + (box?.width ?? 0), `right of "${name}" at ${width}`).toBeLessThanOrEqual(width - 12);
      expect(distance(box, button), `"${name}" from its button at ${width}`).toBeLessThanOrEqual(6);
      await page.keyboard.press('Escape');
    }
  }
});

test('without anything to tell the bell says so', async ({ person, page }) => {
  await person.opens('/account/notifications');
  await person.presses('Mark all as read');
  await person.button('Notifications').click();
  await expect(page.locator('#bell-menu')).toContainText('Nothing new');
});
