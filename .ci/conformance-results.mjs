// Judges the results of the conformance suite: every scenario must have run, and no check may have failed.
// Usage: conformance-results.mjs RESULTS REQUIREMENTS, two directories: one with results by part, one of the suite's package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [results, requirements] = process.argv.slice(2);
const problems = [];

/** Skips all that it has: the suite's authors have not written it yet. */
const UNWRITTEN = 'tasks-status-notifications';

/** Returns the checks of a part of the suite by scenario. */
function checks(part) {
  const found = new Map();
  for (const run of existsSync(join(results, part)) ? readdirSync(join(results, part)) : []) {
    const scenario = run.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
    const file = join(results, part, run, 'checks.json');
    found.set(scenario, existsSync(file) ? JSON.parse(readFileSync(file)) : []);
  }
  return found;
}

/** Prints a line about a part, and notes what is wrong with it. */
function judge(part, title, expected) {
  const found = checks(part);
  const counts = {};
  for (const [scenario, all] of found) {
    for (const check of all) {
      counts[check.status] = (counts[check.status] ?? 0) + 1;
      if (check.status === 'FAILURE' || (check.status === 'SKIPPED' && scenario !== UNWRITTEN)) {
        problems.push(`${scenario}: ${check.id}: ${check.errorMessage}`);
      }
    }
  }
  const ran = expected.filter((scenario) => found.get(scenario)?.length);
  for (const scenario of expected.filter((name) => !ran.includes(name))) {
    problems.push(`${scenario}: has no result`);
  }
  const said = Object.entries(counts).map(([status, number]) => `${number} ${status}`).sort().join(', ');
  console.log(`conformance: ${title}: ${ran.length} of ${expected.length} scenarios; checks: ${said}`);
}

/** Returns the names of the server's scenarios that a revision requires, and of those that it does not score. */
function scenarios(revision) {
  const text = readFileSync(join(requirements, `${revision}.yaml`), 'utf8');
  const section = (name) => text.match(new RegExp(`^${name}:\\n((?: .*\\n|#.*\\n|\\n)*)`, 'm'))?.[1] ?? '';
  const scored = [...section('server').matchAll(/^ +- +([\w/-]+)/gm)].map((match) => match[1]);
  const others = [...section('not_scored').matchAll(/scenario: +([\w/-]+)\n +leg: server/g)].map((match) => match[1]);
  return { scored, others };
}

for (const [revision, required] of [['2025-11-25', 30], ['2026-07-28', 37]]) {
  const { scored, others } = scenarios(revision);
  if (scored.length !== required) {
    problems.push(`${revision} requires ${scored.length} scenarios, not ${required}`);
  }
  judge(revision, `${revision}, ${scored.length} required, ${others.length} more`, [...scored, ...others]);
}
judge('skills', 'skills', ['directory', 'enumeration', 'manifest'].map((name) => `sep-2640-skills-${name}`));
problems.forEach((problem) => console.error(`conformance: ${problem}`));
process.exit(problems.length ? 1 : 0);
