// The photo: chosen, cut, sent, seen everywhere, and taken away.

import type { Page } from '@playwright/test';

import { file, glass, nearest, noisy, quarters, type Colour } from '../support/picture.ts';
import { both, expect, plain, test } from '../support/test.ts';
import type { Person } from '../support/person.ts';

const WIDE = file('wide.png', 'image/png', quarters(600, 400));
const NOISY = file('noisy.png', 'image/png', noisy(600, 600));
const DRAWING = file('drawing.svg', 'image/svg+xml', Buffer.from('<svg/>'));

const mine = (page: Page) => page.locator('.me img');
const said = (page: Page) => page.locator('#photo p.sr[role=status]');
const chooser = (page: Page) => page.locator('#photo-file');
const crop = (page: Page) => page.getByRole('application', { name: /^Photo crop/ });
const previews = (page: Page) => page.getByText('Preview');

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
  await expect(previews(page)).toBeVisible();
  await expect(said(page)).toHaveText('wide.png is open.');
  await expect(crop(page)).toBeFocused();
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
  await expect(crop(page)).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(said(page)).toHaveText('Moved right, 70 percent');
  await page.keyboard.press('ArrowLeft');
  await expect(said(page)).toHaveText('Moved left, 68 percent');
  await page.keyboard.press('ArrowUp');
  await expect(said(page), 'it is as high as the square').toHaveText('At the edge, no further up');
  for (let n = 0; n < 20; n++) await page.keyboard.press('+');
  await expect(said(page)).toHaveText('Zoom 400 percent');
  await expect(crop(page)).toBeFocused();
  const zoom = page.getByRole('slider', { name: 'Zoom' });
  await expect(zoom).toHaveValue('400');
  await expect(zoom).toHaveAttribute('aria-valuetext', '400 percent');
  // Far to the right and down: only the upper left quarter is left.
  for (let n = 0; n < 30; n++) await page.keyboard.press('Shift+ArrowRight');
  await expect(said(page)).toHaveText('At the edge, no further right');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(said(page)).toHaveText('Moved left, 98 percent');
  await page.keyboard.press('Shift+ArrowRight');
  for (let n = 0; n < 30; n++) await page.keyboard.press('Shift+ArrowDown');
  await expect(said(page)).toHaveText('At the edge, no further down');
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
  expect(await seen(page, (await mine(page).getAttribute('src'))!)).toEqual(['red', 'red', 'red', 'red']);

  await person.presses('Edit avatar');
  await chooser(page).setInputFiles(WIDE);
  await expect(said(page)).toHaveText('wide.png is open.');
  for (const degrees of [90, 180, 270, 0, 90]) {
    await person.presses('Rotate left');
    await expect(said(page)).toHaveText(`Rotated left, ${degrees} degrees`);
  }
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
  const box = (await crop(page).boundingBox())!;
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

test('a file can be dropped, anywhere on the page', async ({ person, page }) => {
  await edits(person);
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
    return data;
  }, [...quarters(80, 80)]);
  const zone = page.locator('.dropzone');
  await page.dispatchEvent('.dropzone', 'dragover', { dataTransfer: data });
  await expect(zone).toHaveClass(/is-over/);
  await page.dispatchEvent('.dropzone', 'dragleave', { dataTransfer: data });
  await expect(zone, 'it left the window').not.toHaveClass(/is-over/);
  // Beside the place for it: the browser would go away and open it.
  await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
  await expect(zone).toHaveClass(/is-over/);
  await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
  await expect(zone).not.toHaveClass(/is-over/);
  await expect(said(page)).toHaveText('dropped.png is open.');
  await person.presses('Save photo');
  await expect(mine(page)).toBeVisible();
});

test('text is dropped where it always was', async ({ person, page }) => {
  await edits(person);
  const prevented = await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Ada');
    const over = new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true });
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    const field = document.getElementById('first_name')!;
    return [!field.dispatchEvent(over), !field.dispatchEvent(drop)];
  });
  expect(prevented).toEqual([false, false]);
  await expect(page.locator('.dropzone')).not.toHaveClass(/is-over/);
});

test('what is no picture is told under the chooser, and nothing is lost', async ({ person, page }) => {
  await edits(person);
  const alert = page.locator('#photo').getByRole('alert');
  const isTold = async (sentence: string) => {
    await expect(alert).toHaveText(sentence);
    await expect(chooser(page)).toHaveAccessibleDescription(sentence);
    await expect(chooser(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(chooser(page)).toBeFocused();
  };
  await person.presses('Save photo');
  await isTold('Choose a photo first.');
  await chooser(page).setInputFiles(DRAWING);
  await isTold('Choose a PNG, JPEG or WebP picture.');
  for (const nothing of ['no picture at all', '']) {
    await chooser(page).setInputFiles(file('broken.png', 'image/png', Buffer.from(nothing)));
    await isTold('This file cannot be read. It is empty or damaged.');
    await expect(chooser(page), 'it can be chosen again when it is mended').toHaveValue('');
  }
  await chooser(page).setInputFiles(WIDE);
  await expect(crop(page)).toBeFocused();
  await expect(chooser(page)).toHaveAccessibleDescription('');
  await expect(alert).toHaveText('');
  await chooser(page).setInputFiles(DRAWING);
  await isTold('Choose a PNG, JPEG or WebP picture.');
  await expect(previews(page), 'what was being cut stays').toBeVisible();
});

test('the photo that there is can be cut anew', async ({ person, page }) => {
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  await person.presses('Save photo');
  await expect(page.getByText('Photo saved')).toBeVisible();
  await person.presses('Edit avatar');
  await expect(previews(page)).toBeVisible();
  await expect(chooser(page), 'no picture was chosen').toBeFocused();
  await expect(said(page)).toHaveText('');
  await person.presses('Rotate left');
  await person.presses('Save photo');
  await expect(async () => {
    const address = (await mine(page).getAttribute('src'))!;
    expect(await seen(page, address)).toEqual(['green', 'blue', 'white', 'red']);
  }).toPass();
});

test('what can be seen through looks the same before and after it is saved', async ({ person, page }) => {
  // The colour in the middle, as the eye sees it.
  const colour = async (selector: string) => {
    const picture = await page.locator(selector).first().screenshot();
    return page.evaluate(async (picture) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(image, 0, 0);
      return [...context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];
    }, picture.toString('base64'));
  };
  await edits(person);
  await chooser(page).setInputFiles(file('glass.png', 'image/png', glass(90, 60)));
  await expect(previews(page)).toBeVisible();
  const cut = await colour('.crop');
  const before = await colour('.previews .avatar');
  await person.presses('Save photo');
  await expect(page.getByText('Photo saved')).toBeVisible();
  expect(before).toEqual(await colour('#photo .avatar'));
  expect(before).toEqual(await colour('.me .avatar'));
  expect(cut).toEqual(before);
});

test('sending shows how far it is, and Cancel stops it', async ({ person, page, context }) => {
  await edits(person);
  await chooser(page).setInputFiles(NOISY);
  await expect(previews(page)).toBeVisible();
  const network = await context.newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: 50_000 });
  person.noise.announce(/save-photo net::ERR_ABORTED/);
  const save = page.getByRole('button', { name: /Save photo|Saving/ });
  const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('save-photo'));
  await save.click();
  await expect(save).toHaveAttribute('aria-busy', 'true');
  await expect(save).toHaveText(/Saving/);
  const bar = page.getByRole('progressbar', { name: 'Sending the photo' });
  await expect(bar).toBeVisible();
  await expect.poll(() => bar.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(10);
  await expect(page.locator('#photo .section__foot')).toContainText(/Sending the photo, [1-9]0 percent/);
  await save.click();
  await person.presses('Cancel');
  await ended;
  await expect(bar).toHaveCount(0);
  await expect(save).not.toHaveAttribute('aria-busy');
  await expect(said(page)).toHaveText('Sending was stopped. Your photo is as it was.');
  await expect(previews(page), 'what was cut stays').toBeVisible();
  await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  await page.waitForTimeout(500);
  const other = await person.inAnotherTab();
  await other.opens('/account/profile');
  await expect(mine(other.page), 'nothing was saved').toHaveCount(0);

  await save.click();
  await expect(page.getByText('Photo saved')).toBeVisible();
  await expect(mine(page)).toBeVisible();
});

test('Cancel stops it even before the first byte is sent', async ({ person, page }) => {
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  await expect(previews(page)).toBeVisible();
  let sent = 0;
  page.on('request', (request) => (sent += Number(request.url().endsWith('save-photo'))));
  // While the file is being made of the drawing.
  await page.evaluate(() => {
    const toBlob = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function (...given) {
      setTimeout(() => toBlob.apply(this, given), 500);
    };
  });
  await person.presses('Save photo');
  await person.presses('Cancel');
  await expect(said(page)).toHaveText('Sending was stopped. Your photo is as it was.');
  await page.waitForTimeout(1_000);
  expect(sent).toBe(0);
  await person.presses('Cancel');
  await expect(person.button('Edit avatar')).toBeFocused();
});

test('what the server refuses is told, and the cut stays', async ({ person, page, context, noise }) => {
  noise.announce(/status of 4(01|29)/, /ERR_INTERNET_DISCONNECTED/);
  await edits(person);
  await chooser(page).setInputFiles(WIDE);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Save photo' }).click({ force: true });
  await expect(page.getByRole('alert').first()).toContainText('You are offline.');
  await context.setOffline(false);
  await expect(page.getByText('You are back online')).toBeVisible();
  await context.clearCookies();
  await person.presses('Save photo');
  await expect(page.getByRole('dialog')).toContainText('Your session has ended');
  await expect(previews(page)).toBeVisible();
});

test.describe('leaving with a photo that is not saved', () => {
  const question = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' });

  test('asks, by a link, by Back, by signing out and by closing, and stays or goes', async ({ person, page }) => {
    await person.opens('/account/tokens');
    await person.follows('Profile');
    await person.arrivesAt('/account/profile');
    await person.presses('Edit avatar');
    await chooser(page).setInputFiles(WIDE);
    await expect(crop(page)).toBeFocused();
    for (const leaves of [
      () => person.follows('API tokens'),
      () => page.goBack(),
      () => person.choosesInAccountMenu('Sign out'),
    ]) {
      await leaves();
      await expect(question(page)).toBeVisible();
      await person.presses('Stay');
      await expect(page).toHaveURL('/account/profile');
      await expect(previews(page)).toBeVisible();
    }
    let asked = '';
    page.once('dialog', (dialog) => {
      asked = dialog.type();
      void dialog.dismiss();
    });
    await page.evaluate(() => location.reload()).catch(() => undefined);
    await expect.poll(() => asked).toBe('beforeunload');
    await expect(previews(page)).toBeVisible();
    await person.follows('API tokens');
    await person.presses('Leave');
    await person.arrivesAt('/account/tokens');
  });

  test('asks about the names as well, once', async ({ person, page }) => {
    await edits(person);
    await person.types('Display name', 'Not saved');
    await chooser(page).setInputFiles(WIDE);
    await expect(crop(page)).toBeFocused();
    await person.follows('API tokens');
    await expect(question(page)).toHaveAccessibleDescription('Your changes will be lost.');
    await person.presses('Leave');
    await person.arrivesAt('/account/tokens');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('does not ask when nothing was cut, when it was cancelled, or is saved', async ({ person, page }) => {
    const leaves = async () => {
      await person.follows('API tokens');
      await person.arrivesAt('/account/tokens');
      await person.follows('Profile');
      await person.arrivesAt('/account/profile');
      await person.presses('Edit avatar');
      await expect(chooser(page)).toBeFocused();
    };
    await edits(person);
    await leaves();
    await chooser(page).setInputFiles(WIDE);
    await expect(crop(page)).toBeFocused();
    await person.presses('Cancel');
    await leaves();
    await chooser(page).setInputFiles(WIDE);
    await expect(crop(page)).toBeFocused();
    await person.presses('Save photo');
    await expect(page.getByText('Photo saved')).toBeVisible();
    await leaves();
    await expect(previews(page), 'the photo that there is').toBeVisible();
    await leaves();
  });
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
  await input.setInputFiles(file('empty.png', 'image/png', Buffer.alloc(0)));
  await person.presses('Save photo');
  await person.sees('This file cannot be read. It is empty or damaged.');
  await input.setInputFiles(file('huge.png', 'image/png', Buffer.alloc(6 * 1024 * 1024, 7)));
  await person.presses('Save photo');
  await person.sees('This file is too large. Choose one of at most 5 MB.');
  await input.setInputFiles(WIDE);
  await person.presses('Save photo');
  await person.sees('Photo saved');
  await expect(mine(page)).toHaveAttribute('src', /^\/photos\//);
});

test('without script one that is turned away before it was read leads on', plain, async ({ person, page, context }) => {
  await person.opens('/account/profile');
  await page.getByLabel('Choose a photo').setInputFiles(file('large.png', 'image/png', Buffer.alloc(5_000_000, 7)));
  await context.clearCookies({ name: 'latchkey' });
  await person.presses('Save photo');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(person.heading('Sign in')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('one finger moves the picture and not the page', async ({ person, page, context }) => {
    await edits(person);
    await chooser(page).setInputFiles(WIDE);
    await expect(crop(page)).toBeFocused();
    const before = await page.evaluate(() => scrollY);
    const box = (await crop(page).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const touch = await context.newCDPSession(page);
    // By hand, step by step: the browser decides on the way whether it scrolls.
    const at = (part: number) => [{ x: x - 120 * part, y: y - 90 * part, id: 1 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
    for (let step = 1; step <= 10; step++) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) });
      await page.waitForTimeout(20);
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await person.presses('Save photo');
    await expect(mine(page)).toBeVisible();
    // As far to the right as the picture goes.
    await crop(page).waitFor({ state: 'detached' });
    const address = (await page.locator('#photo .avatar img').getAttribute('src'))!;
    expect(await seen(page, address)).toEqual(['green', 'green', 'blue', 'blue']);
  });

  test('two fingers zoom, and nothing scrolls sideways', async ({ person, page, context }) => {
    await edits(person);
    await chooser(page).setInputFiles(WIDE);
    const box = (await crop(page).boundingBox())!;
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
