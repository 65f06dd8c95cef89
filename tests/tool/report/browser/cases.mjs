// A small frame for tests that print how long they took and how many they were.
import assert from 'node:assert/strict';

const cases = [];
export const test = (name, body) => cases.push([name, body]);
export {assert};

// Waits until `body` agrees: a browser follows a link when it gets to it.
export async function eventually(body) {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await body();
    } catch (problem) {
      if (Date.now() > end) throw problem;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

// Runs them in their order; the exit code tells whether one failed.
export async function run() {
  const begin = Date.now();
  let failed = 0;
  for (const [name, body] of cases) {
    try {
      await body();
      console.log(`ok      ${name}`);
    } catch (problem) {
      ++failed;
      console.log(`FAILED  ${name}\n${problem.stack}`);
    }
  }
  // In the words of Python's unittest, which the summary of all tests counts.
  console.log(`Ran ${cases.length} tests in ${((Date.now() - begin) / 1000).toFixed(1)}s`);
  if (failed > 0) console.log(`${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
