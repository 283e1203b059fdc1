// Leaving a page that holds something: it is asked once, in a dialog of ours.

import type { Locator, Page } from '@playwright/test';

import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const UNSAVED = 'Leave without saving?';
const UNMADE = 'Leave without generating?';
const UNCOPIED = 'Go on without the new token?';

const question = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

/** A dialog of the browser's own is never asked by. */
test.beforeEach(({ page }) => {
  page.on('dialog', (dialog) => {
    throw new Error(`the browser asked: ${dialog.type()} ${dialog.message()}`);
  });
});

async function typesAName(person: Person): Promise<void> {
  await person.types('Display name', 'Not saved');
  await person.sees('You have unsaved changes.');
}

/** What leads away is pressed, and one stays. */
async function stays(person: Person, name: string): Promise<void> {
  await expect(question(person.page, name)).toBeVisible();
  await expect(person.button('Stay')).toBeFocused();
  await person.presses('Stay');
  await expect(question(person.page, name)).toBeHidden();
}

async function leaves(person: Person, name: string): Promise<void> {
  await expect(question(person.page, name)).toBeVisible();
  await person.presses('Leave');
  await expect(question(person.page, name)).toBeHidden();
}

test('a link asks what would be lost; one stays by the safe button or Esc, or leaves', async ({ person, page }) => {
  await person.opens('/account/profile');
  await typesAName(person);
  await person.follows('API tokens');
  await expect(question(page, UNSAVED)).toHaveAccessibleDescription('Your changes will be lost.');
  await stays(person, UNSAVED);
  await expect(person.link('API tokens')).toBeFocused();
  await expect(page).toHaveURL('/account/profile');
  await expect(person.field('Display name')).toHaveValue('Not saved');

  await person.link('API tokens').press('Enter');
  await expect(person.button('Stay')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question(page, UNSAVED)).toBeHidden();
  await expect(person.field('Display name')).toHaveValue('Not saved');

  await person.follows('API tokens');
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/tokens');
  await expect(page.getByRole('main')).toBeFocused();
  await person.follows('Profile');
  await expect(person.field('Display name')).toHaveValue(person.account.displayName);
});

test('Back and Forward ask, and the history is what it was, or moves on', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await expect(person.field('Display name')).toBeVisible();
  await person.follows('Preferences');
  await person.arrivesAt('/account/preferences');
  await page.goBack();
  await person.arrivesAt('/account/profile');
  const entries = await page.evaluate(() => history.length);
  await typesAName(person);

  await page.goBack();
  await stays(person, UNSAVED);
  await expect(page).toHaveURL('/account/profile');
  await page.goForward();
  await stays(person, UNSAVED);
  await expect(page).toHaveURL('/account/profile');
  await expect(person.field('Display name')).toHaveValue('Not saved');
  expect(await page.evaluate(() => history.length)).toBe(entries);

  await page.goForward();
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/preferences');
  await page.goBack();
  await person.arrivesAt('/account/profile');
  await expect(person.field('Display name')).toHaveValue(person.account.displayName);
  await typesAName(person);
  await page.goBack();
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/tokens');
  await expect(person.heading('API tokens')).toBeVisible();
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await page.goForward();
  await person.arrivesAt('/account/profile');
  await page.goForward();
  await person.arrivesAt('/account/preferences');
});

test('a leap over several pages asks, too', async ({ person, page }) => {
  await person.opens('/account/preferences');
  await person.follows('API tokens');
  await person.arrivesAt('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await typesAName(person);
  await page.evaluate(() => history.go(-2));
  await stays(person, UNSAVED);
  await expect(page).toHaveURL('/account/profile');
  await page.evaluate(() => history.go(-2));
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/preferences');
  await expect(person.heading('Preferences')).toBeVisible();
});

test('pressing Back again while it is asked changes nothing', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await typesAName(person);
  await page.goBack();
  await expect(question(page, UNSAVED)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/account/profile');
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/tokens');
});

test('signing out asks', async ({ person, page, noise }) => {
  noise.announce(/^info: Clear-Site-Data header/);
  await person.opens('/account/profile');
  await typesAName(person);
  await person.choosesInAccountMenu('Sign out');
  await stays(person, UNSAVED);
  await expect(page).toHaveURL('/account/profile');
  await expect(person.field('Display name')).toHaveValue('Not saved');
  await person.choosesInAccountMenu('Sign out');
  await leaves(person, UNSAVED);
  await person.arrivesAt('/sign-in');
});

test('a link of the account menu asks', async ({ person, page }) => {
  await person.opens('/account/preferences');
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo');
  await person.choosesInAccountMenu('Account settings');
  await stays(person, UNSAVED);
  // The menu is closed by the dialog; its button has the focus, or the page would lose it.
  await expect(page.getByRole('button', { name: /^Account menu/ })).toBeFocused();
  await person.choosesInAccountMenu('Account settings');
  await leaves(person, UNSAVED);
  await person.arrivesAt('/account/profile');
});

test('a link that is opened in another tab leaves nothing', async ({ person, page, context }) => {
  await person.opens('/account/profile');
  await typesAName(person);
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    person.link('API tokens').click({ modifiers: ['ControlOrMeta'] }),
  ]);
  await expect(tab).toHaveURL('/account/tokens');
  await tab.close();
  await expect(question(page, UNSAVED)).toHaveCount(0);
});

test('it is not asked when all is saved, or was put back', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.types('Display name', 'Saved');
  await person.presses('Save name');
  await person.sees('Saved.');
  await person.types('Display name', 'Discarded');
  await person.presses('Discard');
  await person.follows('API tokens');
  await person.arrivesAt('/account/tokens');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('it is asked when there is no network any more', async ({ person, page, context, noise }) => {
  noise.announce(/ERR_INTERNET_DISCONNECTED/);
  await person.opens('/account/tokens');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  const came = page.waitForResponse(/split_over_any_page/);
  await typesAName(person);
  await came;
  await context.setOffline(true);
  await page.goBack();
  await stays(person, UNSAVED);
  await context.setOffline(false);
});

test.describe('by closing the window', () => {
  test('the browser asks', async ({ person, page }) => {
    page.removeAllListeners('dialog');
    await person.opens('/account/profile');
    await typesAName(person);
    const asked = page.waitForEvent('dialog');
    const reloaded = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloaded;
  });
});

test.describe('on the page of tokens', () => {
  test('a name that was typed is asked for', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.types('Name', 'half-made');
    await person.follows('Profile');
    await expect(question(page, UNMADE)).toHaveAccessibleDescription('What you chose for the new token will be lost.');
    await stays(person, UNMADE);
    await expect(person.field('Name')).toHaveValue('half-made');
    await person.types('Name', '');
    await person.follows('Profile');
    await person.arrivesAt('/account/profile');
  });

  for (const [what, choose] of [
    ['a lifetime', (page: Page) => page.getByRole('radio', { name: '90 days' }).check()],
    ['a scope', (page: Page) => page.getByRole('checkbox', { name: 'Write' }).check()],
  ] as const) {
    test(`${what} that was chosen is asked for`, async ({ person, page }) => {
      await person.opens('/account/tokens');
      await choose(page);
      await person.follows('Profile');
      await leaves(person, UNMADE);
      await person.arrivesAt('/account/profile');
    });
  }

  test('a dialog about a token is no leaving, and the form stays', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.types('Name', 'first');
    await person.presses('Generate');
    await person.presses('Show');
    await page.locator('#create > summary').click();
    await person.types('Name', 'second');
    await person.choosesInRow('first', 'Rename');
    await expect(page.getByRole('dialog', { name: 'Rename first' })).toBeVisible();
    await page.goBack();
    await person.arrivesAt('/account/tokens');
    await expect(person.field('Name')).toHaveValue('second');
    await person.follows('Profile');
    await leaves(person, UNMADE);
    await person.arrivesAt('/account/profile');
  });

  test('a token that nobody has copied comes before what was typed since', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.types('Name', 'first');
    await person.presses('Generate');
    await expect(person.heading('first is ready')).toBeVisible();
    await page.locator('#create > summary').click();
    await person.types('Name', 'second');
    await person.follows('Profile');
    await expect(question(page, UNCOPIED)).toHaveAccessibleDescription(
      'You have not copied it, and it will not be shown again.',
    );
    await stays(person, UNCOPIED);
    // Generating another takes the first away, not what was typed.
    await person.presses('Generate');
    await stays(person, UNCOPIED);
    await person.presses('Generate');
    await leaves(person, UNCOPIED);
    await expect(person.heading('second is ready')).toBeVisible();
    await person.presses('Show');
    await person.follows('Profile');
    await person.arrivesAt('/account/profile');
  });

  test('after a try that failed what was typed is still asked for', async ({ person, noise }) => {
    noise.announce(/422/);
    await person.opens('/account/tokens');
    await person.types('Name', 'first');
    await person.presses('Generate');
    await expect(person.heading('first is ready')).toBeVisible();
    await person.page.locator('#create > summary').click();
    await person.types('Name', 'first');
    await person.presses('Generate');
    await leaves(person, UNCOPIED);
    await person.isToldAbout('Name', 'You already have a token with this name.');
    await person.follows('Profile');
    await stays(person, UNMADE);
  });
});

test.describe('where there is one token at a time', () => {
  test.use({ settings: { LATCHKEY_TOKENS_LIMIT: '1' } });

  test('Save asks about what was chosen and not generated', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await page.getByRole('radio', { name: '90 days' }).check();
    await person.presses('Save');
    await stays(person, UNMADE);
    await person.presses('Save');
    await leaves(person, UNMADE);
    await person.arrivesAt('/');
  });
});

test('a photo that was not saved is asked for', async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.presses('Edit avatar');
  await page.locator('#photo-file').setInputFiles({
    name: 'dot.png',
    mimeType: 'image/png',
    buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64'),
  });
  await person.follows('API tokens');
  await stays(person, UNSAVED);
  await person.presses('Cancel');
  await person.follows('API tokens');
  await person.arrivesAt('/account/tokens');
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page }) => {
      await person.opens('/account/tokens');
      await person.types('Name', 'half-made');
      await page.getByRole('link', { name: 'Latchkey, home' }).click();
      await expect(question(page, UNMADE)).toBeVisible();
      await isAccessible(person, 'asked');
    });
  });
}
