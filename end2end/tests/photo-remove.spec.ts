// Removing the photo: a question first, then the initials are back.

import { alive } from '../support/alive.ts';
import { isAccessible } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { file, quarters } from '../support/picture.ts';
import { both, expect, plain, test } from '../support/test.ts';

const ASKS = '/account/profile?remove-photo';
const PHOTO = file('wide.png', 'image/png', quarters(60, 40));

const dialog = (person: Person) => person.page.getByRole('dialog');
const mine = (person: Person) => person.page.locator('.me img');

/** The profile of somebody who has a photo. */
async function opensWithPhoto(person: Person): Promise<void> {
  await person.opens('/account/profile');
  const saved = await person.page.request.post('/_fn/profile/save-photo', {
    multipart: { photo: PHOTO },
    headers: { Origin: person.server.url, Accept: 'application/json' },
  });
  expect(saved.ok()).toBe(true);
  await person.reloads();
  await expect(mine(person)).toBeVisible();
}

async function asks(person: Person): Promise<void> {
  await person.follows('Remove photo');
  await person.arrivesAt(ASKS);
  await expect(person.heading('Remove your photo?')).toBeVisible();
}

test('removing asks, says what follows, and brings the initials back', both, async ({ person, page }) => {
  await opensWithPhoto(person);
  await asks(person);
  await expect(dialog(person)).toHaveAccessibleName('Remove your photo?');
  await expect(dialog(person)).toHaveAccessibleDescription(
    'Everybody sees your initials in its place. To have it back, you need its file.',
  );
  if (person.scripted) await expect(person.link('Keep photo')).toBeFocused();
  if (person.scripted) await isAccessible(person, 'the question');
  await person.presses('Remove photo');
  await person.arrivesAt('/account/profile');
  await expect(dialog(person)).toHaveCount(0);
  await expect(mine(person)).toHaveCount(0);
  await expect(page.locator('.me')).toHaveText('AO');
  await expect(person.link('Remove photo')).toHaveCount(0);
  await person.sees('Photo removed');
  if (person.scripted) await expect(person.button('Edit avatar')).toBeFocused();
});

test('Keep photo keeps it', both, async ({ person }) => {
  await opensWithPhoto(person);
  await asks(person);
  await person.follows('Keep photo');
  await person.arrivesAt('/account/profile');
  await expect(dialog(person)).toHaveCount(0);
  await expect(mine(person)).toBeVisible();
  if (person.scripted) await expect(person.link('Remove photo')).toBeFocused();
});

test('Esc and Back keep it, and give the focus back', async ({ person, page }) => {
  await opensWithPhoto(person);
  await person.types('First name', 'Typed');
  await asks(person);
  await page.keyboard.press('Escape');
  await person.arrivesAt('/account/profile');
  await expect(dialog(person)).toHaveCount(0);
  await expect(person.link('Remove photo')).toBeFocused();
  await asks(person);
  await page.goBack();
  await person.arrivesAt('/account/profile');
  await expect(dialog(person)).toHaveCount(0);
  await expect(person.link('Remove photo')).toBeFocused();
  await page.goForward();
  await expect(person.heading('Remove your photo?')).toBeVisible();
  await expect(person.field('First name'), 'nothing was loaded anew').toHaveValue('Typed');
  await expect(mine(person)).toBeVisible();
});

test('the question has an address, and comes to life with its page', both, async ({ person, page }) => {
  await opensWithPhoto(person);
  await person.opens(ASKS);
  await expect(person.heading('Remove your photo?')).toBeVisible();
  if (person.scripted) {
    expect(await dialog(person).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
    await expect(person.link('Keep photo')).toBeFocused();
    await page.keyboard.press('Escape');
  } else {
    await person.follows('Keep photo');
  }
  await person.arrivesAt('/account/profile');
  await expect(mine(person)).toBeVisible();
});

test('without a photo there is nothing to ask', both, async ({ person }) => {
  await person.opens(ASKS);
  await expect(person.heading('Profile')).toBeVisible();
  await expect(dialog(person)).toHaveCount(0);
});

test('after that Back does not lead to the question', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await opensWithPhoto(person);
  await asks(person);
  await person.presses('Remove photo');
  await person.sees('Photo removed');
  await person.arrivesAt('/account/profile');
  await page.goBack();
  await person.arrivesAt('/account/profile');
  await page.goForward();
  await person.arrivesAt('/account/profile');
  await expect(dialog(person)).toHaveCount(0);
});

test('when it fails, the question says so and the photo stays', both, async ({ person, page, context, noise }) => {
  noise.announce(/status of 401/);
  await opensWithPhoto(person);
  await asks(person);
  if (person.scripted) {
    noise.announce(/ERR_INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await dialog(person).getByRole('button', { name: 'Remove photo' }).click({ force: true });
    await expect(dialog(person).getByRole('alert')).toContainText('You are offline.');
    await context.setOffline(false);
  }
  await expect(dialog(person)).toBeVisible();
  await expect(mine(person)).toBeVisible();
  await page.keyboard.press('Escape');
});

test('what is being cut meanwhile stays', async ({ person, page }) => {
  await opensWithPhoto(person);
  await person.presses('Edit avatar');
  await page.locator('#photo-file').setInputFiles(PHOTO);
  await expect(page.getByRole('application')).toBeFocused();
  await asks(person);
  await dialog(person).getByRole('button', { name: 'Remove photo' }).click();
  await person.sees('Photo removed');
  await expect(page.getByText('Preview')).toBeVisible();
  await expect(mine(person)).toHaveCount(0);
  await expect(person.link('Remove photo')).toHaveCount(0);
  await person.presses('Save photo');
  await expect(mine(person)).toBeVisible();
  await asks(person);
  await dialog(person).getByRole('button', { name: 'Remove photo' }).click();
  await expect(mine(person)).toHaveCount(0);
  await expect(person.button('Edit avatar'), 'nothing is being cut any more').toBeFocused();
});

test('on a slow network the page stays as it is until the question has come', async ({ person, page }) => {
  await opensWithPhoto(person);
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/split_remove_photo*', async (route) => {
    await held;
    await route.continue();
  });
  await person.follows('Remove photo');
  await expect(page.locator('html'), 'it is coming').toHaveAttribute('data-loads');
  await expect(page.locator('main')).not.toHaveAttribute('data-waits');
  await expect(mine(person)).toBeVisible();
  comes();
  await expect(person.heading('Remove your photo?')).toBeVisible();
  await expect(person.link('Keep photo')).toBeFocused();
});

test('it asks for its part of the program at once', async ({ person, page }) => {
  await opensWithPhoto(person);
  const loaded: string[] = [];
  page.on('request', (request) => {
    const name = /\/((chunk|split)_\w+\.wasm)$/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  await page.goto(ASKS);
  await alive(page);
  const links = await page.locator('link[rel=preload][as=fetch]').evaluateAll((all) => all.map((one) => (one as HTMLLinkElement).href));
  const asked = links.map((href) => href.split('/').at(-1) ?? '').filter((name) => !name.startsWith('latchkey_bg'));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.sort()).toEqual([...new Set(loaded)].sort());
});

test('without script the page under the question is not lost', plain, async ({ person }) => {
  await opensWithPhoto(person);
  await asks(person);
  await expect(person.field('First name')).toHaveValue('Ada');
});
