// @ts-check
// Judges the report of `npm audit --json` on standard input: fails on any finding, and says so where
// the registry gives no report, as one that only hands out packages does.
import { readFileSync } from 'node:fs';

/** @returns {any} */
function report() {
  try {
    return JSON.parse(readFileSync(0, 'utf8'));
  } catch {
    return { message: 'npm gave no report.' };
  }
}

const { auditReportVersion, vulnerabilities, message } = report();
if (auditReportVersion === undefined) {
  console.log(`SKIPPED npm audit: the registry does not answer audits (${message}).`);
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range, via } of found) {
    const titles = via.map((/** @type {any} */ one) => one.title ?? one).join('; ');
    console.log(`npm audit: ${severity}: ${name} ${range}: ${titles}`);
  }
  console.log(`npm audit: ${found.length} packages with findings.`);
  if (found.length > 0) process.exitCode = 1;
}
