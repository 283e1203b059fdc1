// An account of one's own, from the sign-in page to the profile.

import { BEA } from '../support/account.ts';
import { isAccessible, LOOKS } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { test as base, type Post } from '../support/post.ts';
import { both, expect } from '../support/test.ts';

const SUBJECT = 'Create your account';

/** A test whose server lets people sign up. */
const test = base.extend({
  settings: ({ post }, use) => use({ ...post.settings, LATCHKEY_SIGN_UP_POLICY: 'open' }),
});

test.use({ signedIn: false });

async function asks(person: Person, email = BEA.email): Promise<void> {
  await person.types('Email', email);
  await person.presses('Send link');
}

/** The path of the link in the mail. */
async function link(post: Post): Promise<string> {
  const mail = await post.mail(SUBJECT);
  return /\/sign-up\/[0-9A-Za-z]{22}/.exec(mail.text ?? '')?.[0] ?? '';
}

async function fillsIn(person: Person, password = BEA.password): Promise<void> {
  await person.types('First name', BEA.firstName);
  await person.types('Last name (optional)', BEA.lastName);
  await person.types('Password', password);
}

test('asked for, mailed, made, and signed in', both, async ({ person, page, post }) => {
  await person.opens('/sign-in');
  await person.follows('Create an account');
  await expect(person.heading('Create an account')).toBeVisible();
  await expect(page).toHaveTitle('Create an account · Latchkey');
  await asks(person);
  await expect(person.heading('Look into your mail')).toBeVisible();

  const mail = await post.mail(SUBJECT);
  const target = /href="([^"]+)"[^>]*>Create your account</.exec(String(mail.html))?.[1];
  expect(target).toMatch(new RegExp(`^${person.server.url}/sign-up/[0-9A-Za-z]{22}$`));
  expect(mail.text).toContain(target);

  await person.opens(await link(post));
  await expect(person.field('Email')).toHaveValue(BEA.email);
  await expect(person.field('Email')).not.toBeEditable();
  await fillsIn(person);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');
  await expect(person.field('Display name')).toHaveValue(BEA.displayName);
  await person.sees(BEA.email);
});

test('the link works once, and says what to do then', both, async ({ person, noise, post }) => {
  noise.announce(/404/);
  await person.opens('/sign-up');
  await asks(person);
  const path = await link(post);
  await person.opens(path);
  await fillsIn(person);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');
  await person.context.clearCookies();

  await person.opensAnything(path);
  await expect(person.heading('This link does not work')).toBeVisible();
  await expect(person.button('Create account')).toBeHidden();
  await person.follows('Ask for a new link');
  await expect(person.heading('Create an account')).toBeVisible();
});

test('whoever has an account is told by mail alone', both, async ({ person, post }) => {
  await person.opens('/sign-up');
  await asks(person, person.account.email.toUpperCase());
  await expect(person.heading('Look into your mail')).toBeVisible();
  const mail = await post.mail('You already have an account');
  expect(mail.text).toContain(`${person.server.url}/sign-in/forgot`);
  expect(mail.text).not.toContain('/sign-up/');
  await person.follows('Ask again');
  await expect(person.heading('Create an account')).toBeVisible();
  await person.follows('Back to signing in');
  await expect(person.heading('Sign in')).toBeVisible();
});

// Without script the browser itself tells.
test('an address that is none is told, and stays', async ({ person, noise }) => {
  noise.announce(/422/);
  await person.opens('/sign-up');
  await asks(person, 'bea.example.com');
  await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
  await expect(person.field('Email')).toHaveValue('bea.example.com');
  await expect(person.field('Email')).toBeFocused();
});

test('what will not do is told, and the link still works', both, async ({ person, noise, page, post }) => {
  noise.announce(/422/);
  await person.opens('/sign-up');
  await asks(person);
  await person.opens(await link(post));
  await fillsIn(person, 'bealundbealund1');
  await person.presses('Create account');
  await person.isToldAbout('Password', 'Your name, your address and ours are tried first.');
  await expect(person.field('First name')).toHaveValue(BEA.firstName);
  expect(await page.content()).not.toContain('bealundbealund1');
  await person.types('Password', BEA.password);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');
});

test('how strong the password is, is told while it is typed', async ({ person, page, post }) => {
  await person.opens('/sign-up');
  await asks(person);
  await person.opens(await link(post));
  const meter = page.getByRole('meter', { name: 'Strength' });
  await expect(meter).toHaveCount(0);
  await fillsIn(person, 'bealundbealund1');
  await person.sees(/^Your name, your address and ours are tried first\./);
  await expect(meter).toHaveAttribute('value', '1');
  await person.types('Password', BEA.password);
  await person.sees('Strong.');
  await expect(meter).toHaveAttribute('value', '4');
  await person.types('Password', '');
  await expect(meter).toHaveCount(0);
});

test('by keyboard alone', async ({ person, page, post }) => {
  const { keyboard } = page;
  await person.opens('/sign-in');
  await person.link('Create an account').focus();
  await keyboard.press('Enter');
  await expect(person.field('Email')).toBeFocused();
  await keyboard.type(BEA.email);
  await keyboard.press('Enter');
  await expect(person.heading('Look into your mail')).toBeVisible();
  await person.opens(await link(post));
  await expect(person.field('First name')).toBeFocused();
  await keyboard.type(BEA.firstName);
  await keyboard.press('Tab');
  await keyboard.type(BEA.lastName);
  await keyboard.press('Tab');
  await keyboard.type(BEA.password);
  await expect(person.field('Password')).toHaveValue(BEA.password);
  await keyboard.press('Tab');
  await expect(person.button('Show password')).toBeFocused();
  await keyboard.press('Tab');
  await expect(person.button('Create account')).toBeFocused();
  await keyboard.press('Enter');
  await person.arrivesAt('/account/profile');
});

test('whoever is signed in needs none', both, async ({ person, post }) => {
  await person.opens('/sign-up');
  await asks(person);
  await person.opens(await link(post));
  await fillsIn(person);
  await person.presses('Create account');
  await person.arrivesAt('/account/profile');
  await person.opens('/sign-up');
  await person.arrivesAt('/');
});

test.describe('for one domain', () => {
  test.use({
    settings: { LATCHKEY_SIGN_UP_POLICY: 'domains', LATCHKEY_SIGN_UP_DOMAINS: '["fjordline.example"]' },
  });

  test('others are told which', both, async ({ person, noise }) => {
    noise.announce(/422/);
    await person.opens('/sign-up');
    await person.sees('We mail you a link with which you go on. Use an address at fjordline.example.');
    await asks(person, 'bea@evil-fjordline.example');
    await person.isToldAbout('Email', 'Use an address at fjordline.example.');
    await expect(person.field('Email')).toHaveValue('bea@evil-fjordline.example');
    await asks(person, 'bea@Fjordline.example');
    await expect(person.heading('Look into your mail')).toBeVisible();
  });
});

test.describe('unless it is said', () => {
  test.use({ settings: {} });

  test('nobody can sign up', both, async ({ person }) => {
    await person.opens('/sign-in');
    await expect(person.link('Create an account')).toHaveCount(0);
    await person.opensAnything('/sign-up');
    await expect(person.heading('You cannot sign up here')).toBeVisible();
    await person.sees('Ask whoever runs this to make you an account.');
    await person.follows('Sign in');
    await expect(person.field('Email')).toBeVisible();
  });
});

for (const [look, use] of Object.entries(LOOKS)) {
  test.describe(`in ${look}`, () => {
    test.use(use);

    test('axe finds nothing', async ({ person, page, post, noise }) => {
      noise.announce(/4(22|04)/);
      await person.opens('/sign-in');
      await isAccessible(person, 'signing in');
      await person.follows('Create an account');
      await expect(person.heading('Create an account')).toBeVisible();
      await isAccessible(person, 'asking');
      await asks(person, 'bea');
      await person.isToldAbout('Email', 'Write the whole address, such as name@example.com.');
      await isAccessible(person, 'asking, wrong');
      await asks(person);
      await expect(person.heading('Look into your mail')).toBeVisible();
      await isAccessible(person, 'sent');
      await person.opens(await link(post));
      await fillsIn(person, 'passwordpassword');
      await expect(page.getByRole('meter')).toBeVisible();
      await isAccessible(person, 'the account');
      await person.presses('Create account');
      await person.isToldAbout('Password', 'Passwords like this are tried first.');
      await isAccessible(person, 'wrong');
      await person.opensAnything('/sign-up/0123456789012345678901');
      await isAccessible(person, 'gone');
    });
  });
}
