// Opens pages in headless Chromium, and watches what they ask for and complain about.
import {chromium} from 'playwright-core';
import {pathToFileURL} from 'node:url';
import {assert} from './cases.mjs';

let browser;

export async function start() {
  // The sandbox needs rights that a container may not have; the pages are the tests' own.
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
}
export const stop = () => browser.close();

// Opens `file` and hands the page to `body`. A request besides the page itself, a message on the
// console, an error, or a dialog is a failure. `options` are those of a browser context; `hash` is
// the part of the address behind '#'.
export async function open(file, {hash = '', quiet = true, ...options}, body) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const heard = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => heard.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { heard.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const asked = request.url();
    if (asked.split('#')[0] !== url && asked !== 'data:,') heard.push(`request: ${asked}`);
  });
  try {
    await page.goto(url + hash);
    await body(page, heard);
    if (quiet) assert.deepEqual(heard, []);
  } finally {
    await context.close();
  }
}

export const visible = (page, selector) =>
  page.$$eval(selector, (all) => all.filter((each) => each.checkVisibility()).length);

// Texts of the names in the table, as far as they are shown.
export const names = (page) =>
  page.$$eval('#table tbody tr:not([hidden]) a', (all) => all.map((each) => each.textContent));
