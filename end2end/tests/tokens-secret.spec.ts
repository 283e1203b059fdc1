// A new token: masked, shown, copied, and gone for good.

import type { Person } from '../support/person.ts';
import { both, expect, plain, test } from '../support/test.ts';

const TOKEN = /lk_pat_[0-9A-Za-z]{36}/;
const output = (person: Person) => person.page.getByRole('status', { name: 'New token' });
/** Not the one that copies the example. */
const copy = (person: Person) => person.page.locator('#new .copyfield').getByRole('button', { name: 'Copy' });

async function makes(person: Person, name: string): Promise<void> {
  await person.opens('/account/tokens');
  await person.types('Name', name);
  await person.presses('Generate');
  await expect(person.heading(`${name} is ready`)).toBeVisible();
  await person.ready();
}

/** The status that the API answers to this token. */
async function apiAnswers(person: Person, token: string): Promise<number> {
  const answer = await fetch(`${person.server.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  return answer.status;
}

test('it is masked, and not in the page before Show', async ({ person, page }) => {
  await makes(person, 'hidden');
  await expect(output(person)).toContainText('lk_pat_••••••••••••••••');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toMatch(TOKEN);

  await person.presses('Show');
  await expect(output(person).getByText(TOKEN)).toBeVisible();
  await expect(person.button('Hide')).toHaveAttribute('aria-pressed', 'true');
  await person.presses('Hide');
  await expect(person.button('Show')).toHaveAttribute('aria-pressed', 'false');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toMatch(TOKEN);
});

test('it is nowhere that outlives the page', async ({ person, page, context }) => {
  await makes(person, 'nowhere');
  await person.presses('Show');
  const token = await output(person).getByText(TOKEN).innerText();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state]));
  expect(kept).not.toContain(token);
  expect(JSON.stringify(await context.cookies())).not.toContain(token);
});

test('Copy works while it is masked, is announced, and what was copied works', async ({ person, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: person.server.url });
  await makes(person, 'copied');
  await copy(person).click();
  await expect(page.getByRole('status').filter({ hasText: /^Token copied$/ })).toHaveCount(1);
  await expect(person.button('Copied')).toBeVisible();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expect(token).toMatch(new RegExp(`^${TOKEN.source}$`));
  await expect(output(person)).toContainText(token.slice(-4));
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(token);
  await expect(person.button('Copied')).toBeHidden();

  const answer = await fetch(`${person.server.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  expect(JSON.stringify(await answer.json())).toContain(person.account.email);
});

test('when the browser refuses the clipboard, the token is shown and selected', async ({ person, page, context }) => {
  // Chromium grants only what is listed, and refuses the rest.
  await context.grantPermissions(['clipboard-read'], { origin: person.server.url });
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await makes(person, 'refused');
  await copy(person).click();
  await expect(page.getByRole('alert')).toHaveText('Copy did not work. Select the token and copy it yourself.');
  await expect(output(person).getByText(TOKEN)).toBeVisible();
  const token = await output(person).getByText(TOKEN).innerText();
  await expect.poll(() => page.evaluate(() => getSelection()?.toString().trim())).toBe(token);
  await expect(page.getByText('Token copied')).toHaveCount(0);
  expect(await apiAnswers(person, token)).toBe(200);
});

test('Try it in a terminal shows a call that can be made', both, async ({ person, page }) => {
  await makes(person, 'curl');
  await page.getByText('Try it in a terminal').click();
  const code = page.locator('#new pre');
  await expect(code).toBeVisible();
  await expect(code).toContainText(`${person.server.url}/api/v1/me`);
  await expect(code).toContainText('"Authorization: Bearer $LATCHKEY_TOKEN"');
});

test('after a reload it is gone for good', async ({ person, page }) => {
  await makes(person, 'gone');
  await person.presses('Show');
  const token = await output(person).getByText(TOKEN).innerText();
  await person.reloads();
  await expect(page.locator('#new')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /gone/ })).toBeVisible();
  expect(await page.content()).not.toContain(token);
  expect(await apiAnswers(person, token)).toBe(200);
});

test('Done puts it away', both, async ({ person, page }) => {
  await makes(person, 'done');
  await person.presses('Done');
  await expect(page.locator('#new')).toHaveCount(0);
  if (person.scripted) await expect(person.heading('Your tokens')).toBeFocused();
  await person.reloads();
  await expect(page.locator('#new')).toHaveCount(0);
  expect(await page.content()).not.toMatch(TOKEN);
});

test('leaving with a token that nobody has taken asks, and stays or goes', async ({ person, page }) => {
  await makes(person, 'untaken');
  await person.follows('Profile');
  await expect(page.getByRole('dialog', { name: 'Go on without the new token?' })).toBeVisible();
  await person.presses('Stay');
  await expect(person.heading('untaken is ready')).toBeVisible();
  await expect(page).toHaveURL('/account/tokens');
  await person.follows('Profile');
  await person.presses('Leave');
  await person.arrivesAt('/account/profile');
});

test('a token that was shown, or put away, can be left', async ({ person, page }) => {
  page.on('dialog', (dialog) => {
    throw new Error(dialog.message());
  });
  await makes(person, 'shown');
  await person.presses('Show');
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
  await makes(person, 'away');
  await person.presses('Done');
  await expect(page.locator('#new')).toHaveCount(0);
  await person.follows('Profile');
  await person.arrivesAt('/account/profile');
});

test('a reload asks, too', async ({ person, page }) => {
  await makes(person, 'untaken');
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await reloaded;
  await expect(page.locator('#new')).toHaveCount(0);
});

test('without script it is masked too, and a checkbox shows it', plain, async ({ person, page }) => {
  await makes(person, 'plain');
  await expect(output(person).getByText(TOKEN)).toBeHidden();
  await expect(output(person).getByText('lk_pat_••••••••••••••••')).toBeVisible();
  await page.locator('#new').getByText('Show', { exact: true }).click();
  await expect(output(person).getByText(TOKEN)).toBeVisible();
  const token = await output(person).getByText(TOKEN).innerText();
  expect(await apiAnswers(person, token)).toBe(200);
  await page.locator('#new').getByText('Hide', { exact: true }).click();
  await expect(output(person).getByText(TOKEN)).toBeHidden();
  await expect(copy(person)).toBeHidden();
});

test('without script a reload loses it, too', plain, async ({ person, page }) => {
  await makes(person, 'once');
  await expect(page.locator('#new')).toHaveCount(1);
  await person.reloads();
  await expect(page.locator('#new')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /once/ })).toBeVisible();
  expect(await page.content()).not.toMatch(TOKEN);
});

test('without script nobody else gets to see it', plain, async ({ person, browser, page }) => {
  await makes(person, 'mine');
  await page.locator('#new').getByText('Show', { exact: true }).click();
  const token = await output(person).getByText(TOKEN).innerText();
  const stranger = await browser.newContext();
  const answer = await stranger.request.get(`${person.server.url}/account/tokens`);
  expect(await answer.text()).not.toContain(token);
  await stranger.close();
});

test('a token made without script waits for the page that came to life meanwhile', async ({ person, page }) => {
  await person.opens('/account/tokens');
  await page.route('**/*.wasm', (route) => new Promise((resolve) => setTimeout(() => resolve(route.continue()), 1_500)));
  await page.reload({ waitUntil: 'commit' });
  await person.types('Name', 'early');
  await person.presses('Generate');
  await expect(person.heading('early is ready')).toBeVisible();
  await person.ready();
  await page.locator('#new').getByText('Show', { exact: true }).click();
  const token = await output(person).getByText(TOKEN).innerText();
  expect(await apiAnswers(person, token)).toBe(200);
  await person.presses('Done');
  await expect(page.locator('#new')).toHaveCount(0);
});
