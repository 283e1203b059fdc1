// The list of tokens, as the demo has them.

import { both, expect, test } from '../support/test.ts';

test.describe('the demo', () => {
  test.use({ instance: 'demo' });

  test('the newest token is first, and each says how it stands', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    const table = page.getByRole('table', { name: 'Your tokens' });
    await expect(table.locator('.cell__title')).toHaveText([
      'deploy-from-ci',
      'laptop-cli',
      'grafana-readonly',
      'backup-nightly',
      'terraform-staging',
    ]);
    const row = (name: string) => table.getByRole('row', { name: new RegExp(name) });
    await expect(row('grafana-readonly')).toContainText('Expires in 3 days');
    await expect(row('grafana-readonly')).toContainText('4 minutes ago');
    await expect(row('grafana-readonly').getByRole('cell').nth(2)).toContainText('203.0.113.24');
    await expect(row('terraform-staging')).toContainText(/Expired (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+/);
    await expect(row('deploy-from-ci')).toContainText('Never');
    await expect(row('backup-nightly')).toContainText('7 hours ago');
    await expect(row('backup-nightly').locator('.badge')).toHaveText(['Read']);
    await expect(row('laptop-cli').locator('.badge')).toHaveText(['Read', 'Write']);
    await person.sees('4 active, 1 expired');
  });

  test('a token is known by its end, never by more', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    const endings = await page.locator('.cell__sub code').allInnerTexts();
    expect(endings).toHaveLength(5);
    for (const ending of endings) expect(ending).toMatch(/^lk_pat_…[0-9A-Za-z]{4}$/);
    expect(await page.content()).not.toMatch(/lk_pat_[0-9A-Za-z]{5}/);
  });

  test('columns have heads, and keep their meaning as cards', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const table = page.getByRole('table', { name: 'Your tokens' });
      await expect(table.getByRole('columnheader')).toHaveText(['Token', 'Scopes', 'Last used', 'Expires', 'Actions']);
      await expect(table.getByRole('row')).toHaveCount(6);
      await expect(table.getByRole('row').nth(1).getByRole('cell')).toHaveCount(5);
    }
  });

  test('every token has a key of its own cut', both, async ({ person, page }) => {
    await person.opens('/account/tokens');
    const cuts = await page.locator('.cell svg').evaluateAll((all) => all.map((svg) => svg.innerHTML));
    expect(new Set(cuts).size).toBeGreaterThan(1);
    expect(await page.locator('.cell svg:not([aria-hidden=true])').count()).toBe(0);
  });
});

test('without tokens the page says what they are for', both, async ({ person }) => {
  await person.opens('/account/tokens');
  await person.sees('No tokens yet');
  await person.sees('Make one to let a script or a tool use Latchkey for you.');
});

test('a use of a token shows in the list', both, async ({ person, page }) => {
  await person.opens('/account/tokens');
  await person.types('Name', 'used');
  await person.presses('Generate');
  await expect(person.heading('used is ready')).toBeVisible();
  await person.ready();
  await page.locator('#new').getByText('Show', { exact: true }).click();
  const token = await page.locator('#new-token .plain').innerText();
  const row = page.getByRole('row', { name: /^used/ });
  await expect(row).toContainText('Never');

  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${person.server.url}/api/v1/me`, { headers })).status).toBe(200);
  await expect(async () => {
    await person.reloads();
    await expect(row).toContainText('Just now', { timeout: 100 });
  }).toPass({ timeout: 40_000, intervals: [2_000] });
});

test('a token that was made shows in a second tab after a reload', both, async ({ person }) => {
  await person.opens('/account/tokens');
  const other = await person.inAnotherTab();
  await other.opens('/account/tokens');
  await other.types('Name', 'elsewhere');
  await other.presses('Generate');
  await expect(other.heading('elsewhere is ready')).toBeVisible();
  await person.reloads();
  await expect(person.page.getByRole('row', { name: /elsewhere/ })).toBeVisible();
});

test.describe('while the page is open', () => {
  test.use({ instance: 'demo' });

  test('time goes on: tomorrow, today, expired', async ({ person, page }) => {
    await page.clock.install();
    await person.opens('/account/tokens');
    const row = page.getByRole('row', { name: /grafana-readonly/ });
    const banner = page.locator('main').getByText(/^grafana-readonly expires/);
    const day = 86_400_000;
    await expect(row).toContainText('Expires in 3 days');
    await expect(banner).toHaveText('grafana-readonly expires in 3 days.');
    await page.clock.fastForward(2 * day);
    await expect(row).toContainText('Expires tomorrow');
    await expect(banner).toHaveText('grafana-readonly expires tomorrow.');
    // Today is by the calendar: the very end of the third day.
    await page.clock.fastForward(day - 30_000);
    await expect(row).toContainText('Expires today');
    await page.clock.fastForward(60_000);
    await expect(row).toContainText('Expired');
    await expect(row).toContainText('Generate a new one.');
    await expect(banner).toHaveCount(0);
    await expect(page.getByText('3 active, 2 expired')).toBeVisible();
  });
});

test('nothing expires soon in the first half of its time; then one banner tells of all', async ({ person, page }) => {
  await page.clock.install();
  await person.opens('/account/tokens');
  for (const name of ['first', 'second']) {
    // The form folds away while a new token is shown.
    await page.locator('#create').evaluate((form) => form.setAttribute('open', ''));
    await person.types('Name', name);
    await page.getByRole('radio', { name: '7 days' }).check();
    await person.presses('Generate');
    await person.presses('Done');
  }
  const banner = page.locator('main').getByText(/^first expires/);
  await expect(page.getByRole('row', { name: /first/ })).not.toContainText('Expires');
  await expect(banner).toHaveCount(0);
  await page.clock.fastForward(4 * 86_400_000);
  await expect(banner).toHaveText('first expires in 3 days.');
  await person.sees('One more expires soon.');
});
