// The profile: what is saved, what is not yet, and what somebody else saved meanwhile.

import { both, expect, plain, test } from '../support/test.ts';

const UNSAVED = 'You have unsaved changes.';

test('the name is saved, and everybody sees it at once', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  await expect(person.field('First name')).toHaveValue('Ada');
  await expect(person.field('Last name (optional)')).toHaveValue('Okafor');
  await expect(person.field('Display name')).toHaveValue('Ada Okafor');
  await person.types('First name', 'Adaeze');
  await person.types('Last name (optional)', '');
  await person.types('Display name', 'Adaeze O.');
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.button('Account menu, Adaeze O.')).toBeVisible();

  await person.reloads();
  await expect(person.field('First name')).toHaveValue('Adaeze');
  await expect(person.field('Last name (optional)')).toHaveValue('');
  await expect(person.field('Display name')).toHaveValue('Adaeze O.');
  await expect(page.getByText('Saved.')).toHaveCount(0);
});

test('names are tidied', both, async ({ person }) => {
  await person.opens('/account/profile');
  await person.types('Display name', '  Ada   of  Lagos ');
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.field('Display name')).toHaveValue('Ada of Lagos');
});

test('markup in a name is text', both, async ({ person, page }) => {
  const name = '<img src=x onerror=alert(1)> {{7*7}} &amp;';
  await person.opens('/account/profile');
  await person.types('Display name', name);
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.button(`Account menu, ${name}`)).toBeVisible();
  await person.reloads();
  await expect(person.field('Display name')).toHaveValue(name);
  await expect(page.locator('img')).toHaveCount(0);
});

test('every wrong field is told, the first has the focus, what was typed stays', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/profile');
  await person.types('First name', ' ');
  await person.types('Last name (optional)', 'Oka\u202Efor');
  await person.types('Display name', '');
  await person.presses('Save name');

  await person.isToldAbout('First name', 'Fill this in.');
  await person.isToldAbout('Last name (optional)', 'Use letters, digits and signs that can be seen.');
  await expect(person.field('Display name')).toHaveAccessibleDescription(
    'Fill this in. People in your workspace see this name.',
  );
  await expect(person.field('Last name (optional)')).toHaveValue('Oka\u202Efor');
  if (person.scripted) await expect(person.field('First name')).toBeFocused();

  await person.types('First name', 'Ada');
  await person.types('Last name (optional)', 'Okafor');
  await person.types('Display name', 'Ada');
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.field('First name')).not.toHaveAttribute('aria-invalid');
});

test('a name that is too long is told and not cut', both, async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/profile');
  await person.types('Display name', 'W'.repeat(65));
  await expect(person.field('Display name')).toHaveValue('W'.repeat(65));
  await person.presses('Save name');
  await person.isToldAbout('Display name', 'Use at most 64 characters.');
  await expect(person.field('Display name')).toHaveValue('W'.repeat(65));
});

test('an error goes as soon as its field is changed, the others stay', async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/profile');
  await person.types('First name', '');
  await person.types('Display name', '');
  await person.presses('Save name');
  await person.isToldAbout('First name', 'Fill this in.');
  await person.types('First name', 'A');
  await expect(person.field('First name')).not.toHaveAttribute('aria-invalid');
  await expect(page.getByText('Fill this in.')).toHaveCount(1);
  await person.isToldAbout('Display name', 'Fill this in.');
});

test('the foot tells what is true', async ({ person, page }) => {
  await person.opens('/account/profile');
  const foot = page.getByRole('region', { name: 'Name', exact: true }).getByRole('status');
  const discard = person.button('Discard');
  await expect(foot).toHaveText('');
  await expect(discard).toBeHidden();

  await person.types('First name', 'Adaeze');
  await expect(foot).toHaveText(UNSAVED);
  await expect(discard).toBeVisible();
  await person.types('First name', 'Ada');
  await expect(foot).toHaveText('');
  await expect(discard).toBeHidden();

  await person.types('First name', 'Adaeze');
  await person.presses('Save name');
  await expect(foot).toHaveText('Saved.');
  await expect(discard).toBeHidden();
  await expect(foot).toHaveText('', { timeout: 6_000 });
});

test('Discard brings back what is saved', async ({ person, page, noise }) => {
  noise.announce(/422/);
  await person.opens('/account/profile');
  await person.types('First name', 'Adaeze');
  await person.types('Display name', '');
  await person.presses('Save name');
  await person.isToldAbout('Display name', 'Fill this in.');
  await person.presses('Discard');
  await expect(person.field('First name')).toHaveValue('Ada');
  await expect(person.field('Display name')).toHaveValue('Ada Okafor');
  await expect(page.getByText(UNSAVED)).toHaveCount(0);
  await expect(page.getByText('Fill this in.')).toHaveCount(0);
  // The button is gone; the focus is not.
  await expect(person.field('First name')).toBeFocused();
});

test('after a save Discard goes back to what was saved last', async ({ person }) => {
  await person.opens('/account/profile');
  await person.types('First name', 'Adaeze');
  await person.presses('Save name');
  await person.sees('Saved.');
  await person.types('First name', 'Someone');
  await person.presses('Discard');
  await expect(person.field('First name')).toHaveValue('Adaeze');
});

test('what was typed before the page came to life is an unsaved change', async ({ person, page }) => {
  await person.opens('/account/profile');
  // The script comes late.
  await page.route('**/*.wasm', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await person.types('First name', 'Early');
  await person.ready();
  await expect(person.field('First name')).toHaveValue('Early');
  await person.sees(UNSAVED);
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.field('First name')).toHaveValue('Early');
});

test('a form sent before the page came to life is saved', async ({ person, page }) => {
  await person.opens('/account/profile');
  await page.route('**/*.wasm', (route) => new Promise((resolve) => setTimeout(() => resolve(route.continue()), 1_500)));
  await page.reload({ waitUntil: 'commit' });
  await person.types('First name', 'Early');
  await person.presses('Save name');
  await person.sees('Saved.');
  await expect(person.field('First name')).toHaveValue('Early');
  await person.ready();
});

test('Enter saves, and a second click while saving sends nothing twice', async ({ person, page }) => {
  await person.opens('/account/profile');
  const sent: string[] = [];
  await page.route('**/_fn/profile/save-name', async (route) => {
    sent.push(route.request().postData() ?? '');
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await person.types('First name', 'Adaeze');
  await person.field('First name').press('Enter');
  const button = page.getByRole('button', { name: /Save name|Saving/ });
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await expect(button).toHaveText(/Saving/);
  await button.click();
  await person.sees('Saved.');
  expect(sent).toHaveLength(1);
});

test('a change in another window is told, and the new version can be shown', both, async ({ person, noise }) => {
  noise.announce(/409/);
  await person.opens('/account/profile');
  const other = await person.inAnotherTab();
  await other.opens('/account/profile');
  await other.types('First name', 'Grace');
  await other.presses('Save name');
  await other.sees('Saved.');

  await person.types('First name', 'Hopper');
  await person.presses('Save name');
  await person.sees('This was changed in another window.');
  await expect(person.field('First name')).toHaveValue('Hopper');
  await person.follows('Show new version');
  await expect(person.field('First name')).toHaveValue('Grace');
  await expect(person.page.getByText('This was changed in another window.')).toHaveCount(0);
  if (person.scripted) await expect(person.field('First name')).toBeFocused();

  await person.types('First name', 'Hopper');
  await person.presses('Save name');
  await person.sees('Saved.');
  await other.reloads();
  await expect(other.field('First name')).toHaveValue('Hopper');
});

test('when the server does not answer, the text is still here', async ({ person, page, noise, context }) => {
  noise.announce(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
  await person.opens('/account/profile');
  await person.types('First name', 'Adaeze');
  await context.setOffline(true);
  // It says that it will not work, and says why when it is pressed all the same.
  await person.button('Save name').click({ force: true });
  await expect(page.getByRole('alert')).toContainText('Your changes were not saved.');
  await expect(page.getByRole('alert')).toContainText('You are offline. Your text is still here.');
  await expect(person.field('First name')).toHaveValue('Adaeze');
  await context.setOffline(false);
  await person.presses('Save name');
  await person.sees('Saved.');
});

test('when the session has ended, the text is still here', async ({ person, page, noise, context }) => {
  noise.announce(/401/);
  await person.opens('/account/profile');
  await person.types('First name', 'Adaeze');
  await context.clearCookies();
  await person.presses('Save name');
  await expect(page.getByRole('alert')).toContainText('Your session has ended.');
  await expect(person.field('First name')).toHaveValue('Adaeze');
});

test('the address is shown, and that one signs in with it', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  const section = page.getByRole('region', { name: 'Email', exact: true });
  await expect(section).toContainText('ada@fjordline.example');
  await expect(section).toContainText('Active');
  await expect(section).toContainText('You sign in with this address.');
});

test('without script nothing pretends to know about unsaved changes', plain, async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.types('First name', 'Adaeze');
  await expect(page.getByText(UNSAVED)).toHaveCount(0);
  await expect(person.button('Discard')).toBeHidden();
});
