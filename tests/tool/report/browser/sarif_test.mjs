// Has the validator of SARIF look at logs, with the rules of the format and of code scanning:
// sarif_test.mjs LOGS, a folder of *.sarif. What the validator says counts, never its exit code:
// that is 0 for a log which is no JSON.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {assert, run, test} from './cases.mjs';

const folder = process.argv[2];
const validator = createRequire(import.meta.url)('@microsoft/sarif-multitool');
// Nothing that the package wants to run was run when it was installed.
fs.chmodSync(validator, 0o755);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'pool-audit-sarif-'));

// What it says of a log, one line each: rule, place, words.
function verdicts(file) {
  const out = path.join(scratch, 'verdicts.sarif');
  fs.rmSync(out, {force: true});
  execFileSync(validator, ['validate', file, '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning',
    '--output', out, '--log', 'ForceOverwrite'],
  {stdio: 'pipe', env: {...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1'}});
  const [report] = JSON.parse(fs.readFileSync(out, 'utf8').replace(/^\uFEFF/, '')).runs;
  assert.ok(report.invocations.every((each) => each.executionSuccessful), 'it ran');
  assert.ok(report.tool.driver.name.length > 0);
  return (report.results ?? []).map((each) =>
    `${each.ruleId} ${each.level ?? 'warning'}: ${(each.message.arguments ?? []).join(' ')} ${each.message.text ?? ''}`);
}

const logs = fs.readdirSync(folder).filter((name) => name.endsWith('.sarif'));
test('there are logs to look at', () => assert.ok(logs.length >= 5));

for (const name of logs) {
  test(`${name} is valid`, () => assert.deepEqual(verdicts(path.join(folder, name)), []));
}

// A validator that finds nothing may be one that does not look: of each damage one of its rules has
// to speak. Those of code scanning begin with GH.
const damages = [
  ['a result without a message', 'JSON1002', (log) => { delete log.runs[0].results[0].message; }],
  ['a result without a place', 'GH1015', (log) => { log.runs[0].results[0].locations = []; }],
  ['a place without a region', 'SARIF2017', (log) => {
    delete log.runs[0].results[0].locations[0].physicalLocation.region;
  }],
  ['a region that ends before it begins', 'SARIF1007', (log) => {
    log.runs[0].results[0].locations[0].physicalLocation.region.endColumn = 1;
  }],
  ['a rule index that is none', 'SARIF1009', (log) => { log.runs[0].results[0].ruleIndex = 999; }],
  ['an address that is none', 'SARIF1002', (log) => {
    log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b.cc';
  }],
  ['a tool without information', 'SARIF2005', (log) => {
    delete log.runs[0].tool.driver.informationUri;
  }],
  ['a member that there is not', 'JSON1005', (log) => { log.runs[0].resultz = []; }],
];
for (const [what, rule, damage] of damages) {
  test(`the validator sees ${what}`, () => {
    const log = JSON.parse(fs.readFileSync(path.join(folder, 'compared.sarif'), 'utf8'));
    damage(log);
    const file = path.join(scratch, 'damaged.sarif');
    fs.writeFileSync(file, JSON.stringify(log));
    const said = verdicts(file);
    assert.ok(said.some((each) => each.startsWith(rule)), said.join('\n'));
  });
}

test('the validator sees half a log', () => {
  const file = path.join(scratch, 'half.sarif');
  fs.writeFileSync(file, '{"version":');
  assert.notDeepEqual(verdicts(file), []);
});

await run();
fs.rmSync(scratch, {recursive: true});
