// What a browser complains about. Nothing, or the test fails.

import type { BrowserContext } from '@playwright/test';

export class Noise {
  private readonly heard: string[] = [];
  private readonly announced: RegExp[] = [];

  constructor(context: BrowserContext, scripted: boolean) {
    context.on('console', (message) => {
      // What was loaded ahead for the script is of no use without one.
      if (!scripted && /was preloaded using link preload but not used/.test(message.text())) return;
      // A test types before the page has put the focus into its first field.
      if (/Autofocus processing was blocked/.test(message.text())) return;
      this.heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.heard.push(`page error: ${error.error().message}`));
    context.on('requestfailed', (request) => {
      const error = request.failure()?.errorText;
      const isFile = /\/(pkg\/.*|favicon\.svg)$/.test(request.url());
      // Files, pictures and data of a page that was left before they had come.
      const isData = /\/(load|list|history|general|ask-passkey|strength)$|^\/photos\//.test(new URL(request.url()).pathname);
      if ((isFile || isData) && error === 'net::ERR_ABORTED') return;
      // The stream of news ends with its page.
      if (request.url().endsWith('/notices/stream') && error === 'net::ERR_ABORTED') return;
      // A browser without scripts loads none, and says so.
      if (isFile && !scripted && error === 'csp') return;
      this.heard.push(`failed: ${request.method()} ${request.url()} ${error}`);
    });
  }

  /** Says beforehand what will be heard, and why that is right stands beside the call. */
  announce(...patterns: RegExp[]): void {
    this.announced.push(...patterns);
  }

  /** What was heard without being announced. */
  get unexpected(): string[] {
    return this.heard.filter((line) => !this.announced.some((pattern) => pattern.test(line)));
  }
}
