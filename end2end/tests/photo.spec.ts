// The photo: chosen, cut, sent, seen everywhere, and taken away.

import type { Page } from '@playwright/test';

import { file, nearest, quarters, type Colour } from '../support/picture.ts';
import { both, expect, plain, test } from '../support/test.ts';
import type { Person } from '../support/person.ts';

const WIDE = file('wide.png', 'image/png', quarters(600, 400));

const mine = (page: Page) => page.locator('.me img');
const said = (page: Page) => page.locator('#photo p.sr[role=status]');
const chooser = (page: Page) => page.locator('#photo-file');

/** The colours of the four quarters of a picture, from the upper left, clockwise. */
async function seen(page: Page, address: string): Promise<Colour[]> {
  const pixels = await page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(image, 0, 0);
    const at = (x: number, y: number) => [
      ...context.getImageData(canvas.width * x, canvas.height * y, 1, 1).data,
    ];
    return [at(0.25, 0.25), at(0.75, 0.25), at(0.75, 0.75), at(0.25, 0.75)];
  }, address);
  return pixels.map(nearest);
}

async function edits(person: Person): Promise<void> {
  await person.opens('/account/profile');
  await person.presses('Edit avatar');
  await expect(chooser(person.page)).toBeFocused();
}

test('a photo is chosen, cut and seen at once, in every tab', async ({ person, page }) => {
  const other = await person.inAnotherTab();
  await other.opens('/account/tokens');
  await expect(mine(other.page)).toHaveCount(0);

  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  await expect(page.getByText('Preview')).toBeVisible();
  await person.presses('Save photo');
  await expect(page.getByText('Photo saved')).toBeVisible();
  await expect(person.button('Edit avatar')).toBeFocused();
  await expect(mine(page)).toHaveAttribute('src', /^\/photos\/[0-9a-f]{32}\/64$/);
  await expect(mine(other.page)).toHaveAttribute('src', /^\/photos\//);

  const address = (await mine(page).getAttribute('src'))!;
  expect(await seen(page, address)).toEqual(['red', 'green', 'blue', 'white']);
  await person.reloads();
  await expect(mine(page)).toHaveAttribute('src', address);
  await expect(page.locator('#photo .avatar img')).toHaveAttribute('src', address.replace('/64', '/512'));
});

test('it is moved, zoomed and turned by keyboard, and each is spoken', async ({ person, page }) => {
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  const crop = page.getByRole('group', { name: /^Photo crop/ });
  await crop.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(said(page)).toHaveText('Moved right, 70 percent');
  await page.keyboard.press('ArrowLeft');
  await expect(said(page)).toHaveText('Moved left, 68 percent');
  for (let n = 0; n < 20; n++) await page.keyboard.press('+');
  await expect(said(page)).toHaveText('Zoom 400 percent');
  await expect(crop).toBeFocused();
  await expect(page.getByRole('slider', { name: 'Zoom' })).toHaveValue('400');
  // Far to the right and down: only the upper left quarter is left.
  for (let n = 0; n < 30; n++) await page.keyboard.press('Shift+ArrowRight');
  await expect(said(page)).toHaveText('Moved right, 100 percent');
  for (let n = 0; n < 30; n++) await page.keyboard.press('Shift+ArrowDown');
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
  expect(await seen(page, (await mine(page).getAttribute('src'))!)).toEqual(['red', 'red', 'red', 'red']);

  await person.presses('Edit avatar');
  await chooser(page).setInputFiles(WIDE);
  await person.presses('Rotate left');
  await expect(said(page)).toHaveText('Rotated left');
  await person.presses('Save photo');
  await expect(page.getByText('Photo saved')).toBeVisible();
  await expect(async () => {
    const address = (await mine(page).getAttribute('src'))!;
    expect(await seen(page, address)).toEqual(['green', 'blue', 'white', 'red']);
  }).toPass();
});

test('it is dragged by the mouse, and zoomed by its wheel', async ({ person, page }) => {
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  const crop = page.getByRole('group', { name: /^Photo crop/ });
  const box = (await crop.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  await expect(page.getByRole('slider', { name: 'Zoom' })).toHaveValue('165');
  await page.mouse.down();
  await page.mouse.move(x - 900, y - 900, { steps: 5 });
  await page.mouse.up();
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
  expect(await seen(page, (await mine(page).getAttribute('src'))!)).toEqual(['blue', 'blue', 'blue', 'blue']);
});

test('a file can be dropped', async ({ person, page }) => {
  await edits(person);
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
    return data;
  }, [...quarters(80, 80)]);
  await page.dispatchEvent('.dropzone', 'dragover', { dataTransfer: data });
  await expect(page.locator('.dropzone')).toHaveClass(/is-over/);
  await page.dispatchEvent('.dropzone', 'drop', { dataTransfer: data });
  await expect(page.locator('.dropzone')).not.toHaveClass(/is-over/);
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
});

test('what is no picture is told under the chooser, and nothing is lost', async ({ person, page }) => {
  await edits(person);
  await person.presses('Save photo');
  await expect(chooser(page)).toHaveAccessibleDescription('Choose a photo first.');
  await chooser(page).setInputFiles(file('drawing.svg', 'image/svg+xml', Buffer.from('<svg/>')));
  await expect(chooser(page)).toHaveAccessibleDescription('Choose a PNG, JPEG or WebP picture.');
  await chooser(page).setInputFiles(file('broken.png', 'image/png', Buffer.from('no picture at all')));
  await expect(chooser(page)).toHaveAccessibleDescription('This file cannot be read. It may be damaged.');
  await chooser(page).setInputFiles(WIDE);
  await expect(chooser(page)).toHaveAccessibleDescription('');
  await chooser(page).setInputFiles(file('drawing.svg', 'image/svg+xml', Buffer.from('<svg/>')));
  await expect(chooser(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Preview'), 'what was being cut stays').toBeVisible();
});

test('sending can be cancelled, and shows how far it is', async ({ person, page }) => {
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/_fn/profile/save-photo', async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  person.noise.announce(/save-photo net::ERR_ABORTED/);
  await person.presses('Save photo');
  await expect(page.getByRole('progressbar', { name: 'Sending the photo' })).toBeVisible();
  await person.presses('Cancel');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(page.getByText('Preview'), 'what was cut stays').toBeVisible();
  release();
  await person.presses('Cancel');
  await expect(person.button('Edit avatar')).toBeFocused();
  await expect(mine(page)).toHaveCount(0);
});

test('Remove photo brings the initials back', both, async ({ person, page }) => {
  await person.opens('/account/profile');
  if (person.scripted) {
    await person.presses('Edit avatar');
    await chooser(page).setInputFiles(WIDE);
  } else {
    await page.getByLabel('Choose a photo').setInputFiles(WIDE);
  }
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
  await person.presses('Remove photo');
  await expect(mine(page)).toHaveCount(0);
  await expect(page.locator('.me')).toHaveText('AO');
  await expect(person.button('Remove photo')).toHaveCount(0);
});

test('without script a file is cut in the middle, or refused with a sentence', plain, async ({ person, page }) => {
  await person.opens('/account/profile');
  await expect(person.button('Edit avatar')).toBeHidden();
  const input = page.getByLabel('Choose a photo');
  await person.presses('Save photo');
  await person.sees('Choose a photo first.');
  await input.setInputFiles(file('page.png', 'image/png', Buffer.from('<html>')));
  await person.presses('Save photo');
  await person.sees('Choose a PNG, JPEG or WebP picture.');
  await input.setInputFiles(file('huge.png', 'image/png', Buffer.alloc(6 * 1024 * 1024, 7)));
  await person.presses('Save photo');
  await person.sees('This file is too large. Choose one of at most 5 MB.');
  await input.setInputFiles(WIDE);
  await person.presses('Save photo');
  await expect(mine(page)).toHaveAttribute('src', /^\/photos\//);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('two fingers zoom, and nothing scrolls sideways', async ({ person, page, context }) => {
    await edits(person);
    await chooser(page).setInputFiles(WIDE);
    const box = (await page.getByRole('group', { name: /^Photo crop/ }).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const touch = await context.newCDPSession(page);
    const fingers = (apart: number) => [
      { x: x - apart, y, id: 1 },
      { x: x + apart, y, id: 2 },
    ];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(40) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(page.getByRole('slider', { name: 'Zoom' })).toHaveValue('200');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
  });
});

test('on a slow network the photo stays until the editor has come', async ({ person, page }) => {
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/split_photo_editor*', async (route) => {
    await held;
    await route.continue();
  });
  await person.opens('/account/profile');
  await person.presses('Edit avatar');
  await page.waitForTimeout(600);
  await expect(person.button('Edit avatar')).toBeVisible();
  comes();
  await expect(page.getByText('Choose a photo')).toBeVisible();
});
