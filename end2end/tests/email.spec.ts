// Another address to sign in with.

import { ADA } from '../support/account.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import { test } from '../support/post.ts';
import { both, expect } from '../support/test.ts';

const NEW = 'ada@harbour.example';

/** The path of a link of this kind. */
function linkIn(text: string | undefined, kind: string): string {
  return new RegExp(`/sign-in/${kind}-[0-9A-Za-z]{22}`).exec(text ?? '')?.[0] ?? '';
}

const addressee = (to: { text: string } | { text: string }[] | undefined) =>
  /[^<>\s]+@[^<>\s]+/.exec([to].flat()[0]?.text ?? '')?.[0];

test.beforeEach(({ noise }) => {
  noise.announce(/status of 4(22|03|04)/, /^info: Clear-Site-Data header/);
});

test('it is asked for, sent again and given up; nothing changes', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  await person.follows('Change email');
  if (person.scripted) {
    // Without the script the browser itself asks for an address.
    await person.types('New email', 'nobody');
    await person.presses('Send link');
    await person.isToldAbout('New email', 'Write the whole address, such as name@example.com.');
  }
  await person.types('New email', ADA.email.toUpperCase());
  await person.presses('Send link');
  await person.isToldAbout('New email', 'This is your address already.');
  await person.types('New email', NEW);
  await person.presses('Send link');
  await person.sees('Link sent');
  const row = page.locator('#mail .row').filter({ hasText: NEW });
  await expect(row).toContainText('Pending confirmation');
  await expect(row).toContainText(/Open the link we sent there before \w+ \d+, \d\d:\d\d\. Nothing changes until you do\./);
  await expect(person.field('New email')).toHaveValue('');
  await person.opens('/account/profile');
  await person.sees(`You sign in with this address. ${NEW} waits to be confirmed.`);
  await person.opens('/account/profile/email');
  await person.presses('Resend link');
  await person.sees('Link sent');
  await person.presses('Cancel change');
  await person.sees('Change cancelled');
  await expect(row).toHaveCount(0);
});

test('the link confirms it, and the old address can undo it', both, async ({ person, page, post }) => {
  await person.opens('/account/profile/email');
  await person.types('New email', NEW);
  await person.presses('Send link');
  await person.sees('Link sent');
  const mail = await post.mail('Confirm your new email address');
  expect(addressee(mail.to)).toBe(NEW);
  await person.opens(linkIn(mail.text, 'email'));
  await person.sees(NEW);
  await person.presses('Confirm this address');
  await expect(person.heading('Your address was changed')).toBeVisible();
  // Everybody is out, here too.
  await person.opens('/account/profile');
  await expect(page).toHaveURL(/\/sign-in/);

  const told = await post.mail('Your email address was changed');
  expect(addressee(told.to)).toBe(ADA.email);
  const undo = linkIn(told.text, 'undo-email');
  await person.opens(undo);
  await person.sees(ADA.email);
  await person.presses('Undo and lock');
  await expect(person.heading('Your old address is back')).toBeVisible();
  const reset = await post.mail('Your account is locked: choose a new password');
  expect(addressee(reset.to)).toBe(ADA.email);
  await person.opensAnything(undo);
  await person.sees('This link does not work');
});

test.describe('where it is fixed', () => {
  test.use({ settings: { LATCHKEY_EMAIL_CHANGE: 'fixed' } });

  test('the page says so', both, async ({ person }) => {
    await person.opens('/account/profile');
    await person.sees(/It is fixed here/);
    await person.follows('Change email');
    await person.sees(/It is fixed here/);
    await expect(person.field('New email')).toHaveCount(0);
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);
    test('axe finds nothing', async ({ person }) => {
      await person.opens('/account/profile');
      await person.follows('Change email');
      await person.presses('Send link');
      await person.isToldAbout('New email', 'Fill this in.');
      await isAccessible(person, 'asking');
      await person.types('New email', NEW);
      await person.presses('Send link');
      await person.sees('Link sent');
      await isAccessible(person, 'pending');
    });
  });
}
