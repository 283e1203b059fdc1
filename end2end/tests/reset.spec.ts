// A new password by mail, from the sign-in to the sign-in.

import { isAccessible, LOOKS } from '../support/axe.ts';
import { test } from '../support/post.ts';
import { both, expect } from '../support/test.ts';

test.use({ signedIn: false });

const NEW = 'nine green otters swim';

test('forgotten, mailed, chosen anew, signed in', both, async ({ person, page, post }) => {
  await person.opens('/sign-in');
  await person.types('Email', person.account.email);
  await person.presses('Continue');
  await person.follows('Forgot your password?');
  await expect(person.heading('Forgot your password?')).toBeVisible();
  await expect(person.field('Email')).toHaveValue(person.account.email);
  await person.presses('Send link');
  await expect(person.heading('Look into your mail')).toBeVisible();

  const mail = await post.mail('Choose a new password');
  expect(mail.from?.text).toBe('"Latchkey" <door@fjordline.example>');
  expect(mail.text).toContain('Hello Ada Okafor,');
  const link = /href="([^"]+)"[^>]*>Confirm the password change</.exec(String(mail.html))?.[1];
  expect(link).toMatch(new RegExp(`^${person.server.url}/sign-in/reset-[0-9A-Za-z]{22}$`));
  expect(mail.text).toContain(link);

  await person.opens(link!.replace(person.server.url, ''));
  await expect(person.heading('Confirm the password change')).toBeVisible();
  await person.types('New password', NEW);
  await person.presses('Save new password');
  await expect(person.heading('Password changed')).toBeVisible();
  await person.follows('Sign in');

  await person.types('Email', person.account.email);
  await person.presses('Continue');
  await person.types('Password', NEW);
  await person.presses('Continue');
  await person.arrivesAt('/');
  const told = await post.mail('Password reset');
  expect(told.text).toContain('All other devices were signed out.');
  expect(page.url()).not.toContain('reset');
});

test('a password that will not do is told, and the link still works', both, async ({ person, noise, post }) => {
  noise.announce(/422/);
  await person.opens('/sign-in/forgot');
  await person.types('Email', person.account.email);
  await person.presses('Send link');
  const mail = await post.mail('Choose a new password');
  const path = /\/sign-in\/reset-\w+/.exec(mail.text ?? '')![0];
  await person.opens(path);
  await person.types('New password', 'short');
  await person.presses('Save new password');
  await person.isToldAbout('New password', 'Use at least 15 characters.');
  await person.types('New password', NEW);
  await person.presses('Save new password');
  await expect(person.heading('Password changed')).toBeVisible();
});

test('how strong the new password is, is told while it is typed', async ({ person, page, post }) => {
  await person.opens('/sign-in/forgot');
  await person.types('Email', person.account.email);
  await person.presses('Send link');
  const mail = await post.mail('Choose a new password');
  await person.opens(/\/sign-in\/reset-\w+/.exec(mail.text ?? '')![0]);
  const meter = page.getByRole('meter', { name: 'Strength' });
  await person.types('New password', 'adaokaforadaokafor1');
  await person.sees(/^Your name, your address and ours are tried first\./);
  await expect(meter).toHaveAttribute('value', '1');
  await person.types('New password', NEW);
  await person.sees('Strong.');
  await expect(meter).toHaveAttribute('value', '4');
});

// Without script the browser itself tells.
test('an address that is none is told, and stays', async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/sign-in/forgot');
  await person.types('Email', 'ada.example.com');
  await person.presses('Send link');
  await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
  await expect(person.field('Email')).toHaveValue('ada.example.com');
});

test('a link that was used in another window is told to be dead', async ({ person, page, noise, post, context, server }) => {
  noise.announce(/422|404/);
  await person.opens('/sign-in/forgot');
  await person.types('Email', person.account.email);
  await person.presses('Send link');
  const mail = await post.mail('Choose a new password');
  const path = /\/sign-in\/reset-\w+/.exec(mail.text ?? '')![0];
  await person.opens(path);
  const used = await context.request.post(`${server.url}/_fn/reset/finish`, {
    form: { link: path.split('reset-')[1] ?? '', password: NEW },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(used.ok()).toBe(true);
  await person.types('New password', 'six red kites over the fjord');
  await person.presses('Save new password');
  await expect(person.heading('This link does not work')).toBeVisible();
  await expect(person.field('New password')).toHaveCount(0);
  await person.follows('Ask for a new link');
  await expect(page).toHaveURL(/forgot/);
});

test('a link that is dead says how to get another', both, async ({ person, noise }) => {
  noise.announce(/404/);
  await person.opensAnything('/sign-in/reset-0123456789012345678901');
  await expect(person.heading('This link does not work')).toBeVisible();
  await person.follows('Ask for a new link');
  await expect(person.heading('Forgot your password?')).toBeVisible();
});

test('a mail server that refuses or hangs up gets the mail later, once', async ({ person, server, post }) => {
  post.mood = 'drops';
  await person.opens('/sign-in/forgot');
  await person.types('Email', person.account.email);
  await person.presses('Send link');
  await expect(person.heading('Look into your mail')).toBeVisible();
  await expect.poll(() => post.tries, { timeout: 20_000 }).toBe(1);
  post.mood = 'refuses';
  await expect.poll(() => post.tries, { timeout: 30_000 }).toBe(2);
  post.mood = 'takes';
  await expect.poll(() => post.mails.length, { timeout: 60_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(post.mails).toHaveLength(1);
  expect(server.complaints).toContain('a mail waits for its next try');
  server.complaints = '';
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, post, noise }) => {
      noise.announce(/404/);
      await person.opens('/sign-in/forgot');
      await isAccessible(person, 'asking');
      await person.types('Email', person.account.email);
      await person.presses('Send link');
      await expect(person.heading('Look into your mail')).toBeVisible();
      await isAccessible(person, 'sent');
      const mail = await post.mail('Choose a new password');
      await person.opens(/\/sign-in\/reset-\w+/.exec(mail.text ?? '')![0]);
      await isAccessible(person, 'choosing');
      await person.opensAnything('/sign-in/reset-0123456789012345678901');
      await isAccessible(person, 'gone');
    });
  });
}
