// Deleting a token: a question first, then it is of no use any more.

import type { Person } from '../support/person.ts';
import { both, expect, plain, test } from '../support/test.ts';

const dialog = (person: Person) => person.page.getByRole('dialog');

/** Opens the row's menu and chooses *Delete*. */
async function asksToDelete(person: Person, name: string): Promise<void> {
  await person.choosesInRow(name, 'Delete');
  await person.arrivesAt(/\/account\/tokens\/[0-9a-f-]+\/delete$/);
  await expect(person.heading(`Delete ${name}?`)).toBeVisible();
}

test.describe('the demo', () => {
  test.use({ instance: 'demo' });

  test('deleting asks, says what follows, and takes the token away', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'laptop-cli');
    await expect(dialog(person)).toHaveAccessibleName('Delete laptop-cli?');
    await expect(dialog(person)).toHaveAccessibleDescription(
      'Everything that uses this token stops working at once. You cannot undo this.',
    );
    if (person.scripted) await expect(person.link('Keep token')).toBeFocused();
    await person.presses('Delete token');
    await person.arrivesAt('/account/tokens');
    await person.sees('Token deleted');
    await expect(dialog(person)).toHaveCount(0);
    await expect(page.getByRole('row', { name: /laptop-cli/ })).toHaveCount(0);
    await person.sees('3 active, 1 expired');
    if (person.scripted) {
      await expect(page.getByRole('status').filter({ hasText: 'Token deleted' })).toHaveCount(1);
      await expect(person.heading('Your tokens')).toBeFocused();
      await expect(page.getByText('Token deleted')).toHaveCount(0, { timeout: 7_000 });
    }
    await person.reloads();
    await expect(page.getByText('Token deleted')).toHaveCount(0);
    await expect(page.getByRole('row', { name: /laptop-cli/ })).toHaveCount(0);
  });

  test('the question helps to decide', both, async ({ person }) => {
    await person.opens('/account/tokens');
    for (const [name, fact] of [
      ['grafana-readonly', /This token is in use\.\s+Last used\s+4 minutes ago\s+from\s+203\.0\.113\.24\s*\./],
      ['deploy-from-ci', /This token has never been used\./],
      ['terraform-staging', /This token has expired\.\s+Nothing can use it any more\./],
    ] as const) {
      await asksToDelete(person, name);
      await expect(dialog(person)).toContainText(fact);
      await person.follows('Keep token');
      await person.arrivesAt('/account/tokens');
      await expect(dialog(person)).toHaveCount(0);
    }
  });

  test('Keep token keeps it', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    await person.follows('Keep token');
    await person.arrivesAt('/account/tokens');
    await expect(page.getByRole('row', { name: /backup-nightly/ })).toBeVisible();
    if (person.scripted) await expect(person.button('Actions for backup-nightly')).toBeFocused();
  });

  test('Esc keeps it and gives the focus back', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    await page.keyboard.press('Escape');
    await person.arrivesAt('/account/tokens');
    await expect(dialog(person)).toHaveCount(0);
    await expect(person.button('Actions for backup-nightly')).toBeFocused();
  });

  test('Back keeps it, Forward asks again', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    await page.goBack();
    await person.arrivesAt('/account/tokens');
    await expect(dialog(person)).toHaveCount(0);
    if (person.scripted) await expect(person.button('Actions for backup-nightly')).toBeFocused();
    await page.goForward();
    await expect(person.heading('Delete backup-nightly?')).toBeVisible();
    await person.reloads();
    await expect(person.heading('Delete backup-nightly?')).toBeVisible();
    await person.follows('Keep token');
    await person.arrivesAt('/account/tokens');
    await expect(page.getByRole('row', { name: /backup-nightly/ })).toBeVisible();
  });

  test('after a deletion Back does not lead to the question', async ({ person, page }) => {
    await person.opens('/account/profile');
    await person.follows('API tokens');
    await asksToDelete(person, 'backup-nightly');
    await person.presses('Delete token');
    await person.sees('Token deleted');
    await person.arrivesAt('/account/tokens');
    await page.goBack();
    await person.arrivesAt('/account/tokens');
    await expect(person.heading('Your tokens')).toBeVisible();
    await page.goBack();
    await person.arrivesAt('/account/profile');
  });

  test('the focus stays in the question', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    for (let tabs = 0; tabs < 6; tabs += 1) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const focus = document.activeElement;
        return focus !== document.body && !focus?.closest('dialog');
      });
      expect(outside).toBe(false);
    }
    expect(await dialog(person).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  });

  test('while it is being deleted the question stays', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    await page.route('**/_fn/tokens/delete', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await route.continue();
    });
    await person.presses('Delete token');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(dialog(person)).toBeVisible();
    await expect(page.getByRole('button', { name: /Deleting/ })).toHaveAttribute('aria-busy', 'true');
    await person.sees('Token deleted');
    await expect(page.getByRole('row', { name: /backup-nightly/ })).toHaveCount(0);
  });

  test('when the server does not answer, the question says so and stays', async ({ person, page, noise, context }) => {
    noise.announce(/ERR_INTERNET_DISCONNECTED/);
    await person.opens('/account/tokens');
    await asksToDelete(person, 'backup-nightly');
    await context.setOffline(true);
    await person.button('Delete token').click({ force: true });
    await expect(dialog(person).getByRole('alert')).toContainText('You are offline.');
    await context.setOffline(false);
    await person.presses('Delete token');
    await person.sees('Token deleted');
    await expect(page.getByRole('row', { name: /backup-nightly/ })).toHaveCount(0);
  });
});

test('a deleted token is refused from then on', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'doomed');
  await person.presses('Generate');
  await expect(person.heading('doomed is ready')).toBeVisible();
  await person.ready();
  await page.locator('#new').getByText('Show', { exact: true }).click();
  const token = await page.locator('#new-token .plain').innerText();
  const ask = () => fetch(`${person.server.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);

  await asksToDelete(person, 'doomed');
  await person.presses('Delete token');
  await person.sees('Token deleted');
  const answer = await ask();
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  await expect(page.locator('#new')).toHaveCount(0);
  await person.sees('No tokens yet');
});

test('a token that another window deleted is deleted', both, async ({ person, noise }) => {
  noise.announce(/404/);
  await person.opens('/account/tokens');
  await person.types('Name', 'twice');
  await person.presses('Generate');
  await expect(person.heading('twice is ready')).toBeVisible();
  const other = await person.inAnotherTab();
  await other.opens('/account/tokens');
  await asksToDelete(other, 'twice');
  await asksToDelete(person, 'twice');
  await person.presses('Delete token');
  await person.sees('Token deleted');
  await other.presses('Delete token');
  if (other.scripted) {
    await other.sees('Token deleted');
    await other.arrivesAt('/account/tokens');
    await expect(other.page.getByText('There is nothing at this address.')).toHaveCount(0);
  } else {
    await other.sees('There is nothing at this address.');
  }
  await expect(dialog(other)).toHaveCount(0);
  await expect(other.page.getByRole('row', { name: /twice/ })).toHaveCount(0);
});

test('where there is no such token the list stands under a word about it', both, async ({ person, page, noise }) => {
  noise.announce(/status of 404/);
  for (const id of ['nonsense', '00000000-0000-7000-8000-000000000000']) {
    const answer = await person.opens(`/account/tokens/${id}/delete`);
    expect(answer.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('API tokens');
    if (person.scripted) await person.arrivesAt('/account/tokens');
    else await expect(page.locator('.callout').getByText('There is nothing at this address.')).toBeInViewport();
  }
});

test('without script the question stands on its page and asks nothing twice', plain, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'plain');
  await person.presses('Generate');
  await asksToDelete(person, 'plain');
  await expect(page).toHaveTitle('API tokens · Latchkey');
  await expect(person.button('Delete token')).toBeInViewport();
  await person.presses('Delete token');
  await expect(page.locator('.callout--ok')).toHaveText(/Token deleted/);
});
